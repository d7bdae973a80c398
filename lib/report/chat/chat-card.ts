import { digest } from '../../model/digest.ts';
import { stageIdJson } from '../../resources/rest-api/stage-id-json.ts';
import type { Report } from '../report.ts';
import { type OpenFinding, reportView } from '../report-view.ts';
import { counted, listed } from '../report-words.ts';
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

/** More than this many cards of one run would bury a channel: a single one has them all. */
const maxCards = 10;

export type ChatCard = ReturnType<typeof card>;

/** @returns what is to be posted in a chat, each finding in a thread of its own; nothing for what was notified before */
export function chatCards(report: Report): readonly ChatCard[] {
  const { findings, resolved } = reportView(report);
  const changed = [...findings.filter(isNew), ...resolved];
  return changed.length > maxCards ? [digestCard(report, changed)] : changed.map((one) => findingCard(report, one));
}

function isNew(finding: OpenFinding): finding is NewFinding {
  return finding.event !== 'KNOWN';
}

function findingCard(report: Report, finding: ChatFinding): ChatCard {
  const { id, event, severity, address } = finding;
  return card(report, {
    event,
    threadId: id,
    sign: signOf(finding),
    title: titleOf(finding),
    lines: description(report, finding),
    steps: [...remedySteps(finding), ...linkSteps(report)],
    keywords: [severity],
    relatedResources: [address],
    context: { finding: id, report: report.reportId, severity, ...stageIdJson(finding.resource) },
  });
}

function digestCard(report: Report, findings: readonly ChatFinding[]): ChatCard {
  const count = (event: ChatFinding['event']) => findings.filter((one) => one.event === event).length;
  const counts = listed([
    [count('OPENED'), 'new'],
    [count('CHANGED'), 'changed'],
    [count('REMINDER'), 'still there'],
    [count('RESOLVED'), 'resolved'],
  ]);
  const first = findings.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, maxCards);
  return card(report, {
    event: 'DIGEST',
    threadId: plain(report.reportId, limits.context),
    sign: first.map(signOf)[0] ?? '',
    title: `${counted(findings.length, 'finding')}: ${counts}`,
    lines: [...first.map((one) => `${signOf(one)} ${titleOf(one)}`), `and ${findings.length - first.length} more`],
    steps: linkSteps(report),
    keywords: [],
    relatedResources: [],
    context: { report: report.reportId },
  });
}

type CardParts = Readonly<Record<'event' | 'threadId' | 'sign' | 'title', string>> &
  Readonly<Record<'lines' | 'steps' | 'keywords' | 'relatedResources', readonly string[]>> & {
    readonly context: Readonly<Record<string, string | null>>;
  };

/**
 * A custom notification of Amazon Q Developer in chat applications, as its administrator guide has it under "Custom
 * notifications". What has another form the service drops without a word.
 */
function card({ reportId }: Report, parts: CardParts) {
  const { event, threadId, sign, title, lines, steps, keywords, relatedResources } = parts;
  const context = Object.entries(parts.context).flatMap(([key, value]) =>
    value === null ? [] : [[key, plain(value, limits.context)] as const],
  );
  return {
    version: '1.0',
    source: 'custom',
    id: digest(JSON.stringify([reportId, event, threadId])),
    content: {
      textType: 'client-markdown',
      title: `${sign} ${title}`,
      description: lines.map((line) => `- ${line}`).join('\n'),
      nextSteps: steps,
      keywords: ['stagedrift', event, ...keywords],
    },
    metadata: {
      /** Cards with the same one stand in one thread of the channel. */
      threadId,
      summary: title,
      eventType: `stagedrift ${event}`,
      relatedResources: relatedResources.map((address) => plain(address, limits.address)),
      additionalContext: Object.fromEntries([['event', event], ...context]),
    },
  };
}
