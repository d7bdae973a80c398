import { check, given } from '../check.ts';
import { notUsed, ok, problem } from '../verdict.ts';

export const ledger = check({
  name: 'ledger',
  needs: ['s3:GetObject', 's3:ListBucket'],
  instead: ({ settings }) =>
    settings.ledger === null ? notUsed('LEDGER_URI is not set: every run that finds drift tells all of it') : null,
  subjects: ({ settings }) => given(settings.ledger),
  about: ({ bucket, prefix }) => `s3://${bucket}/${prefix}`,
  probe: (place, probes) => probes.ledger(place),
  verdict(kept) {
    switch (kept.kind) {
      case 'THERE':
        return ok(`open findings in it: ${kept.findings}`);
      case 'NOT_YET':
        return ok('there is none yet: the first run that finds something begins it');
      case 'UNUSABLE':
        return problem(kept.reason, 'mend LEDGER_URI, or the object there');
    }
  },
});
