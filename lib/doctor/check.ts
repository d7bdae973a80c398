import { type Fact, untold } from './fact.ts';
import type { Probes } from './probes.ts';
import type { Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** One row of the table: what is checked, of what, how it is found out, and what that means. */
export interface Check<Subject, Known> {
  /** What it is about, in a word or two. */
  readonly name: string;
  /** IAM actions that whoever runs it needs. */
  readonly needs: readonly string[];
  /** What to say instead, where there is nothing to check or no way to; else `null`. */
  instead(scene: Scene): Verdict | null;
  /** What there is to check, each a line of its own. */
  subjects(scene: Scene): readonly Subject[];
  /** Tells the lines of one check apart; empty where there is never more than one. */
  about(subject: Subject): string;
  /** Asks, and only that: nothing is written anywhere. */
  probe(subject: Subject, probes: Probes, scene: Scene): Promise<Fact<Known>>;
  verdict(known: Known, subject: Subject, scene: Scene): Verdict;
}

/** One line of the result. */
export interface Line {
  readonly check: string;
  /** What of it; empty where there is but one. */
  readonly about: string;
  readonly needs: readonly string[];
  readonly verdict: Verdict;
}

/** A check whose types nobody outside has to know. */
export interface Row {
  readonly name: string;
  readonly needs: readonly string[];
  run(scene: Scene, probes: Probes): Promise<readonly Line[]>;
}

/** Makes a row of the table. */
export function check<Subject, Known>(definition: Check<Subject, Known>): Row {
  const { name, needs, instead, subjects, about, probe, verdict } = definition;
  const line = (what: string, says: Verdict): Line => ({ check: name, about: what, needs, verdict: says });
  return {
    name,
    needs,
    async run(scene, probes) {
      const said = instead(scene);
      if (said !== null) return [line('', said)];
      return Promise.all(
        subjects(scene).map(async (subject) => {
          const fact = await probe(subject, probes, scene);
          return line(about(subject), fact.kind === 'KNOWN' ? verdict(fact.known, subject, scene) : untold(fact));
        }),
      );
    },
  };
}

/** For checks of which there is but one. */
export const once = { subjects: (): readonly null[] => [null], about: () => '' };

/** @returns the one subject there is, or none */
export function given<Subject>(subject: Subject | null): readonly Subject[] {
  return subject === null ? [] : [subject];
}
