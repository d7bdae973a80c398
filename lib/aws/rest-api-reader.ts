import { GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { type Answer, type Question, questionKey } from '../resources/live.ts';
import type { ListedStage, LiveStage } from '../resources/live-stage.ts';
import { answerFrom, found, isRefused } from './answer.ts';
import { type ApiGatewaySession, askApiGateway } from './ask-api-gateway.ts';
import type { Outcome } from './bounded-calls.ts';
import { UnusableAnswerError } from './flatten.ts';
import { flattenStage, type StageInList, stagesByName } from './flatten-stage.ts';
import { groupBy, type NonEmpty } from './group-by.ts';
import type { KindReader } from './kind-reader.ts';

/** Reads the stages of REST APIs with the fewest calls: GetStages for several of one API, GetStage for one. */
export interface RestApiReader {
  readonly readStages: KindReader<'STAGE'>;
  readonly readLists: KindReader<'STAGE_LIST'>;
}

type StageList = Answer<ReadonlyMap<string, StageInList>>;

export function createRestApiReader(session: ApiGatewaySession): RestApiReader {
  const lists = new Map<string, Promise<Outcome<unknown>>>();

  /** The list of a REST API, asked for once. */
  function list(restApiId: string): Promise<Outcome<unknown>> {
    const asked = lists.get(restApiId) ?? askApiGateway(session, new GetStagesCommand({ restApiId }));
    lists.set(restApiId, asked);
    return asked;
  }

  async function readStage({ restApiId, stageName }: Question<'STAGE'>['id']): Promise<Answer<LiveStage>> {
    const outcome = await askApiGateway(session, new GetStageCommand({ restApiId, stageName }));
    return answerFrom('API Gateway', outcome, (output) => named(stageName, output), ['NotFoundException']);
  }

  async function readStagesOfApi(questions: NonEmpty<Question<'STAGE'>>): Promise<[string, Answer<LiveStage>][]> {
    const { restApiId } = questions[0].id;
    const wanted = questions.length > 1 || lists.has(restApiId);
    const outcome = wanted ? await list(restApiId) : null;
    // A role may allow GetStage and not GetStages, and a REST API that is gone is to be seen stage by stage.
    // When it is the service that fails for the moment, to ask for each stage would only be more of the same.
    const listed = outcome === null || isRefused(outcome) ? nothingListed : answerOf(outcome);
    return Promise.all(
      questions.map(async (question): Promise<[string, Answer<LiveStage>]> => {
        const key = questionKey(question);
        if (listed.kind !== 'FOUND') return [key, listed];
        // That a stage is gone is never concluded from a list: it is asked for by its name.
        const stage = listed.live.get(question.id.stageName);
        if (stage === undefined) return [key, await readStage(question.id)];
        return [key, found(() => named(question.id.stageName, stage.answer))];
      }),
    );
  }

  return {
    async readStages(questions, told) {
      const restApis = groupBy(questions, ({ id }) => id.restApiId).map(async (ofApi) => {
        const answers = await readStagesOfApi(ofApi);
        told(answers.length);
        return answers;
      });
      return new Map((await Promise.all(restApis)).flat());
    },
    async readLists(questions) {
      const answers = questions.map(async (question): Promise<[string, Answer<readonly ListedStage[]>]> => {
        const listed = answerOf(await list(question.id.restApiId));
        return [
          questionKey(question),
          listed.kind === 'FOUND' ? { kind: 'FOUND', live: [...listed.live.values()].map(withoutAnswer) } : listed,
        ];
      });
      return new Map(await Promise.all(answers));
    },
  };
}

function withoutAnswer({ stageName, deploymentId, createdDate }: StageInList): ListedStage {
  return { stageName, deploymentId, createdDate };
}

const nothingListed: StageList = { kind: 'FOUND', live: new Map() };

function answerOf(outcome: Outcome<unknown>): StageList {
  return answerFrom('API Gateway', outcome, stagesByName, ['NotFoundException']);
}

function named(stageName: string, answer: unknown): LiveStage {
  const stage = flattenStage(answer);
  if (stage.stageName === stageName) return stage;
  throw new UnusableAnswerError('API Gateway gave an answer about another stage');
}
