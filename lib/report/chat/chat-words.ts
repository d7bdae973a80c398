import { cut } from '../cut.ts';
import { shownDuration, shownTime } from '../duration.ts';
import type { Report } from '../report.ts';
import { ranks } from '../told.ts';
import type { FindingNews } from './chat-news.ts';
import { code, command, sentence } from './chat-text.ts';

/**
 * Characters. The service is known to take 250 of a title and 8,000 of a description, and a block of Slack has room for
 * 3,000: what these allow together stays below all of that.
 */
export const limits = {
  setting: 90,
  name: 70,
  address: 200,
  value: 400,
  reason: 300,
  callers: 300,
  place: 200,
  command: 700,
  context: 200,
};

const signs = { HIGH: '🔴', MEDIUM: '🟠', LOW: '🟡', RESOLVED: '✅' } as const;

export function signOf({ event, severity }: FindingNews): string {
  return event === 'RESOLVED' ? signs.RESOLVED : signs[severity];
}

/** @returns less for what should be read first; what is over can wait */
export function urgency({ event, severity }: FindingNews): number {
  return event === 'RESOLVED' ? 3 : ranks[severity];
}

const leads = { OPENED: 'New', CHANGED: 'Changed again', REMINDER: 'Still there', RESOLVED: 'Resolved' } as const;

/** The news in one line; at most 250 characters with a sign before it. */
export function titleOf({ event, kind, setting, subject, name }: FindingNews): string {
  const what = `${subject} ${code(name, limits.name)}`;
  const over = event === 'RESOLVED';
  const texts = {
    DIFFERENCE: `${code(setting ?? '', limits.setting)} of ${what} ${over ? 'differed' : 'differs'} from Terraform`,
    DELETED: `${what} ${over ? 'was' : 'is'} gone from AWS`,
    UNMANAGED: `${what} ${over ? 'was' : 'is'} in no Terraform state`,
    NOT_CHECKED: `${what} could not be checked`,
  };
  return `${leads[event]}: ${texts[kind]}`;
}

/** Line by line. */
export function description(report: Report, news: FindingNews): readonly string[] {
  const { sides, resolution, reason, notes } = news;
  const since = shownTime(news.firstSeen);
  const open = shownDuration(Date.parse(report.detectedAt) - Date.parse(news.firstSeen));
  return [
    `Address: ${code(news.address, limits.address)}`,
    ...(sides === null
      ? []
      : [`In Terraform: ${code(sides.was, limits.value)}`, `Live now: ${code(sides.is, limits.value)}`]),
    ...(news.by === null ? [] : [`By: ${sentence(news.by, limits.callers)}`]),
    ...(resolution === null ? [] : [`How: ${sentence(resolution, limits.reason)}`]),
    ...(reason === null ? [] : [`Why: ${sentence(reason, limits.reason)}`]),
    ...notes.slice(0, 2).map((note) => `Note: ${sentence(note, limits.reason)}`),
    ...(news.place === null ? [] : [`Stage: ${sentence(news.place, limits.place)}`]),
    ...(news.state === null ? [] : [`State: ${code(news.state, limits.address)}`]),
    `Severity: ${news.severity.toLowerCase()}`,
    `First seen: ${sentence(since, limits.place)}${news.event === 'OPENED' ? '' : `, ${open} ago`}`,
  ];
}

/** The commands that put AWS back, each to be copied as it is. */
export function remedySteps({ restore }: FindingNews): readonly string[] {
  const shown = restore.flatMap((text) => command(text, limits.command) ?? []);
  const left = restore.length - shown.length;
  const steps = shown.map((text, index) => `${index === 0 ? 'Put it back' : 'Or'}: ${text}`);
  return left === 0
    ? steps
    : [...steps, `${left === 1 ? 'A command' : `${left} commands`} that a chat would garble: see the report.`];
}

/** The page lies in S3, so its link asks for a login to the AWS account that has it. */
export function linkSteps({ archive }: Report): readonly string[] {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.+)$/.exec(archive?.page ?? '') ?? [];
  if (bucket === undefined || key === undefined) return [];
  return [`Report: https://console.aws.amazon.com/s3/object/${bucket}?prefix=${cut(inUrl(key), 1_500)}`];
}

/** Nothing that Markdown could take for its own is left of a URL's part. */
function inUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*_~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
