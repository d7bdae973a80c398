import { describe, expect, it } from '@jest/globals';
import { recallRun, saveRun } from '../../../lib/continuing/unfinished-run.ts';
import { type AnswerBook, createAnswerBook, type Question, questionKey } from '../../../lib/resources/live.ts';
import { liveMethodSettings, liveStage } from '../live-stage-builder.ts';
import { MemoryStore } from '../memory-store.ts';
import { nothingAsked } from '../nothing-asked.ts';

const at = { accountId: '123456789012', region: 'eu-west-1' };
const stage = (stageName: string): Question<'STAGE'> => ({ ...at, kind: 'STAGE', id: { restApiId: 'api', stageName } });
const list: Question<'STAGE_LIST'> = { ...at, kind: 'STAGE_LIST', id: { restApiId: 'api' } };
const deployment = (deploymentId: string): Question<'DEPLOYMENT'> => ({
  ...at,
  kind: 'DEPLOYMENT',
  id: { restApiId: 'api', deploymentId },
});
const certificate: Question<'CLIENT_CERTIFICATE'> = {
  ...at,
  kind: 'CLIENT_CERTIFICATE',
  id: { clientCertificateId: 'cert' },
};
const mapping: Question<'BASE_PATH_MAPPING'> = {
  ...at,
  kind: 'BASE_PATH_MAPPING',
  id: { domainName: 'api.example.com', basePath: '(none)', domainNameId: '' },
};
const logGroup: Question<'LOG_GROUP'> = { ...at, kind: 'LOG_GROUP', id: { logGroupName: '/aws/api', withTags: true } };

