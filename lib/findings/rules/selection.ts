import type { Path } from '../../model/comparison.ts';
import { anyGlob, glob } from '../../model/glob.ts';
import { shownPath } from '../../model/visible.ts';
import type { Finding } from '../finding.ts';
import type { Selectors } from './rules-form.ts';

/** Where a finding can be: a resource that was checked. */
export type Place = Omit<Finding, 'kind' | 'path'>;

/** Which findings a rule is about. */
export interface Selection {
  /** As the file has it, for messages. */
  readonly text: string;
  selects(finding: Finding): boolean;
  /** Whether it can be about this resource, whatever is found of it today. */
  fits(place: Place): boolean;
}

/** @returns the selection of all that every selector is about: any of a list will do, and an empty list is no condition */
export function selectionBy(selectors: Selectors): Selection {
  const conditions = [
    { patterns: selectors.type, of: ({ type }: Place) => type },
    { patterns: selectors.address, of: ({ address }: Place) => address },
    { patterns: selectors.account, of: ({ accountId }: Place) => accountId },
    { patterns: selectors.region, of: ({ region }: Place) => region },
    { patterns: selectors.state, of: ({ state }: Place) => state },
  ].flatMap(({ patterns, of }) => (patterns.length === 0 ? [] : [{ matches: anyGlob(patterns), of }]));
  const fits = (place: Place) =>
    conditions.every(({ matches, of }) => {
      const text = of(place);
      return text !== null && matches(text);
    });
  const matchesPath = anyGlob(selectors.path);
  return {
    text: textOf(selectors),
    selects: (finding) =>
      (selectors.kind.length === 0 || selectors.kind.includes(finding.kind)) &&
      fits(finding) &&
      (selectors.path.length === 0 || pathsFrom(finding.path).some(matchesPath)),
    fits,
  };
}

/** @returns the selection of differences in tags whose key matches, on whatever resource */
export function selectionOfTag(key: string): Selection {
  const matches = glob(key);
  return {
    text: `tag ${key}`,
    selects: ({ path }) => path?.[0] === 'tags' && path.length > 1 && matches(String(path[1])),
    fits: () => true,
  };
}

/** @returns a path and each that it lies below, as the report shows them */
export function pathsFrom(path: Path | null): readonly string[] {
  return (path ?? []).map((_, index) => shownPath((path ?? []).slice(0, index + 1)));
}

function textOf(selectors: Selectors): string {
  return Object.entries(selectors)
    .flatMap(([name, [first, ...others]]: [string, readonly string[]]) => {
      if (first === undefined) return [];
      return [`${name} ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`];
    })
    .join(', ');
}
