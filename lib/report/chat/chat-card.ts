import { digest } from '../../findings/finding.ts';
import type { Report } from '../report.ts';
import { type OpenFinding, reportView } from '../report-view.ts';
import { plain } from './chat-text.ts';
import {
  type ChatFinding,
  description,
  limits,
  linkSteps,
  type NewFinding,
  remedySteps,
  signOf,
  titleOf,
  urgency,
} from './chat-words.ts';

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

/** @returns what is to be told in a chat, each finding in a thread of its own; nothing for what was told before */
export function chatCards(report: Report): readonly ChatCard[] {
  const { findings, resolved } = reportView(report);
  const news = [...findings.filter(isNew), ...resolved];
  return news.length > mostCards ? [digestCard(report, news)] : news.map((one) => findingCard(report, one));
}

function isNew(finding: OpenFinding): finding is NewFinding {
  return finding.event !== 'KNOWN';
}

function findingCard(report: Report, news: ChatFinding): ChatCard {
  const { accountId, region, restApiId, stageName } = news.resource;
  const context = { finding: news.id, report: report.reportId, severity: news.severity, accountId, region, restApiId };
  return card(report, {
    event: news.event,
    threadId: news.id,
    sign: signOf(news),
    title: titleOf(news),
    lines: description(report, news),
    steps: [...remedySteps(news), ...linkSteps(report)],
    keywords: [news.severity],
    relatedResources: [news.address],
    context: Object.entries({ ...context, stageName }),
  });
}

function digestCard(report: Report, news: readonly ChatFinding[]): ChatCard {
  const count = (event: ChatFinding['event']) => news.filter((one) => one.event === event).length;
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
    sign: first.map(signOf)[0] ?? '',
    title,
    lines: [...first.map((one) => `${signOf(one)} ${titleOf(one)}`), `and ${news.length - first.length} more`],
    steps: linkSteps(report),
    keywords: [],
    relatedResources: [],
    context: [['report', report.reportId]],
  });
}

interface CardParts {
  readonly event: ChatFinding['event'] | 'DIGEST';
  readonly threadId: string;
  readonly sign: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly steps: readonly string[];
  readonly keywords: readonly string[];
  readonly relatedResources: readonly string[];
  readonly context: readonly (readonly [string, string | null])[];
}

function card(report: Report, parts: CardParts): ChatCard {
  const { event, threadId, sign, title, lines, steps } = parts;
  const context = parts.context.flatMap(([key, value]) =>
    value === null ? [] : [[key, plain(value, limits.context)]],
  );
  return {
    version: '1.0',
    source: 'custom',
    id: digest(JSON.stringify([report.reportId, event, threadId])),
    content: {
      textType: 'client-markdown',
      title: `${sign} ${title}`,
      description: lines.map((line) => `- ${line}`).join('\n'),
      nextSteps: steps,
      keywords: ['stagedrift', event, ...parts.keywords],
    },
    metadata: {
      threadId,
      summary: title,
      eventType: `stagedrift ${event}`,
      relatedResources: parts.relatedResources.map((address) => plain(address, limits.address)),
      additionalContext: Object.fromEntries([['event', event], ...context]),
    },
  };
}
