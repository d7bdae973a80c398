import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { type LocalApiGateway, startApiGateway } from '../src/api-gateway.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/apigateway/aws4_request';

/** Method and path of an operation, as the SDK describes it. */
const operationForm = v.pipe(
  v.looseTuple([v.literal(9), v.string(), v.string(), v.looseObject({ http: v.looseTuple([v.string(), v.string()]) })]),
  v.transform(([, , , { http }]) => http),
);

let apiGateway: LocalApiGateway;

beforeAll(async () => {
  apiGateway = await startApiGateway();
});
afterAll(() => apiGateway.stop());

it('names every operation of API Gateway that is served, and no other', async () => {
  for (const exported of Object.values(sdk)) {
    const operation = v.safeParse(operationForm, exported);
    if (!operation.success) continue;
    const [method, path] = operation.output;
    const url = `${apiGateway.url}${path.replaceAll(/\{\w+\}/g, 'any')}`;
    await (await fetch(url, { method, headers: { authorization } })).text();
  }
  const [, operations = ''] = /^### Operations of API Gateway$(.*?)^## /ms.exec(readme) ?? [];
  const named = [...operations.matchAll(/`(\w+)`/g)].map(([, name]) => name);

  expect(named.toSorted()).toEqual([...new Set(apiGateway.calls.map(({ operation }) => operation))].toSorted());
});

it.each(['example.test.ts', 'fixtures/seed.json'])('shows %s as it is run', (path) => {
  const indented = readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll(/^(?=.)/gm, '    ');

  expect(readme).toContain(indented);
});
