import * as v from 'valibot';
import { type Deployment, deploymentOf } from './deployment.ts';
import { parameterNames } from './parameters.ts';

/** The part of it that is used of what the packaging tool hands to a file of variables. */
interface Variables {
  resolveVariable(name: string): Promise<unknown>;
}

const parametersForm = v.object(
  v.entriesFromList(parameterNames, v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
);

/**
 * For serverless.yml, which takes from here what the parameters mean to the templates.
 * @throws ParametersError, upon which nothing is packaged
 */
export default async function resolveParameters({ resolveVariable }: Variables): Promise<Deployment> {
  const given = await Promise.all(
    parameterNames.map(async (name) => [name, await resolveVariable(`param:${name}`)] as const),
  );
  const stage = v.parse(v.string(), await resolveVariable('sls:stage'));
  return deploymentOf(v.parse(parametersForm, Object.fromEntries(given)), stage);
}
