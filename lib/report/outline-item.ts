import type { Leaf } from '../comparison.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import { excerpt } from './excerpt.ts';
import type { ReportDifference, ReportResource } from './report.ts';
import { shownPath, shownValue, visible } from './visible.ts';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** One resource that is not in sync. All text is plain and visible, and not yet escaped for any format. */
export interface OutlineItem {
  readonly label: 'CHANGED' | 'DELETED' | 'NOT CHECKED' | 'UNMANAGED';
  readonly address: string;
  readonly facts: readonly Fact[];
  readonly differences: readonly OutlineDifference[];
}

export interface OutlineDifference {
  readonly setting: string;
  readonly was: string;
  readonly is: string;
  readonly severity: 'high' | 'medium' | 'low';
}

/** Serial of each state by its URI, `null` of one that could not be read. */
type Serials = ReadonlyMap<string, number | null>;

/** No value that API Gateway takes is longer; of one that is, texts for people have an excerpt, and the JSON all. */
const longestValue = 4_000;

const severities = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' } as const;

const labels = { MODIFIED: 'CHANGED', DELETED: 'DELETED', NOT_CHECKED: 'NOT CHECKED', UNMANAGED: 'UNMANAGED' } as const;

/** @returns what there is to say about a resource: nothing if it is in sync */
export function outlineItems(resource: ReportResource, serials: Serials): OutlineItem[] {
  if (resource.status === 'IN_SYNC') return [];
  const reason = resource.reason === undefined ? [] : [{ label: 'Why', text: visible(resource.reason) }];
  return [
    {
      label: labels[resource.status],
      address: visible(resource.address),
      facts: [
        { label: 'Stage', text: place(resource.id) },
        { label: 'State', text: stateOf(resource.state, serials) },
        ...reason,
        ...resource.notes.map((note) => ({ label: 'Note', text: visible(note) })),
      ],
      differences: resource.differences.map(toOutlineDifference),
    },
  ];
}

function toOutlineDifference(difference: ReportDifference): OutlineDifference {
  const setting = shownPath(difference.path);
  const severity = severities[difference.severity];
  if (difference.masked) return { setting, ...maskedSides(difference), severity };
  const { expected, actual } = excerpt(difference, longestValue);
  const was = shownExcerpt(expected, difference.expected);
  return { setting, was, is: shownExcerpt(actual, difference.actual), severity };
}

/** The mask is no value, so it does not stand in quotes. */
function maskedSides({ expected, actual, differenceType }: ReportDifference): { was: string; is: string } {
  const was = String(expected ?? shownValue(null));
  const is = String(actual ?? shownValue(null));
  return { was, is: differenceType === 'NOT_EQUAL' ? `another value ${is}` : is };
}

function shownExcerpt(part: Leaf | null, whole: Leaf | null): string {
  return part === whole
    ? shownValue(part)
    : `${shownValue(part)} (an excerpt of ${Array.from(String(whole)).length} characters)`;
}

function place({ stageName, restApiId, region, accountId }: StatedStageId): string {
  const parts = [
    stageName === null ? 'stage unknown' : visible(stageName),
    restApiId === null ? 'REST API unknown' : `REST API ${visible(restApiId)}`,
    region === null ? 'region unknown' : visible(region),
    accountId === null ? 'account unknown' : `account ${visible(accountId)}`,
  ];
  return parts.join(', ');
}

function stateOf(uri: string | null, serials: Serials): string {
  if (uri === null) return 'no state has it';
  const serial = serials.get(uri) ?? null;
  return serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}
