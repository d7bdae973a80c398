import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import * as v from 'valibot';
import { runCommand } from '../run-command.ts';
import { expectValidReport } from '../unit/report-schema.ts';

const folder = 'test/fixtures/corpus';
const cases = readdirSync(folder);
const checkedTypes = ['aws_api_gateway_stage', 'aws_api_gateway_method_settings'];

const verdictSchema = v.object({
  modified: v.record(v.string(), v.array(v.string())),
  deleted: v.array(v.string()),
  notChecked: v.array(v.string()),
});

const reportSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      address: v.string(),
      type: v.string(),
      status: v.string(),
      differences: v.array(v.looseObject({ path: v.array(v.union([v.string(), v.number()])) })),
    }),
  ),
});

describe('the built command line gives the verdict of the real Terraform', () => {
  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws();
  });

  afterAll(async () => {
    await aws.stop();
  });

  it('on every recorded case', () => {
    expect(cases.length).toBe(73);
  });

  it.each(cases)('%s', async (name) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${name}/${file}`, 'utf8'));
    const { regions } = v.parse(v.looseObject({ regions: v.record(v.string(), v.string()) }), read('expected.json'));
    aws.apiGateway.reset();
    aws.apiGateway.loadRecorded(read('stages.json'), {
      account: '123456789012',
      regionOf: (stage) => regions[stage] ?? regions['*'] ?? '',
    });
    const { stdout } = await runCommand(['check', `${folder}/${name}/state.json`, '--format', 'json'], aws.environment);

    const report: unknown = JSON.parse(stdout);
    expectValidReport(report);
    const { resources } = v.parse(reportSchema, report);
    const expected = v.parse(verdictSchema, read('verdict.json'));
    const ofCheckedType = (address: string) => checkedTypes.some((type) => address.includes(`${type}.`));
    const withStatus = (status: string) =>
      resources.filter((resource) => checkedTypes.includes(resource.type) && resource.status === status);
    const addresses = (status: string) => withStatus(status).map(({ address }) => address);
    expect(
      new Map(
        withStatus('MODIFIED').map(({ address, differences }) => [
          address,
          [...new Set(differences.map(({ path }) => path[0]))].toSorted(),
        ]),
      ),
    ).toEqual(
      new Map(
        Object.entries(expected.modified)
          .filter(([address]) => ofCheckedType(address))
          .map(([address, attributes]) => [address, attributes.toSorted()]),
      ),
    );
    expect(addresses('DELETED')).toEqual(expected.deleted.filter(ofCheckedType).toSorted());
    expect(addresses('NOT_CHECKED')).toEqual(expected.notChecked.filter(ofCheckedType).toSorted());
  });
});
