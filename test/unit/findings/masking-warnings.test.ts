import { expect, it } from '@jest/globals';
import { type AssessedResource, assessAll, type Policy, usualPolicy } from '../../../lib/findings/assess.ts';
import { maskingWarnings } from '../../../lib/findings/masking-warnings.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import { checked, modified } from '../report/sample.ts';

const now = new Date('2026-03-01T12:00:00Z');
const masked = checked('stage.a', modified([['variables', 'DB'], 'one', 'two'], [['variables', 'KEY'], 'a', 'b']));
const shown = checked('stage.b', modified([['description'], 'one', 'two']));
const rules = parseRules('ignore: [{ address: "stage.a", reason: ours }]', 'rules.yaml');

const warningsOf = (policy: Policy, resources: readonly AssessedResource[] = assessAll([masked, shown], policy, now)) =>
  maskingWarnings(resources, policy);

it('one warning says that masked values cannot be followed, where there is no key for them', () => {
  expect(warningsOf(usualPolicy)).toEqual([
    'There is no key for masked values, so you are not notified when one of them changes again: ' +
      'HASH_KEY_ARN names a parameter or a secret that has one',
  ]);
});

it.each<[string, Policy, readonly AssessedResource[]]>([
  ['there is a key', { ...usualPolicy, hashKey: '0123456789abcdef' }, assessAll([masked], usualPolicy, now)],
  [
    'a warning says why the key cannot be used',
    { ...usualPolicy, warnings: ['why'] },
    assessAll([masked], usualPolicy, now),
  ],
  ['nothing masked differs', usualPolicy, assessAll([shown], usualPolicy, now)],
  ['a rule ignores it', { ...usualPolicy, rules }, assessAll([masked], { ...usualPolicy, rules }, now)],
  [
    'it is pending, and not shown',
    usualPolicy,
    assessAll([masked], usualPolicy, now).map((one) => ({ ...one, pending: { reason: 'an apply', calls: [] } })),
  ],
])('nothing is said of them where %s', (_, policy, resources) => {
  expect(maskingWarnings(resources, policy)).toEqual([]);
});
