import { stateFinding } from '../../findings/assess.ts';
import { type Colors, noColors } from '../../model/colors.ts';
import { cut, given, shownPath, visible } from '../../model/visible.ts';
import { fromStageIdJson } from '../../resources/rest-api/stage-id-json.ts';
import { shownDuration } from '../duration.ts';
import { allParts, placeOf } from '../place.ts';
import { counted } from '../report-words.ts';
import { shownCaller, shownCallers } from '../shown-callers.ts';
import type { Drift, FindingHistory, History, StageHistory } from './history.ts';
import { timeline, timelineSigns } from './timeline.ts';

/** Columns of a terminal of the usual width, less the indent of a finding. */
const width = 76;

/** Unreadable reports that are named; the JSON has them all. */
const maxUnreadable = 5;

/** A history for people at a terminal of 80 columns. */
export function renderHistoryText(history: History, colors: Colors = noColors): string {
  const { since, until, stages, unreadable } = history;
  const legend = `${timelineSigns.drifted} drifted  ${timelineSigns.changed} changed again  ${timelineSigns.quiet} in sync`;
  const days = `${since.slice(0, 10)} to ${until.slice(0, 10)}`;
  const blocks = given(
    colors.bold(headline(history)),
    colors.dim(`${days}, times in UTC, from ${counted(history.reports, 'report')}`),
    stages.length === 0 ? null : colors.dim(`    ${legend}`),
    ...stages.map((stage) => stageBlock(stage, history, colors)),
    unreadable.length === 0 ? null : unreadableBlock(history),
  );
  return `${blocks.join('\n\n')}\n`;
}

function headline({ stages, reports }: History): string {
  if (reports === 0) return 'There is no report of this time in the archive.';
  const findings = stages.flatMap((stage) => stage.findings);
  if (findings.length === 0) return 'Nothing drifted in this time.';
  const open = findings.filter(({ drifts }) => drifts.some(({ to }) => to === null)).length;
  const drifts = findings.flatMap((finding) => finding.drifts).length;
  return `${counted(findings.length, 'finding')} in ${counted(stages.length, 'place')}, opened ${counted(drifts, 'time')}: ${open === 0 ? 'none is open' : `${open} still open`}.`;
}

function stageBlock(stage: StageHistory, history: History, colors: Colors): string {
  const byAddress = Map.groupBy(stage.findings, ({ address }) => address);
  return [
    ...placeLines(stage).map((line, index) => (index === 0 ? colors.bold(colors.yellow(line)) : colors.dim(line))),
    ...[...byAddress].flatMap(([address, findings]) => [
      '',
      `  ${cut(visible(address), width)}`,
      ...findings.flatMap((finding) => findingLines(finding, history, colors)),
    ]),
  ].join('\n');
}

function placeLines(history: StageHistory): string[] {
  const { findings, ...id } = fromStageIdJson(history);
  if (findings.every(({ type }) => type === stateFinding)) return ['States that could not be read'];
  if (id.stageName === null && id.apiId === null) return ['Stages whose place is not in the state'];
  const { stage, ...where } = placeOf(id);
  return [cut(`Stage ${stage ?? 'unknown'}`, width), cut(allParts(where).join(', '), width)];
}

const wholes = { DELETED: 'gone from AWS', UNMANAGED: 'in no Terraform state', NOT_CHECKED: 'not checked' } as const;

function findingLines({ kind, path, severity, drifts }: FindingHistory, history: History, colors: Colors): string[] {
  const level = severity.toLowerCase();
  const name = cut(kind === 'DIFFERENCE' ? shownPath(path ?? []) : wholes[kind], width - level.length - 2);
  const line = timeline(drifts, new Date(history.since), new Date(history.until), width);
  const isOpen = drifts.some(({ to }) => to === null);
  return [
    `    ${name}${colors.dim(level.padStart(width - Array.from(name).length))}`,
    `    ${isOpen ? colors.red(line) : colors.dim(line)}`,
    ...drifts.flatMap((drift) =>
      given(
        driftLine(drift, colors),
        drift.attribution && `    ${colors.dim(cut(`  by ${shownCallers(drift.attribution, shownCaller)}`, width))}`,
      ),
    ),
  ];
}

const endings = {
  PUT_BACK: 'reverted in AWS',
  ADOPTED: 'adopted into Terraform',
  AGREED: 'both moved to a third value',
  REMOVED: 'no longer in any state',
  IGNORED: 'ignored by a rule now',
  CHECKED: 'could be checked again',
  SUPERSEDED: 'became another finding',
  UNKNOWN: 'ended, how is unknown',
  FORGOTTEN: 'opened again: ledger was lost',
} as const;

function driftLine({ from, to, seconds, how }: Drift, colors: Colors): string {
  const length = shownDuration(seconds * 1_000);
  const begin = from.slice(0, 16).replace('T', ' ');
  if (to === null || how === null)
    return `    ${begin}  ${colors.red(`for ${length} so far`.padEnd(28))}  ${colors.red('still open')}`;
  return `    ${begin}  ${`for ${length}`.padEnd(28)}  ${colors.green(endings[how])}`;
}

function unreadableBlock({ unreadable }: History): string {
  const lines = unreadable.map(({ uri, reason }) => `  ${visible(uri)}\n    ${visible(reason)}`);
  const shown = lines.slice(0, maxUnreadable);
  const rest = lines.length - shown.length;
  const title = `Not read: ${counted(lines.length, 'report')}`;
  return given(title, ...shown, rest > 0 ? `  and ${rest} more` : null).join('\n');
}
