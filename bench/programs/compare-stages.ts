// Checks as many stages as are wanted against live answers that are there already, and says what that took.

import { flattenStage } from '../../lib/aws/api-gateway/flatten-stage.ts';
import { checkDrift } from '../../lib/check-drift.ts';
import { withoutLedger } from '../../lib/check-ports.ts';
import { usualPolicy } from '../../lib/findings/assess.ts';
import { plainRequest } from '../../lib/model/check-request.ts';
import { createLookupResults, ofKind, type Question } from '../../lib/resources/live.ts';
import { checkedTypes, typesToRead } from '../../lib/resources/registry.ts';
import { readStateFile } from '../../lib/terraform/state-file.ts';
import { parseSource } from '../../lib/terraform/state-source.ts';
import { envelope, indented, stageResource } from '../states.ts';

const stages = Number(process.argv[2]);
const stagesOfAnApi = 4;
const places = Array.from({ length: stages }, (_, index) => ({
  restApiId: `api${Math.floor(index / stagesOfAnApi)}`,
  stageName: `stage${index % stagesOfAnApi}`,
}));

async function* state(): AsyncGenerator<Uint8Array> {
  const { before, after } = envelope();
  yield Buffer.from(before);
  for (const [index, { restApiId, stageName }] of places.entries()) {
    const made = indented(stageResource(restApiId, stageName, `s${index}`));
    yield Buffer.from(index === 0 ? made : `,${made}`);
  }
  yield Buffer.from(after);
}

const file = await readStateFile(state(), typesToRead);
// One in a hundred was changed by hand.
const live = new Map(
  places.map(({ restApiId, stageName }, index) => {
    const description = index % 100 === 0 ? 'changed by hand' : stageName;
    const answer = { stageName, deploymentId: 'first1', description, cacheClusterStatus: 'NOT_AVAILABLE' };
    return [`${restApiId}/${stageName}`, flattenStage(answer)];
  }),
);

let asked = 0;
const ports = {
  ...withoutLedger,
  stateStore: { async *listStates() {}, readState: async () => ({ file, version: null }) },
  openLookups: () => ({
    async read(questions: readonly Question[]) {
      const book = createLookupResults();
      for (const question of ofKind(questions, 'STAGE')) {
        asked += 1;
        const found = live.get(`${question.id.apiId}/${question.id.stageName}`);
        if (found !== undefined) book.put(question, { kind: 'FOUND', live: found });
      }
      return book.answers;
    },
    apiCalls: async () => asked,
    close: async () => {},
  }),
  now: () => new Date('2026-03-01T12:00:00Z'),
};

const start = performance.now();
const request = { ...plainRequest, trigger: { kind: 'manual' } as const, dryRun: true };
const settings = {
  reportId: 'bench',
  sources: [parseSource('s3://acme-tf/state')],
  ...{ types: checkedTypes, policy: usualPolicy, remindAfterMs: 0, isRetried: false },
};
const { report } = await checkDrift(request, settings, ports);
const seconds = (performance.now() - start) / 1_000;
const { resources, modified } = report.summary;
process.stdout.write(JSON.stringify({ stages: resources, modified, seconds }));
