import { CreateRestApi$, DeleteRestApi$, GetRestApi$, GetRestApis$ } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { type Operation, operation } from './operation.ts';
import { addRestApi, findRestApi, newId, type RestApi } from './rest-apis.ts';
import { texts } from './stage-model.ts';

/** The tag with which a REST API wishes its own id. */
const customId = '_custom_id_';

const one = v.object({ restApiId: v.string() });

/** The operations on REST APIs; what lies in them besides deployments and stages is not kept. */
export const restApiOperations: readonly Operation[] = [
  operation(
    CreateRestApi$,
    v.object({ name: v.string(), description: v.optional(v.string()), tags: texts }),
    (here, { name, description, tags }) =>
      answer(addRestApi(here, tags?.[customId] ?? newId(10), { name, description, tags: tags ?? {} })),
  ),
  operation(GetRestApi$, one, (here, { restApiId }) => answer(findRestApi(here, restApiId))),
  operation(GetRestApis$, v.object({}), (here) => ({ item: [...here.restApis.values()].map(answer) })),
  operation(DeleteRestApi$, one, (here, { restApiId }) => {
    findRestApi(here, restApiId);
    here.restApis.delete(restApiId);
    return undefined;
  }),
];

function answer({ id, name, description, createdDate, tags }: RestApi): object {
  return { id, name, description, createdDate, tags };
}