const wholeStage = liveStage({
  stageName: 'prod',
  deploymentId: 'd1',
  clientCertificateId: 'cert',
  description: 'line\n"two"',
  cacheClusterEnabled: true,
  cacheClusterSize: '0.5',
  cacheClusterStatus: 'AVAILABLE',
  variables: new Map([
    ['__proto__', 'odd'],
    ['EMPTY', ''],
  ]),
  documentationVersion: '7',
  accessLogSettings: { destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access', format: '$context' },
  canarySettings: {
    deploymentId: 'd2',
    percentTraffic: 12.5,
    stageVariableOverrides: new Map([['__proto__', 'x']]),
    useStageCache: true,
  },
  tracingEnabled: true,
  webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b',
  tags: new Map([['team', 'orders']]),
  methodSettings: new Map([
    ['~1orders/GET', liveMethodSettings({ metricsEnabled: true, throttlingRateLimit: 0.5, cacheTtlInSeconds: 60 })],
  ]),
});

const questions: readonly Question[] = [
  stage('prod'),
  stage('gone'),
  stage('denied'),
  list,
  deployment('d1'),
  deployment('d2'),
  certificate,
  mapping,
  logGroup,
];

function tell(put: AnswerBook['put']): void {
  put(stage('prod'), { kind: 'FOUND', live: wholeStage });
  put(stage('gone'), { kind: 'NOT_FOUND', reason: 'API Gateway does not have it any more' });
  put(stage('denied'), { kind: 'UNREADABLE', reason: 'access denied' });
  put(list, {
    kind: 'FOUND',
    live: [{ stageName: 'prod', deploymentId: '', createdDate: '2026-03-01T10:00:00.000Z' }],
  });
  put(deployment('d1'), {
    kind: 'FOUND',
    live: { description: 'one', createdDate: new Date('2026-03-01T10:00:00.5Z') },
  });
  put(deployment('d2'), { kind: 'FOUND', live: { description: '', createdDate: null } });
  put(certificate, { kind: 'FOUND', live: { description: 'ours', tags: new Map([['a', 'b']]) } });
  put(mapping, { kind: 'FOUND', live: { restApiId: 'api', stage: '' } });
  put(logGroup, {
    kind: 'FOUND',
    live: { retentionInDays: 30, kmsKeyId: '', logGroupClass: 'STANDARD', tags: new Map([['a', '']]) },
  });
}

const reportId = '7bf73129-1428-4cd3-a780-95db273d1602';
const begunAt = new Date('2026-03-01T12:00:00.123Z');
const later = new Date('2026-03-01T12:05:00Z');

async function saved(more: (put: AnswerBook['put']) => void = () => {}) {
  const store = new MemoryStore();
  const { put, byKind } = createAnswerBook();
  tell(put);
  more(put);
  const places = new Map([
    [
      's3://acme-tf/orders',
      { etag: 'first', places: new Set(['123456789012/eu-west-1/api/prod', '123456789012/eu-west-1/api/dev']) },
    ],
  ]);
  const interview = { answers: byKind, answered: 9, outOfTime: 0, confirmed: true };
  const trouble = await saveRun(store, { reportId, begunAt, apiCalls: 17, places, interview });
  return { store, trouble };
}

describe('a run that is saved', () => {
  it('is recalled with every answer of every kind as it was', async () => {
    const { store, trouble } = await saved();
    const { earlier, trouble: forgotten } = await recallRun(store, reportId, later);
    const { put, answers } = createAnswerBook();
    tell(put);

    expect([trouble, forgotten]).toEqual([null, null]);
    expect(questions.map((question) => [questionKey(question), earlier?.to(question)])).toEqual(
      questions.map((question) => [questionKey(question), answers.to(question)]),
    );
  });

  it('is recalled with when it began, its calls, whether its drift was confirmed, and the states that it had read', async () => {
    const { store } = await saved();
    const { earlier } = await recallRun(store, reportId, later);

    expect(earlier).toMatchObject({ begunAt, apiCalls: 17, confirmed: true });
    expect(earlier?.states).toEqual(
      new Map([['s3://acme-tf/orders', { etag: 'first', apis: new Set(['123456789012/eu-west-1/api']) }]]),
    );
  });

  it('has no answer to what there was no time for, or nobody asked', async () => {
    const { store } = await saved((put) => put(stage('late'), { kind: 'OUT_OF_TIME', reason: 'the time was up' }));
    const { earlier } = await recallRun(store, reportId, later);

    expect([earlier?.to(stage('late')), earlier?.to(stage('unheard-of'))]).toEqual([null, null]);
    expect(JSON.stringify([...store.objects])).not.toContain('late');
  });

  it('is one object beside the ledger, named by the run with nothing that an event could have put there', async () => {
    const store = new MemoryStore();
    const run = { begunAt, apiCalls: 0, places: new Map(), interview: nothingAsked };
    await saveRun(store, { reportId: '../ledger.json?', ...run });

    expect([...store.objects.keys()]).toEqual(['unfinished/---ledger-json-.json']);
  });

  it.each([
    ['an answer of a kind that is none', { STAGE: [['key', { kind: 'OUT_OF_TIME', reason: 'late' }]] }],
    ['a stage that lacks a setting', { STAGE: [['key', { kind: 'FOUND', live: { stageName: 'prod' } }]] }],
    ['answers that are no list', { STAGE: {} }],
  ])('is not recalled where it has %s', async (_what, wrong) => {
    const { store } = await saved();
    const [[key = '', object] = []] = [...store.objects];
    const run = JSON.parse(object?.text ?? '');
    await store.put(key, JSON.stringify({ ...run, answers: { ...run.answers, ...wrong } }));

    expect(await recallRun(store, reportId, later)).toEqual({
      earlier: null,
      trouble: `The run starts over: s3://acme-ledger/stagedrift/${key} is none that this version wrote for it`,
    });
  });

  it('is not recalled where it cannot be read, and the reason is told', async () => {
    const { store } = await saved();
    store.fault = 's3://acme-ledger/stagedrift/unfinished/x.json cannot be read: access denied';

    expect((await recallRun(store, reportId, later)).trouble).toBe(`The run starts over: ${store.fault}`);
  });
});
