import { check, given, type Row } from '../check.ts';
import type { Fact } from '../fact.ts';
import type { Probes } from '../probes.ts';
import type { Scene } from '../scene.ts';
import { notUsed, ok, problem, type Verdict } from '../verdict.ts';

const unset = ({ settings }: Scene) =>
  settings.ledger === null ? notUsed('LEDGER_URI is not set: every run that finds drift tells all of it') : null;

export const ledger = check({
  name: 'ledger',
  needs: ['s3:GetObject', 's3:ListBucket'],
  instead: unset,
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

/** Reports have settings of stages in them, and drift would be told anew without the ledger. */
export const ledgerAccess = ofItsBucket(
  'ledger is private',
  ['s3:GetBucketPublicAccessBlock', 's3:GetBucketPolicyStatus'],
  (bucket, probes) => probes.bucketAccess(bucket),
  (access, bucket) => {
    const remedy = `run aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`;
    switch (access) {
      case 'PRIVATE':
        return ok('public access is blocked');
      case 'NOT_BLOCKED':
        return problem('public access is not blocked by the bucket itself', remedy);
      case 'PUBLIC':
        return problem('its policy makes it public', remedy);
      case 'NO_BUCKET':
        return noBucket(bucket);
    }
  },
);

export const ledgerVersions = ofItsBucket(
  'ledger has versions',
  ['s3:GetBucketVersioning'],
  (bucket, probes) => probes.bucketVersioning(bucket),
  (versioning, bucket) => {
    switch (versioning) {
      case 'ENABLED':
        return ok('one that was damaged can be taken back');
      case 'OFF':
        return problem(
          'a ledger that was damaged or removed cannot be taken back',
          `run aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
        );
      case 'NO_BUCKET':
        return noBucket(bucket);
    }
  },
);

function ofItsBucket<Known>(
  name: string,
  needs: readonly string[],
  probe: (bucket: string, probes: Probes) => Promise<Fact<Known>>,
  verdict: (known: Known, bucket: string) => Verdict,
): Row {
  return check({
    name,
    needs,
    instead: unset,
    subjects: ({ settings }) => given(settings.ledger?.bucket ?? null),
    about: () => '',
    probe,
    verdict,
  });
}

function noBucket(bucket: string): Verdict {
  return problem(`there is no bucket ${bucket}`, 'make it, or mend LEDGER_URI');
}
