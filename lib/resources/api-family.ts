import type { ApiFamily, StageId, StatedStageId } from '../model/stage-id.ts';

/** A stage in the ARN by which API Gateway and WAF know it, which has no account. */
export type StageInArn = Omit<StageId, 'accountId'>;

/** What a family of APIs decides for the rest of the program. Its resource types are in the registry. */
export interface FamilyDefinition {
  readonly family: ApiFamily;
  /** What people call one of its APIs. */
  readonly label: string;
  /** What the names of its types begin with in Terraform. */
  readonly typePrefix: string;
  /** Type of the API itself, whose `id` is the id of the API. */
  readonly apiType: string;
  readonly stageType: string;
  /** Type of the deployments, which may name a stage that no resource of its own manages. */
  readonly deploymentType: string;
  /** What AWS calls the id of an API in requests and answers, and so in CloudTrail. */
  readonly apiIdMember: string;
  /** Reads where the stage of an instance lives. */
  statedStageId(attributes: ReadonlyMap<string, unknown>): StatedStageId;
  /** @returns `null` of what is no ARN of a stage of this family */
  parseStageArn(value: unknown): StageInArn | null;
  /**
   * @param deploymentId `''` where it is not known
   * @returns Terraform configuration that takes over a stage that nobody manages
   */
  adoptStage(id: StatedStageId, deploymentId: string): string;
}
