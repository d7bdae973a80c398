import { digest } from '../findings/finding.ts';
import { chatNews, type FindingNews } from './chat-news.ts';
import { code, command, cut, plain, sentence } from './chat-text.ts';
import { shownDuration, shownTime } from './duration.ts';
import type { Report } from './report.ts';

/**
 * A custom notification of Amazon Q Developer in chat applications, as its administrator guide has it under "Custom
 * notifications". What has another form the service drops without a word.
 */
export interface ChatCard {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Cards with the same one stand in one thread of the channel. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** More than this many cards of one run would bury a channel: a single one tells of them all. */
const mostCards = 10;

/**
 * Characters. The service is known to take 250 of a title and 8,000 of a description, and a block of Slack has room for
 * 3,000: what these allow together stays below all of that.
 */
const limits = { setting: 90, name: 70, address: 200, value: 400, reason: 300, place: 200, command: 700, context: 200 };

/** @returns what is to be told in a chat, each finding in a thread of its own; nothing for what was told before */
export function chatCards(report: Report): readonly ChatCard[] {
  const news = chatNews(report);
  return news.length > mostCards ? [digestCard(report, news)] : news.map((one) => findingCard(report, one));
}

function findingCard(report: Report, news: FindingNews): ChatCard {
  const title = titleOf(news);
  const { accountId, region, restApiId, stageName } = news.resource;
  const context = { finding: news.id, report: report.reportId, severity: news.severity, accountId, region, restApiId };
  return card(report, {
    event: news.event,
    threadId: news.id,
    title: `${signOf(news)} ${title}`,
    summary: title,
    lines: description(report, news),
    steps: [...remedySteps(news), ...linkSteps(report)],
    keywords: [news.severity],
    relatedResources: [news.address],
    context: Object.entries({ ...context, stageName }),
  });
}

function digestCard(report: Report, news: readonly FindingNews[]): ChatCard {
  const count = (event: FindingNews['event']) => news.filter((one) => one.event === event).length;
  const counts = [
    [count('OPENED'), 'new'],
    [count('CHANGED'), 'changed'],
    [count('REMINDER'), 'still there'],
    [count('RESOLVED'), 'resolved'],
  ] as const;
  const parts = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const title = `${news.length} findings: ${parts.join(', ')}`;
  const first = news.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, mostCards);
  return card(report, {
    event: 'DIGEST',
    threadId: plain(report.reportId, limits.context),
    title: `${news.every(({ event }) => event === 'RESOLVED') ? signs.RESOLVED : signs.HIGH} ${title}`,
    summary: title,
    lines: [...first.map((one) => `${signOf(one)} ${titleOf(one)}`), `and ${news.length - first.length} more`],
    steps: linkSteps(report),
    keywords: [],
    relatedResources: [],
    context: [['report', report.reportId]],
  });
}

interface CardParts {
  readonly event: FindingNews['event'] | 'DIGEST';
  readonly threadId: string;
  readonly title: string;
  readonly summary: string;
  readonly lines: readonly string[];
  readonly steps: readonly string[];
  readonly keywords: readonly string[];
  readonly relatedResources: readonly string[];
  readonly context: readonly (readonly [string, string | null])[];
}

function card(report: Report, parts: CardParts): ChatCard {
  const { event, threadId, title, summary, lines, steps } = parts;
  const context = parts.context.flatMap(([key, value]) =>
    value === null ? [] : [[key, plain(value, limits.context)]],
  );
  return {
    version: '1.0',
    source: 'custom',
    id: digest(JSON.stringify([report.reportId, event, threadId])),
    content: {
      textType: 'client-markdown',
      title,
      description: lines.map((line) => `- ${line}`).join('\n'),
      nextSteps: steps,
      keywords: ['stagedrift', event, ...parts.keywords],
    },
    metadata: {
      threadId,
      summary,
      eventType: `stagedrift ${event}`,
      relatedResources: parts.relatedResources.map((address) => plain(address, limits.address)),
      additionalContext: Object.fromEntries([['event', event], ...context]),
    },
  };
}

const signs = { HIGH: '🔴', MEDIUM: '🟠', LOW: '🟡', RESOLVED: '✅' } as const;

function signOf({ event, severity }: FindingNews): string {
  return event === 'RESOLVED' ? signs.RESOLVED : signs[severity];
}

const ranks = { HIGH: 0, MEDIUM: 1, LOW: 2 } as const;

/** What is over can wait. */
function urgency({ event, severity }: FindingNews): number {
  return event === 'RESOLVED' ? 3 : ranks[severity];
}

const leads = { OPENED: 'New', CHANGED: 'Changed again', REMINDER: 'Still there', RESOLVED: 'Resolved' } as const;

function titleOf({ event, kind, setting, subject, name }: FindingNews): string {
  const what = `${subject} ${code(name, limits.name)}`;
  const texts = {
    DIFFERENCE: `${code(setting ?? '', limits.setting)} of ${what} differs from Terraform`,
    DELETED: `${what} is gone from AWS`,
    UNMANAGED: `${what} is in no Terraform state`,
    NOT_CHECKED: `${what} could not be checked`,
  };
  return `${leads[event]}: ${texts[kind]}`;
}

function description(report: Report, news: FindingNews): readonly string[] {
  const { sides, resolution, reason, notes } = news;
  const since = shownTime(news.firstSeen);
  const open = shownDuration(Date.parse(report.detectedAt) - Date.parse(news.firstSeen));
  return [
    `Address: ${code(news.address, limits.address)}`,
    ...(sides === null
      ? []
      : [`In Terraform: ${code(sides.was, limits.value)}`, `Live now: ${code(sides.is, limits.value)}`]),
    ...(resolution === null ? [] : [`How: ${sentence(resolution, limits.reason)}`]),
    ...(reason === null ? [] : [`Why: ${sentence(reason, limits.reason)}`]),
    ...notes.slice(0, 2).map((note) => `Note: ${sentence(note, limits.reason)}`),
    ...(news.place === null ? [] : [`Stage: ${sentence(news.place, limits.place)}`]),
    ...(news.state === null ? [] : [`State: ${code(news.state, limits.address)}`]),
    `Severity: ${news.severity.toLowerCase()}`,
    `First seen: ${sentence(since, limits.place)}${news.event === 'OPENED' ? '' : `, ${open} ago`}`,
  ];
}

function remedySteps({ restore }: FindingNews): readonly string[] {
  const shown = restore.flatMap((text) => command(text, limits.command) ?? []);
  const left = restore.length - shown.length;
  const steps = shown.map((text, index) => `${index === 0 ? 'Put it back' : 'Or'}: ${text}`);
  return left === 0
    ? steps
    : [...steps, `${left === 1 ? 'A command' : `${left} commands`} that a chat would garble: see the report.`];
}

/** The page lies in S3, so its link asks for a login to the AWS account that has it. */
function linkSteps({ archive }: Report): readonly string[] {
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
