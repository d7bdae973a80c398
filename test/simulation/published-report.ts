import { unmasked } from './masked-values.ts';
import { changeText, subjectOf } from './world.ts';

/** Report v1, as far as the rules need it. */
export interface PublishedReport {
  readonly status: string;
  readonly trigger: { readonly kind: string };
  readonly summary: Readonly<Record<string, number>>;
  readonly states: readonly {
    readonly uri: string;
    readonly status: string;
    readonly reason?: string;
    readonly finding: PublishedFinding | null;
  }[];
  readonly resources: readonly PublishedResource[];
  readonly resolved: readonly {
    readonly kind: string;
    readonly address: string;
    readonly how: string;
    readonly resource: PublishedId;
    readonly path: readonly string[] | null;
  }[];
}

interface PublishedId {
  readonly accountId: string | null;
  readonly restApiId: string | null;
  readonly stageName: string | null;
}

export interface PublishedCall {
  readonly eventId: string;
  readonly time: string;
  readonly actor: string;
  readonly isVerified: boolean;
}

export interface PublishedFinding {
  readonly event: 'OPENED' | 'CHANGED' | 'REMINDER' | 'KNOWN';
  readonly attribution: { readonly calls: readonly PublishedCall[] } | null;
}

export interface PublishedResource {
  readonly address: string;
  readonly state: string | null;
  readonly id: PublishedId;
  readonly status: string;
  readonly reason?: string;
  readonly notes: readonly string[];
  readonly finding: PublishedFinding | null;
  readonly differences: readonly {
    readonly path: readonly string[];
    readonly expected: unknown;
    readonly actual: unknown;
    readonly finding: PublishedFinding;
  }[];
}

export function isReport(report: unknown): report is PublishedReport {
  return typeof report === 'object' && report !== null && 'schemaVersion' in report;
}

export interface News {
  readonly subject: string;
  readonly event: 'OPENED' | 'CHANGED' | 'REMINDER' | 'RESOLVED';
  readonly values: readonly string[];
  readonly how: string;
}

export interface OpenFinding {
  readonly subject: string;
  readonly finding: PublishedFinding | null;
  readonly value: string;
}

/** @returns all that a report has as open, and what it does not check */
export function openIn({ resources, states }: PublishedReport): readonly OpenFinding[] {
  // What is not checked, and is no finding, is pending.
  const notInSync = resources.filter(({ status, finding }) => status !== 'MODIFIED' && finding !== null);
  return [
    ...states.flatMap(({ uri, status, finding }) =>
      status === 'FAILED' ? [{ subject: `STATE ${uri}`, finding, value: '' }] : [],
    ),
    ...notInSync.map(({ id, address, status, finding }) => ({
      subject: subjectOf(status, stageOf(id, address), null),
      finding,
      value: '',
    })),
    ...resources.flatMap(({ id, differences }) =>
      differences.map(({ path, expected, actual, finding }) => ({
        subject: subjectOf('DIFFERENCE', stageOf(id), path.join('.')),
        finding,
        value: changeText(unmasked(expected), unmasked(actual)),
      })),
    ),
  ];
}

/** @returns all that a report notifies people of */
export function news(report: PublishedReport): readonly News[] {
  const opened = openIn(report).flatMap(({ subject, finding, value }) => {
    const event = finding?.event ?? 'KNOWN';
    return event === 'KNOWN' ? [] : [{ subject, event, value }];
  });
  return [
    ...report.resolved.map(({ kind, resource, path, address, how }) => ({
      subject:
        kind === 'NOT_CHECKED' && resource.restApiId === null
          ? `STATE ${address}`
          : subjectOf(kind, stageOf(resource, address), path?.join('.') ?? null),
      event: 'RESOLVED' as const,
      values: [],
      how,
    })),
    ...[...Map.groupBy(opened, ({ subject }) => subject)].map(([subject, found]) => ({
      subject,
      event: found[0]?.event ?? 'OPENED',
      values: found.map(({ value }) => value).toSorted(),
      how: '',
    })),
  ];
}

/** Where the account is not known, the address says more. */
export function stageOf({ accountId, restApiId, stageName }: PublishedId, address = ''): string {
  return accountId === null && address !== '' ? address : `${restApiId}/${stageName}`;
}
