import {
  type Answer,
  createLookupResults,
  type LiveKind,
  type LookupResults,
  ofKind,
  type Question,
} from '../resources/live.ts';
import type { Lookups } from '../verdict/read-live.ts';
import { type AccountSession, createAccounts, type Opening, type SessionOptions } from './accounts.ts';
import { createDeploymentReader } from './api-gateway/deployment-reader.ts';
import { createBasePathMappingReader, createClientCertificateReader } from './api-gateway/single-readers.ts';
import { createStageReaders } from './api-gateway/stage-reader.ts';
import { type KindReaders, memoized } from './kind-reader.ts';

export interface LiveReaderOptions extends SessionOptions {
  /** Called for each answer, with how many there are by then. */
  readonly onProgress: (answered: number, total: number) => void;
}

interface OpenAccount {
  readonly session: AccountSession;
  readonly readers: KindReaders;
  /** Why it is not sure that this is the right account, `null` if it is sure. */
  doubt: string | null;
}

/** What every kind of question is answered by, one line a kind. */
function createKindReaders(session: AccountSession): KindReaders {
  const { apiGateway } = session;
  const stages = createStageReaders(apiGateway);
  return {
    STAGE: memoized(stages.STAGE),
    STAGE_LIST: memoized(stages.STAGE_LIST),
    DEPLOYMENT: memoized(createDeploymentReader(apiGateway)),
    CLIENT_CERTIFICATE: memoized(createClientCertificateReader(apiGateway)),
    BASE_PATH_MAPPING: memoized(createBasePathMappingReader(apiGateway)),
    // Another service, of which few states have something: its client is loaded when something is asked.
    LOG_GROUP: memoized(() => {
      const ask = import('./cloudwatch-logs/log-group-reader.ts').then((of) => of.createLogGroupReader(session));
      return async (id) => (await ask)(id);
    }),
  };
}

/** Asks AWS, account by account and region by region, each within its own request budget. */
export function createLiveReader(options: LiveReaderOptions): Lookups {
  const accounts = createAccounts<OpenAccount>(options, (session) => ({
    session,
    readers: createKindReaders(session),
    doubt: session.accountDoubt,
  }));

  return {
    async read(questions) {
      const results = createLookupResults();
      let answered = 0;
      const put: LookupResults['put'] = (question, answer) => {
        results.put(question, answer);
        answered += 1;
        options.onProgress(answered, questions.length);
      };
      const byAccount = [...Map.groupBy(questions, accounts.of)];
      await Promise.all(byAccount.map(async ([opening, group]) => answerAll(group, await opening, put)));
      return results.answers;
    },
    async apiCalls() {
      const opened = await accounts.opened();
      return opened.reduce((sum, { session }) => sum + session.apiGateway.calls.attempts(), 0);
    },
    close: accounts.close,
  };
}

async function answerAll(
  questions: readonly Question[],
  opening: Opening<OpenAccount>,
  put: LookupResults['put'],
): Promise<void> {
  if (opening.kind !== 'OPEN') {
    for (const question of questions) put(question, opening);
    return;
  }
  const { account } = opening;
  const notFound: { readonly question: Question; readonly answer: Answer<never> }[] = [];
  const sort: LookupResults['put'] = (question, answer) => {
    if (answer.kind === 'FOUND') account.doubt = null;
    if (answer.kind === 'NOT_FOUND') notFound.push({ question, answer });
    else put(question, answer);
  };
  const kinds = [...new Set(questions.map(({ kind }) => kind))];
  await Promise.all(kinds.flatMap((kind) => answerKind(kind, questions, account.readers, sort)));
  // In a foreign account everything is "not found". Where the account is in doubt, that counts only if something of
  // the same account and region was found: ids of one account mean nothing in another.
  const { doubt } = account;
  const reason = `AWS does not have it, but whether this is the right account is unknown: ${doubt}`;
  for (const { question, answer } of notFound) {
    put(question, doubt === null ? answer : { kind: 'UNREADABLE', reason });
  }
}

function answerKind<Kind extends LiveKind>(
  kind: Kind,
  questions: readonly Question[],
  readers: KindReaders,
  put: LookupResults['put'],
): Promise<unknown>[] {
  const ofThisKind = ofKind(questions, kind);
  const read = readers[kind](ofThisKind.map(({ id }) => id));
  return ofThisKind.map(async (question) => put(question, await read(question.id)));
}
