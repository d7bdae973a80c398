import pLimit from 'p-limit';
import {
  type Answer,
  type AnswerBook,
  createAnswerBook,
  type LiveKind,
  ofKind,
  type Question,
  questionKey,
  type Unread,
} from '../resources/live.ts';
import type { Lookups } from '../verdict/read-live.ts';
import { type AccountSession, openSession, type SessionOptions } from './account-session.ts';
import { askedOnce } from './asked-once.ts';
import { readBasePathMappings } from './base-path-mapping-reader.ts';
import { readClientCertificates } from './client-certificate-reader.ts';
import { readDeployments } from './deployment-reader.ts';
import { groupBy, type NonEmpty } from './group-by.ts';
import type { KindReaders } from './kind-reader.ts';
import { type OwnAccount, ownAccountInTime } from './own-account.ts';
import { createRequestBudgets } from './request-budget.ts';
import { createRestApiReader } from './rest-api-reader.ts';

export interface LiveReaderOptions extends SessionOptions {
  /** Asked once, and only when there is something to read; the region is one that can be asked. */
  readonly ownAccount: (region: string) => Promise<OwnAccount>;
  /** Told how many questions have an answer. */
  readonly onProgress: (answered: number, total: number) => void;
}

/** What every kind of question is answered by, one line a kind. What explains a verdict may have been asked for it before. */
function createKindReaders(session: AccountSession): KindReaders {
  const restApis = createRestApiReader(session);
  return {
    STAGE: askedOnce(restApis.readStages),
    STAGE_LIST: askedOnce(restApis.readLists),
    DEPLOYMENT: askedOnce((questions) => readDeployments(questions, session)),
    CLIENT_CERTIFICATE: askedOnce((questions) => readClientCertificates(questions, session)),
    BASE_PATH_MAPPING: askedOnce((questions) => readBasePathMappings(questions, session)),
    // Another service, of which few states have something.
    LOG_GROUP: askedOnce(async (questions) =>
      questions.length === 0 ? new Map() : (await import('./log-group-reader.ts')).readLogGroups(questions, session),
    ),
  };
}

interface OpenAccount {
  readonly kind: 'OPEN';
  readonly session: AccountSession;
  readonly readers: KindReaders;
}

/** Roles that are assumed at once: of very many, some would wait for this process so long that they count as late. */
const mostOpenings = 20;

/** Asks AWS, account by account and region by region, each within its own request budget. */
export function createLiveReader(options: LiveReaderOptions): Lookups {
  const { budgets = createRequestBudgets(options.clock) } = options;
  const opening = pLimit(mostOpenings);
  const accounts = new Map<string, Promise<OpenAccount | Unread>>();
  let own: Promise<OwnAccount> | undefined;

  async function open(question: Question): Promise<OpenAccount | Unread> {
    own ??= ownAccountInTime(question.region, options);
    const opened = await openSession(question, await own, { ...options, budgets });
    return opened.kind === 'OPEN' ? { ...opened, readers: createKindReaders(opened.session) } : opened;
  }

  async function answer(group: NonEmpty<Question>, book: AnswerBook, progress: (count: number) => void) {
    const key = `${group[0].accountId}/${group[0].region}`;
    const opened = accounts.get(key) ?? opening(open, group[0]);
    accounts.set(key, opened);
    const account = await opened;
    if (account.kind !== 'OPEN') {
      for (const question of group) book.put(question, account);
      return progress(group.length);
    }
    const { session, readers } = account;
    const answered = await Promise.all(
      [...new Set(group.map(({ kind }) => kind))].map(async (kind) => {
        const questions = ofKind(group, kind);
        return answerKind(kind, questions, readers, progress);
      }),
    );
    // In a foreign account everything is "not found". Where the account is in doubt, that counts only if something of
    // the same account and region was found: ids of one account mean nothing in another.
    const doubt = answered.some(({ found }) => found) ? null : session.accountDoubt;
    for (const { enter } of answered) enter(book, doubt);
  }

  return {
    async read(questions) {
      const book = createAnswerBook();
      let answered = 0;
      const progress = (count: number) => {
        answered += count;
        options.onProgress(answered, questions.length);
      };
      const groups = groupBy(questions, ({ accountId, region }) => `${accountId}/${region}`);
      await Promise.all(groups.map((group) => answer(group, book, progress)));
      return book.answers;
    },
    async apiCalls() {
      const opened = await Promise.all(accounts.values());
      return opened.reduce(
        (sum, account) => sum + (account.kind === 'OPEN' ? account.session.apiGatewayCalls.attempts() : 0),
        0,
      );
    },
    async close() {
      const opened = await Promise.all(accounts.values());
      for (const account of opened) if (account.kind === 'OPEN') account.session.close();
    },
  };
}

async function answerKind<Kind extends LiveKind>(
  kind: Kind,
  questions: readonly Question<Kind>[],
  readers: KindReaders,
  progress: (count: number) => void,
) {
  let told = 0;
  const answers = await readers[kind](questions, (count) => {
    told += count;
    progress(count);
  });
  if (told < questions.length) progress(questions.length - told);
  const found = [...answers.values()].some((answer) => answer.kind === 'FOUND');
  const enter = (book: AnswerBook, doubt: string | null) => {
    for (const question of questions) {
      const answer = answers.get(questionKey(question));
      if (answer !== undefined) book.put(question, doubt === null ? answer : doubted(answer, doubt));
    }
  };
  return { found, enter };
}

function doubted<Live>(answer: Answer<Live>, doubt: string): Answer<Live> {
  if (answer.kind !== 'NOT_FOUND') return answer;
  const reason = `AWS does not have it, but that it was the right account that was asked is not sure: ${doubt}`;
  return { kind: 'UNREADABLE', reason };
}
