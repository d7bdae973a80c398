import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { type CompanionWorld, here, ofType, startWorld } from './companion-world.ts';

const folder = new URL('../../fixtures/corpus/', import.meta.url);
const cases = readdirSync(folder);
const type = 'aws_api_gateway_deployment';

const expectedSchema = v.looseObject({
  regions: v.record(v.string(), v.string()),
  other: v.array(v.looseObject({ address: v.string(), actions: v.array(v.string()) })),
});

let world: CompanionWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.aws.apiGateway.reset());

it('there are 73 recorded cases', () => {
  expect(cases).toHaveLength(73);
});

describe("Terraform's own verdict on the deployments that stages have is given for", () => {
  it.each(cases)('%s', async (name) => {
    const text = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
    const { regions, other } = v.parse(expectedSchema, JSON.parse(text('expected.json')));
    world.aws.apiGateway.loadRecorded(JSON.parse(text('stages.json')), {
      account: here.account,
      regionOf: (stage) => regions[stage] ?? regions['*'] ?? '',
    });
    const deployments = ofType(await world.checkText(text('state.json')), type);

    const gone = other.filter(({ address }) => address.includes(`${type}.`)).map(({ address }) => address);
    expect(deployments.length).toBeGreaterThan(0);
    expect(deployments.filter(({ status }) => status !== 'IN_SYNC').map(({ address }) => address)).toEqual(gone);
  });
});
