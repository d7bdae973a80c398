import { check } from '../check.ts';
import { notUsed, ok, problem } from '../verdict.ts';

export const ledger = check({
  name: 'ledger',
  needs: ['s3:GetObject', 's3:ListBucket'],
  subjects: ({ settings: { ledger } }) =>
    ledger === null ? notUsed('LEDGER_URI is not set: every run that finds drift reports all of it') : [ledger],
  about: ({ bucket, prefix }) => `s3://${bucket}/${prefix}`,
  async judge(location, probes) {
    const found = await probes.ledger(location);
    if (found === null) return ok('there is none yet: the first run that finds something begins it');
    if (typeof found === 'number') return ok(`open findings in it: ${found}`);
    return problem(found.unusable, 'fix LEDGER_URI, or the object there');
  },
});
