import * as v from 'valibot';
import type { Parsed } from '../model/form.ts';
import { anObject, aText, date, flag, number, text, textMap } from './live-form.ts';
import type { BasePathMappingId, LiveBasePathMapping } from './rest-api/live-base-path-mapping.ts';
import type { ListedStage, LiveStage } from './rest-api/live-stage.ts';

/** Everything AWS can be asked about, one line a kind: what names it within an account and region, and what is answered. */
export interface LiveKinds {
  readonly STAGE: Kind<{ readonly apiId: string; readonly stageName: string }, LiveStage>;
  /** All stages of a REST API, with no more than says which they are. */
  readonly STAGE_LIST: Kind<{ readonly apiId: string }, readonly ListedStage[]>;
  readonly DEPLOYMENT: Kind<{ readonly apiId: string; readonly deploymentId: string }, LiveDeployment>;
  readonly CLIENT_CERTIFICATE: Kind<{ readonly clientCertificateId: string }, LiveClientCertificate>;
  readonly BASE_PATH_MAPPING: Kind<BasePathMappingId, LiveBasePathMapping>;
  /** Tags take a call of their own, so it is said whether they are wanted. */
  readonly LOG_GROUP: Kind<{ readonly logGroupName: string; readonly withTags: boolean }, LiveLogGroup>;
}

/** A deployment of a REST API, from GetDeployment. */
export const deploymentForm = anObject({ description: text, createdDate: date });

/** A client certificate, from GetClientCertificate. */
export const clientCertificateForm = anObject({ description: text, tags: textMap });

/** A log group as CloudWatch Logs has it now, from DescribeLogGroups: with a retention of 0 its events never expire. */
export const logGroupForm = anObject({
  retentionInDays: number,
  kmsKeyId: text,
  // Endpoints from before there were classes leave it out.
  logGroupClass: v.nullish(aText, 'STANDARD'),
  deletionProtectionEnabled: flag,
});

export type LiveDeployment = Parsed<typeof deploymentForm>;
export type LiveClientCertificate = Parsed<typeof clientCertificateForm>;
/** With its tags, from ListTagsForResource; none where they were not asked for. */
export type LiveLogGroup = Parsed<typeof logGroupForm> & Pick<LiveClientCertificate, 'tags'>;

interface Kind<Id, Live> {
  readonly id: Id;
  readonly live: Live;
}

export type LiveKind = keyof LiveKinds;

/** One thing to ask AWS about. */
export interface Question<Name extends LiveKind = LiveKind> {
  readonly kind: Name;
  readonly accountId: string;
  readonly region: string;
  readonly id: LiveKinds[Name]['id'];
}

/** What came of a question. */
export type Answer<Live> =
  | { readonly kind: 'FOUND'; readonly live: Live }
  | { readonly kind: 'NOT_FOUND'; readonly reason: string }
  | Unread;

/**
 * Neither in sync nor drift: nobody knows. OUT_OF_TIME is what was not asked to the end because the run had no time left,
 * so that another one may well have an answer.
 */
export type Unread =
  | { readonly kind: 'UNREADABLE'; readonly reason: string }
  | { readonly kind: 'OUT_OF_TIME'; readonly reason: string };

/** The answers of a run. */
export interface Answers {
  /** @returns UNREADABLE where nobody asked */
  to<Name extends LiveKind>(question: Question<Name>): Answer<LiveKinds[Name]['live']>;
}

/** Text that identifies what is asked about, within its kind. */
export function questionKey({ accountId, region, id }: Question): string {
  return [accountId, region, ...Object.values(id)].join('/');
}

/** Text that identifies the question among those of all kinds. */
export function questionIdentity(question: Question): string {
  return `${question.kind} ${questionKey(question)}`;
}

/** Each question once, since several resources may ask the same. */
export function distinctQuestions<Name extends LiveKind>(
  questions: readonly Question<Name>[],
): readonly Question<Name>[] {
  return [...new Map(questions.map((question) => [questionIdentity(question), question])).values()];
}

/** The questions of one kind among many. */
export function ofKind<Name extends LiveKind>(questions: readonly Question[], kind: Name): readonly Question<Name>[] {
  return questions.filter((question): question is Question<Name> => question.kind === kind);
}

/** Answers while they come in. */
export type LookupResults = ReturnType<typeof createLookupResults>;

export function createLookupResults() {
  const byKind: { readonly [Name in LiveKind]: Map<string, Answer<LiveKinds[Name]['live']>> } = {
    STAGE: new Map(),
    STAGE_LIST: new Map(),
    DEPLOYMENT: new Map(),
    CLIENT_CERTIFICATE: new Map(),
    BASE_PATH_MAPPING: new Map(),
    LOG_GROUP: new Map(),
  };
  const answers: Answers = {
    to: (question) =>
      byKind[question.kind].get(questionKey(question)) ?? {
        kind: 'UNREADABLE',
        reason: 'AWS was not asked about it',
      },
  };
  return {
    put: <Name extends LiveKind>(question: Question<Name>, answer: Answer<LiveKinds[Name]['live']>): unknown =>
      byKind[question.kind].set(questionKey(question), answer),
    answers,
  };
}
