// Checks as many stages as are wanted against live answers that are there already, and says what that took.

import { flattenStage } from '../../lib/aws/api-gateway/flatten-stage.ts';
import { examine } from '../../lib/check-drift.ts';
import { noHistory } from '../../lib/resources/check-history.ts';
import { createAnswerBook, ofKind, type Question } from '../../lib/resources/live.ts';
import { typesToRead } from '../../lib/resources/registry.ts';
import { readStateFile } from '../../lib/terraform/state-file.ts';
import { parseSource } from '../../lib/terraform/state-source.ts';
import { plainRequest } from '../../lib/trigger/check-request.ts';
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
  stateStore: { async *listStates() {}, readState: async () => ({ file, version: null }) },
  history: noHistory,
  liveReader: {
    async read(questions: readonly Question[]) {
      const book = createAnswerBook();
      for (const question of ofKind(questions, 'STAGE')) {
        asked += 1;
        const found = live.get(`${question.id.restApiId}/${question.id.stageName}`);
        if (found !== undefined) book.put(question, { kind: 'FOUND', live: found });
      }
      return book.answers;
    },
    apiCalls: async () => asked,
  },
  now: () => new Date('2026-03-01T12:00:00Z'),
};

const start = performance.now();
const request = { ...plainRequest, trigger: { kind: 'manual' } as const, dryRun: true };
const { results } = await examine(request, 'bench', [parseSource('s3://acme-tf/state')], ports);
const seconds = (performance.now() - start) / 1_000;
const modified = results.resources.filter(({ verdict }) => verdict.status === 'MODIFIED').length;
process.stdout.write(JSON.stringify({ stages: results.resources.length, modified, seconds }));
