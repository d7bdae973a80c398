import { Document } from 'yaml';
import { globFor } from '../model/glob.ts';
import { isS3Uri } from '../model/s3-uri.ts';
import { shownPath } from '../model/visible.ts';
import type { Report, ReportResource } from './report.ts';

/** What one rule is to ignore: each of these paths, of each of these addresses, in each of these states. */
interface Group {
  /** `[null]` where the state need not be named. */
  readonly states: readonly (string | null)[];
  readonly addresses: readonly string[];
  /** `[null]` for resources that are gone. */
  readonly paths: readonly (string | null)[];
}

/** Days. Time enough to fix what is there, and too little to forget it. */
const usualDays = 30;

/**
 * A rules file that ignores exactly the drift of a report, for a team that starts with much of it. What could not be
 * checked is no drift and stays; so does what is new, on the same resources too.
 * @returns YAML, in which all text of others is quoted
 */
export function suggestRules(report: Report): { readonly text: string; readonly rules: number } {
  const groups = groupsOf(report);
  const expires = new Date(Date.parse(report.detectedAt) + usualDays * 86_400_000).toISOString().slice(0, 10);
  const document = new Document({});
  document.commentBefore = header(report, groups.length);
  const rules = groups.map((group) => {
    const rule = document.createNode(ruleOf(group, expires));
    rule.commentBefore = ` ${comment(group)}`;
    return rule;
  });
  document.set('ignore', document.createNode(rules));
  // Addresses are full of double quotes; the library takes those itself where single ones do not do.
  const style = { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' } as const;
  return { text: document.toString(style), rules: groups.length };
}

function header({ detectedAt, summary }: Report, rules: number): string {
  const { notChecked } = summary;
  return [
    `Drift that stagedrift found on ${detectedAt.slice(0, 10)}, in ${rules} rules. Nothing else is ignored.`,
    ...(notChecked === 0 ? [] : [`${notChecked} of the resources could not be checked: their drift is not in here.`]),
    'Give each rule an owner, fix what it is about, and delete it; on the day after "expires" it is reported again.',
    'Check with it: stagedrift check SOURCE... --rules FILE',
  ]
    .map((line) => ` ${line}`)
    .join('\n');
}

/** Counts only: a text of somebody else could end a comment. */
function comment({ addresses, paths }: Group): string {
  const resources = addresses.length === 1 ? 'one resource' : `${addresses.length} resources`;
  if (paths.includes(null)) return `${resources} that AWS does not have any more`;
  return `${paths.length === 1 ? 'one setting' : `${paths.length} settings`} of ${resources}`;
}

function ruleOf({ states, addresses, paths }: Group, expires: string): Readonly<Record<string, unknown>> {
  const of: Readonly<Record<string, readonly (string | null)[]>> = { state: states, address: addresses, path: paths };
  const selectors = Object.entries(of).flatMap(([name, texts]) => {
    const [first, ...others] = texts.filter((text) => text !== null).map(globFor);
    return first === undefined ? [] : [[name, others.length === 0 ? first : [first, ...others]]];
  });
  return {
    ...Object.fromEntries(selectors),
    kind: paths.includes(null) ? 'DELETED' : 'DIFFERENCE',
    reason: 'present when stagedrift was introduced',
    owner: 'nobody yet',
    expires,
  };
}

/** Groups that say the same of two of their three sides become one, so that none ignores more than there is. */
function groupsOf({ resources }: Report): readonly Group[] {
  const drifted = resources.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED');
  const byAddress = Map.groupBy(resources, ({ address }) => address);
  const groups = drifted.flatMap((resource) => {
    const states = [stateToTell(resource, byAddress.get(resource.address) ?? [])];
    const paths = resource.status === 'DELETED' ? [null] : resource.differences.map(({ path }) => shownPath(path));
    return paths.map((path) => ({ states, addresses: [resource.address], paths: [path] }));
  });
  const ofAddresses = merge(groups, ({ states, paths }) => [states, paths]);
  const ofPaths = merge(ofAddresses, ({ states, addresses, paths }) => [states, addresses, paths.includes(null)]);
  return merge(ofPaths, ({ addresses, paths }) => [addresses, paths]);
}

function merge(groups: readonly Group[], same: (group: Group) => unknown): readonly Group[] {
  const bySame = Map.groupBy(groups, (group) => JSON.stringify(same(group)));
  return [...bySame.values()].map((alike) => ({
    states: [...new Set(alike.flatMap(({ states }) => states))],
    addresses: [...new Set(alike.flatMap(({ addresses }) => addresses))],
    paths: [...new Set(alike.flatMap(({ paths }) => paths))],
  }));
}

/** A local file has another name for the next who checks it, so that it is named only where the address is in two states. */
function stateToTell({ state }: ReportResource, ofAddress: readonly ReportResource[]): string | null {
  if (state === null || isS3Uri(state)) return state;
  return ofAddress.some((resource) => resource.state !== state) ? state : null;
}
