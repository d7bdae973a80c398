import { stateFinding } from '../../findings/assess.ts';
import type { FindingKind } from '../../findings/finding.ts';
import type { LifeOfFinding, ResolvedFinding } from '../../findings/ledger/life.ts';
import type { Severity } from '../../findings/severity/severity.ts';
import { stageType } from '../../resources/stage-directory.ts';
import type { StatedStageId } from '../../resources/stage-id.ts';
import { shownPath } from '../../visible.ts';
import type { Report } from '../report.ts';
import { type FindingInReport, findingsOf } from '../report-findings.ts';
import { shownCaller, shownCallers } from '../shown-callers.ts';

/** One thing to tell of one finding. Texts are as they came, and not yet escaped. */
export interface FindingNews {
  readonly event: Exclude<LifeOfFinding['event'], 'KNOWN'> | 'RESOLVED';
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly subject: 'stage' | 'state' | 'resource';
  /** Of the stage or the state; the address of any other resource. */
  readonly name: string;
  readonly address: string;
  /** The setting in Terraform's notation, `null` where the finding is about the whole resource. */
  readonly setting: string | null;
  readonly resource: StatedStageId;
  /** Where the stage is, `null` for what has none. */
  readonly place: string | null;
  readonly state: string | null;
  readonly sides: FindingInReport['sides'];
  readonly reason: string | null;
  readonly notes: readonly string[];
  /** How it ended, `null` for what has not. */
  readonly resolution: string | null;
  readonly restore: readonly string[];
  /** Who is behind it, `null` where nobody knows. */
  readonly by: string | null;
}

/** Characters of a value that a card has room for. */
const longestValue = 250;

/** @returns what this run has to tell that was not told before, and what is over */
export function chatNews(report: Report): readonly FindingNews[] {
  return [...findingsOf(report, longestValue).flatMap(ofFinding), ...report.resolved.map(ofResolved)];
}

function ofFinding({ finding, ...about }: FindingInReport): FindingNews[] {
  const { event, id, severity, firstSeen, attribution, remedies } = finding;
  if (event === 'KNOWN') return [];
  const { kind, sides, reason, notes } = about;
  const life = { event, id, severity, firstSeen, resolution: null };
  const by = attribution && shownCallers(attribution, shownCaller);
  return [{ ...life, ...subjectOf(about), kind, sides, reason, notes, restore: remedies.restore, by }];
}

function ofResolved(resolved: ResolvedFinding): FindingNews {
  const { id, kind, severity, firstSeen, explanation } = resolved;
  const nothing = { sides: null, reason: null, notes: [], restore: [], by: null };
  const life = { event: 'RESOLVED', id, severity, firstSeen, resolution: explanation } as const;
  return { ...life, ...subjectOf(resolved), kind, ...nothing };
}

function subjectOf({
  address,
  type,
  state,
  resource,
  path,
}: Pick<FindingInReport, 'address' | 'type' | 'state' | 'resource' | 'path'>) {
  const about = { address, state, resource, setting: path === null ? null : shownPath(path) };
  if (type === stateFinding) return { ...about, subject: 'state', name: address, place: null, state: null } as const;
  const { stageName, restApiId, region, accountId } = resource;
  const place = [
    stageName,
    restApiId === null ? null : `REST API ${restApiId}`,
    region,
    accountId === null ? null : `account ${accountId}`,
  ].filter((part) => part !== null);
  const subject = type === stageType && stageName !== null ? 'stage' : 'resource';
  return {
    ...about,
    subject,
    name: subject === 'stage' && stageName !== null ? stageName : address,
    place: place.length === 0 ? null : place.join(', '),
  } as const;
}
