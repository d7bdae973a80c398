import type { Leaf, Path, PropertyDifference } from '../model/comparison.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import type { AwsCommand } from './aws-cli.ts';
import type { Change } from './revert.ts';

/** What is to be said of one resource. NOT_CHECKED with its reason is a result; silence is not. */
export type Verdict =
  | { readonly status: 'IN_SYNC' }
  | { readonly status: 'NOT_CHECKED'; readonly reason: string }
  /** There was no time to ask AWS. The next check begins with it, so that nobody is notified. */
  | { readonly status: 'NOT_REACHED'; readonly reason: string }
  | DriftVerdict;

/** A resource is not as its state has it, or no state has it. */
export type DriftVerdict =
  | { readonly status: 'MODIFIED'; readonly differences: readonly PropertyDifference[] }
  | { readonly status: 'DELETED'; readonly reason: string }
  | {
      readonly status: 'UNMANAGED';
      readonly reason: string;
      /** `''` where AWS did not say. */
      readonly deploymentId: string;
    };

/** What a state says of a resource, whatever is live. */
export interface StatedResource {
  readonly id: StatedStageId;
  /** What distinguishes it from others of its type at the same stage, such as a method path; `''` where there is only one. */
  readonly name: string;
  /** Paths of differences that must not be shown. */
  readonly sensitivePaths: readonly Path[];
  /** @returns what the state has at the path of a difference, `null` where it has nothing */
  expectedAt(path: Path): Leaf | null;
  /** @returns the AWS CLI command that reverts a difference, `null` where AWS has none */
  revert(change: Change): AwsCommand | null;
  /**
   * @param path of a difference, `null` for the resource as a whole
   * @returns the paths within the stage, `''` for the stage itself, at which calls of API Gateway change it; none where
   * nothing is known of the calls that do
   */
  apiPaths(path: Path | null): readonly string[];
}

/** Of a resource of which no state says anything. */
export const notStated: Omit<StatedResource, 'id'> = {
  name: '',
  sensitivePaths: [],
  expectedAt: () => null,
  revert: () => null,
  apiPaths: () => [],
};

/** A resource with its verdict, as the report takes it. */
export interface CheckedResource extends StatedResource {
  readonly address: string;
  readonly type: string;
  /** URI of the state, `null` where no state has it. */
  readonly state: string | null;
  readonly verdict: Verdict;
  /**
   * When its stage was changed last, ISO 8601; of a stage that was only listed, when it was made. `null` where AWS does not
   * say.
   */
  readonly stageChangedAt: string | null;
  /** Sentences that explain the verdict to people. */
  readonly notes: readonly string[];
}
