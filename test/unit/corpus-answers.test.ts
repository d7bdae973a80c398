import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type LocalApiGateway, startApiGateway } from '@stagedrift/local-aws/api-gateway';

let apiGateway: LocalApiGateway;

beforeAll(async () => {
  apiGateway = await startApiGateway();
});
afterAll(() => apiGateway.stop());
beforeEach(() => apiGateway.reset());

const corpus = new URL('../fixtures/corpus/', import.meta.url);
const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/apigateway/aws4_request';

interface Recorded {
  readonly __error__?: { readonly body: unknown };
}

it.each(readdirSync(corpus))(
  'the recorded case %s is answered exactly, unknown members and nulls included',
  async (name) => {
    const recorded: Record<string, Recorded> = JSON.parse(readFileSync(new URL(`${name}/stages.json`, corpus), 'utf8'));
    apiGateway.loadRecorded(recorded, { account: '123456789012', regionOf: () => 'eu-west-1' });
    const answers = await Promise.all(
      Object.keys(recorded).map(async (key) => {
        const path = `/restapis/${key.replace('/', '/stages/')}`;
        return [key, await (await fetch(`${apiGateway.url}${path}`, { headers: { authorization } })).json()];
      }),
    );
    const bodies = Object.entries(recorded).map(([key, answer]) => [key, answer.__error__?.body ?? answer]);

    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(bodies));
  },
);
