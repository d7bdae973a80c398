import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import type { Report } from '../../../lib/report/report.ts';
import { suggestRules } from '../../../lib/report/suggested-rules.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { anyText } from '../any-text.ts';
import { createReport } from './assessed-report.ts';
import { checked, hostileTexts, modified, results } from './sample.ts';

const deployment = [['deployment_id'], 'd1', 'd2'] as const;
const level = [['variables', 'LOG_LEVEL'], 'info', 'debug'] as const;

/** @returns the rules, as data, that are suggested for these resources on 2026-03-01 */
function rulesFor(...resources: readonly CheckedResource[]): unknown {
  return parse(suggestRules(createReport(results({ resources }))).text);
}

/** @returns the report of the same resources under the rules that were suggested for others */
function reportUnder(text: string, resources: readonly CheckedResource[]): Report {
  return createReport(results({ resources }), { rules: parseRules(text, 'rules.yaml'), hashKey: null, warnings: [] });
}

const usual = {
  kind: 'DIFFERENCE',
  reason: 'present when stagedrift was introduced',
  owner: 'nobody yet',
  expires: '2026-03-31',
};

describe('suggested rules', () => {
  it('are one for each address and its paths, for 30 days, with a reason and a place for an owner', () => {
    expect(rulesFor(checked('aws_api_gateway_stage.a', modified(deployment, level)))).toEqual({
      ignore: [
        {
          state: 's3://acme-tf/orders/terraform.tfstate',
          address: 'aws_api_gateway_stage.a',
          path: ['deployment_id', 'variables["LOG_LEVEL"]'],
          ...usual,
        },
      ],
    });
  });

  it('are one for a setting that many addresses share', () => {
    const rules = rulesFor(
      checked('aws_api_gateway_stage.a', modified(deployment)),
      checked('aws_api_gateway_stage.b', modified(deployment, level)),
      checked('aws_api_gateway_stage.c', modified(deployment)),
    );

    expect(rules).toMatchObject({
      ignore: [
        {
          address: ['aws_api_gateway_stage.a', 'aws_api_gateway_stage.b', 'aws_api_gateway_stage.c'],
          path: 'deployment_id',
        },
        { address: 'aws_api_gateway_stage.b', path: 'variables["LOG_LEVEL"]' },
      ],
    });
  });

  it('are one for the same in many states', () => {
    const states = ['s3://acme-tf/one', 's3://acme-tf/two'];
    const rules = rulesFor(
      ...states.map((state) => ({ ...checked('aws_api_gateway_stage.a', modified(deployment)), state })),
    );

    expect(rules).toMatchObject({ ignore: [{ state: states, address: 'aws_api_gateway_stage.a' }] });
  });

  it('name a local state only where the address is in another one too, since the file is named otherwise elsewhere', () => {
    const local = { ...checked('aws_api_gateway_stage.a', modified(deployment)), state: 'one.tfstate' };
    const inSync = { ...checked('aws_api_gateway_stage.a', { status: 'IN_SYNC' }), state: 'two.tfstate' };

    expect(rulesFor(local)).toEqual({ ignore: [{ address: local.address, path: 'deployment_id', ...usual }] });
    expect(rulesFor(local, inSync)).toMatchObject({ ignore: [{ state: 'one.tfstate' }] });
  });

  it('ignore a resource that is gone as that, and not what it may be when it is back', () => {
    const gone = checked('aws_api_gateway_stage.a', { status: 'DELETED', reason: 'it is gone' });
    const { text } = suggestRules(createReport(results({ resources: [gone] })));

    expect(parse(text)).toMatchObject({ ignore: [{ address: 'aws_api_gateway_stage.a', kind: 'DELETED' }] });
    expect(reportUnder(text, [gone]).status).toBe('IN_SYNC');
    expect(reportUnder(text, [checked(gone.address, modified(deployment))]).status).toBe('DRIFTED');
  });

  it('ignore no other setting, address or state', () => {
    const { text } = suggestRules(
      createReport(results({ resources: [checked('aws_api_gateway_stage.a', modified(deployment))] })),
    );
    const others = [
      checked('aws_api_gateway_stage.a', modified(level)),
      checked('aws_api_gateway_stage.ab', modified(deployment)),
      { ...checked('aws_api_gateway_stage.a', modified(deployment)), state: 's3://acme-tf/other' },
    ];

    expect(reportUnder(text, others).ignored).toEqual([]);
  });

  it('leave out what could not be checked or belongs to no state, and say that it is missing', () => {
    const unread = checked('aws_api_gateway_stage.a', { status: 'NOT_CHECKED', reason: 'denied' });
    const foreign = checked('a1b2c3d4e5/test', { status: 'UNMANAGED', reason: 'nobody has it', deploymentId: 'd1' });
    const { text, rules } = suggestRules(createReport(results({ resources: [unread, foreign] })));

    expect(rules).toBe(0);
    expect(parse(text)).toEqual({ ignore: [] });
    expect(text).toContain('1 of the resources could not be checked');
  });

  it('have all text of others in quotes, and none of it in a comment', () => {
    const { text } = suggestRules(
      createReport(results({ resources: [checked('x: &y *z # a', modified(deployment))] })),
    );

    expect(text).toContain("address: 'x: &y \\*z # a'");
    expect(text.split('\n').filter((line) => line.includes('#') && line.includes('x: &y'))).toHaveLength(1);
  });

  const texts = fc.oneof(
    anyText(),
    fc.constantFrom(...hostileTexts, '*', '\\*', '"]["', '- a', '{}', '!!x', '\u0085', '\ufeff'),
  );

  it('make every report of drift one in sync, whatever addresses, states and keys are called', () => {
    const resource = fc
      .record({ address: texts, state: texts, keys: fc.uniqueArray(texts, { minLength: 1, maxLength: 3 }) })
      .map(({ address, state, keys }) => ({
        ...checked(
          `aws_api_gateway_stage.${address}`,
          modified(...keys.map((key) => [['variables', key], 'a', 'b'] as const), [['settings', 0, 'x'], 'a', 'b']),
        ),
        state: `s3://acme-tf/${state}`,
      }));
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 6 }), (resources) => {
        const before = createReport(results({ resources }));
        const after = reportUnder(suggestRules(before).text, resources);

        expect(before.status).toBe('DRIFTED');
        expect(after.status).toBe('IN_SYNC');
      }),
    );
  });

  it('never ignore what is not in the report they were made of', () => {
    const places = fc.record({
      address: fc.constantFrom('a', 'b', 'a*', '*'),
      state: fc.constantFrom('s3://x', 's3://*', 'x.tfstate'),
      key: fc.constantFrom('k', '*', 'k*', 'k\\*'),
    });
    const resourceAt = ({ address, state, key }: { address: string; state: string; key: string }) => ({
      ...checked(address, modified([['variables', key], 'a', 'b'])),
      state,
    });
    const keyOf = (place: object) => JSON.stringify(place);
    fc.assert(
      fc.property(fc.uniqueArray(places, { selector: keyOf, minLength: 1 }), places, (drifted, other) => {
        const inSync = { ...resourceAt(other), verdict: { status: 'IN_SYNC' } as const };
        const isNew = !drifted.some((place) => keyOf(place) === keyOf(other));
        const { text } = suggestRules(createReport(results({ resources: [...drifted.map(resourceAt), inSync] })));

        expect(reportUnder(text, [resourceAt(other)]).ignored).toHaveLength(isNew ? 0 : 1);
      }),
    );
  });
});
