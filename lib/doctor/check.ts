import { cannotTell, type Verdict } from './check-result.ts';
import type { Deployment } from './deployment.ts';
import type { Probes } from './probes.ts';
import { answerOf, UnansweredError } from './unanswered.ts';

export interface Line extends Verdict {
  readonly check: string;
  /** What of it; empty where there is but one. */
  readonly about: string;
  /** IAM actions that the person who runs the check needs. */
  readonly needs: readonly string[];
}

export interface Check {
  readonly name: string;
  readonly needs: readonly string[];
  run(deployment: Deployment, probes: Probes): Promise<readonly Line[]>;
}

interface Definition<Subject> extends Omit<Check, 'run'> {
  /** What to look at, a line each; or what to say where there is nothing to look at. */
  subjects(deployment: Deployment): readonly Subject[] | Verdict;
  /** Tells the lines of one check apart. */
  about?(subject: Subject): string;
  /** Asks, and only that: it writes nothing. Where it throws UnansweredError, the line says CANNOT TELL. */
  judge(subject: Subject, probes: Probes, deployment: Deployment): Promise<Verdict>;
}

/** @returns a row of the table of checks */
export function check<Subject>(definition: Definition<Subject>): Check {
  const { name, needs, subjects, about = () => '', judge } = definition;
  return {
    name,
    needs,
    async run(deployment, probes) {
      const found = subjects(deployment);
      if ('status' in found) return [{ check: name, about: '', ...found, needs }];
      return Promise.all(
        found.map(async (subject) => {
          const answer = await answerOf(judge(subject, probes, deployment));
          const verdict = answer instanceof UnansweredError ? cannotTell(answer.message, answer.remedy) : answer;
          return { check: name, about: about(subject), ...verdict, needs };
        }),
      );
    },
  };
}
