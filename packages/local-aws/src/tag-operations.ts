import { GetTags$, TagResource$, UntagResource$ } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { notFound } from './api-gateway-error.ts';
import { findClientCertificate } from './client-certificate-operations.ts';
import { type Operation, operation } from './operation.ts';
import { findRestApi, findStage, type RegionalData } from './rest-apis.ts';
import { namedTexts } from './stage-model.ts';

/** What a stage, a REST API or a client certificate carries its tags on. */
interface Tagged {
  tags?: Record<string, string> | null | undefined;
}

/** The ARN of a REST API or of a stage. */
const arn = /^arn:[^:]+:apigateway:[^:]*::\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/;

/** The ARN of a client certificate. */
const certificateArn = /^arn:[^:]+:apigateway:[^:]*::\/clientcertificates\/([^/]+)$/;

const resource = v.object({ resourceArn: v.string() });
const tagKeys = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((key) => [key]),
  ),
]);

/** The operations on the tags of stages, REST APIs and client certificates. */
export const tagOperations: readonly Operation[] = [
  operation(GetTags$, resource, (here, { resourceArn }) => ({ tags: tagged(here, resourceArn).tags ?? {} })),
  operation(TagResource$, v.object({ ...resource.entries, tags: namedTexts }), (here, { resourceArn, tags }) => {
    const target = tagged(here, resourceArn);
    target.tags = { ...target.tags, ...tags };
    return undefined;
  }),
  operation(UntagResource$, v.object({ ...resource.entries, tagKeys }), (here, { resourceArn, tagKeys }) => {
    const target = tagged(here, resourceArn);
    target.tags = Object.fromEntries(Object.entries(target.tags ?? {}).filter(([key]) => !tagKeys.includes(key)));
    return undefined;
  }),
];

/** @returns what a stage's or REST API's ARN names; nothing for any other text */
export function resourceOfArn(resourceArn: string): { restApiId?: string; stageName?: string } {
  const [, restApiId, stageName] = arn.exec(resourceArn) ?? [];
  return { ...(restApiId && { restApiId }), ...(stageName && { stageName }) };
}

function tagged(here: RegionalData, resourceArn: string): Tagged {
  const [, clientCertificateId] = certificateArn.exec(resourceArn) ?? [];
  if (clientCertificateId !== undefined) return findClientCertificate(here, clientCertificateId);
  const { restApiId, stageName } = resourceOfArn(resourceArn);
  if (restApiId === undefined) throw notFound('Invalid Resource identifier specified');
  return stageName === undefined ? findRestApi(here, restApiId) : findStage(here, restApiId, stageName);
}
