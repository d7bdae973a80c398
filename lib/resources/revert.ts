import type { Leaf, Path } from '../model/comparison.ts';
import type { AwsCommand } from './aws-cli.ts';
import type { LiveKind, Question } from './live.ts';

/** A difference that is to be reverted, so that AWS has again what the state has. */
export interface Change {
  readonly path: Path;
  /** What is to be live again, `null` for nothing; never a value that must not be shown. */
  readonly expected: Leaf | null;
  /** `null` where nothing is live. */
  readonly actual: Leaf | null;
  /** @returns what the state has elsewhere, `null` where it has nothing; of a hidden value only that there is one counts */
  expectedAt(path: Path): Leaf | null;
  /** @returns whether what the state has elsewhere must not be shown */
  isHidden(path: Path): boolean;
}

/** How a difference of a setting is reverted, and nothing else with it. */
export interface Revert<Kind extends LiveKind> {
  /**
   * @param about the question that was asked about the resource, which says where it is
   * @param name what tells the resource from others of its type at the same stage
   * @returns `null` where AWS has no call for it
   */
  command(change: Change, about: Question<Kind>, name: string): AwsCommand | null;
  /** @returns the paths within the resource at which calls of the API set what a difference is about */
  apiPaths(path: Path): readonly string[];
}
