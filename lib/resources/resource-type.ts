import type { Path } from '../model/comparison.ts';
import { digest } from '../model/digest.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import type { ManagedInstance } from '../terraform/state-file.ts';
import { AttributeError } from './attribute-type.ts';
import type { Answer, Answers, LiveKind, LiveKinds, Question } from './live.ts';
import {
  attributesOf,
  compareSettings,
  expectedAt,
  isBelowAny,
  pathInReport,
  type RevertibleSetting,
  type Setting,
} from './setting.ts';
import type { StageDirectory } from './stage-directory.ts';
import { notStated, type StatedResource, type Verdict } from './verdict.ts';

/** A Terraform resource type this program knows, as the check uses it. */
export interface ResourceType {
  readonly type: string;
  /** Whether it is no part of a stage, but something that a stage uses or is reached by. */
  readonly companion: boolean;
  /** Names of the arguments that are compared. */
  readonly settings: readonly string[];
  /** @returns where the instance belongs and how it is judged, `null` if it has to do with no stage of the states */
  place(instance: ManagedInstance, around: Around): PlacedResource | null;
}

/** What an instance is placed by, besides itself. */
export interface Around {
  readonly stages: StageDirectory;
  /** URI of the state that has the instance. */
  readonly state: string;
}

/** An instance that belongs to a stage. */
export interface PlacedResource extends StatedResource {
  /** What has to be known to judge it. */
  readonly questions: readonly Question[];
  /** Attributes of its state of which this program knows nothing: those of a newer provider, as a rule. */
  readonly unknownAttributes: readonly string[];
  judge(answers: Answers): Verdict;
  /** What has to be known to explain a verdict, beyond what it took to find it. */
  followUps(verdict: Verdict): readonly Question[];
  /** Sentences that explain the verdict to people. */
  notes(verdict: Verdict, answers: Answers): readonly string[];
}

/** Where an instance belongs: what to ask AWS, or why that is not known. */
export type Location<Kind extends LiveKind> =
  | { readonly kind: 'KNOWN'; readonly id: StatedStageId; readonly question: Question<Kind> }
  | { readonly kind: 'UNKNOWN'; readonly id: StatedStageId; readonly reason: string };

/** What a file in this folder says of its resource type. */
export interface ResourceTypeDefinition<Kind extends LiveKind, Live = LiveKinds[Kind]['live']> {
  readonly type: string;
  readonly companion?: true;
  /** The attribute that tells one instance from another at the same stage, where there can be several. */
  readonly namedBy?: string;
  /** @returns `null` if the instance has to do with no stage of the states */
  readonly locate: (instance: ManagedInstance, stages: StageDirectory) => Location<Kind> | null;
  /** The part of the answer that the resource manages; NOT_FOUND where the answer does not have it. */
  readonly part: (live: LiveKinds[Kind]['live'], instance: ManagedInstance, stages: StageDirectory) => Answer<Live>;
  readonly settings: readonly RevertibleSetting<Kind, Live>[];
  /** Attributes that are not compared, as its page in docs/resources says: names, and what nothing live corresponds to. */
  readonly notCompared: readonly string[];
  /**
   * The path of the resource in the calls that change a stage, `''` for the stage itself. Left out where other calls
   * change it, of which nothing is known.
   */
  readonly apiPlace?: (about: Question<Kind>, name: string) => string;
  readonly explanation?: Explanation<Kind>;
  /** What other resources of the states expect of the instance, in place of what its own attributes have. */
  readonly expectedElsewhere?: (instance: ManagedInstance, about: Question<Kind>, around: Around) => ManagedInstance;
}

/** How a verdict is explained to people. */
export interface Explanation<Kind extends LiveKind> {
  readonly questions: (verdict: Verdict, about: Question<Kind>) => readonly Question[];
  readonly notes: (verdict: Verdict, about: Question<Kind>, answers: Answers, around: Around) => readonly string[];
}

/** Makes a resource type of its definition. */
export function resourceType<Kind extends LiveKind, Live = LiveKinds[Kind]['live']>(
  definition: ResourceTypeDefinition<Kind, Live>,
): ResourceType {
  const { type, companion = false, locate, settings, explanation } = definition;
  const known = new Set([...definition.notCompared, ...settings.flatMap(attributesOf)]);
  return {
    type,
    companion,
    settings: settings.map(({ name }) => name),
    place(stated, around) {
      const location = locate(stated, around.stages);
      if (location === null) return null;
      const instance =
        location.kind === 'KNOWN'
          ? (definition.expectedElsewhere?.(stated, location.question, around) ?? stated)
          : stated;
      const sensitivePaths = instance.sensitivePaths.map((path) => pathInReport(settings, path));
      const name = String(instance.attributes.get(definition.namedBy ?? '') ?? '');
      const secrets = sensitiveNames(instance, settings);
      const placed = {
        unknownAttributes: [...instance.attributes.keys()].filter((attribute) => !known.has(attribute)),
        id: location.id,
        // It tells findings apart, and the ledger has it.
        name: hasAny(name, secrets) ? digest(name) : name,
        sensitivePaths,
        expectedAt: (path: Path) => expectedAt(settings, instance.attributes, path),
      };
      if (location.kind === 'UNKNOWN') {
        const verdict: Verdict = { status: 'NOT_CHECKED', reason: location.reason };
        const nothing = { questions: [], followUps: () => [], notes: () => [], judge: () => verdict };
        return { ...notStated, ...placed, ...nothing };
      }
      const { question } = location;
      const revertOf = ([first]: Path) => settings.find(({ name }) => name === first)?.revert ?? null;
      return {
        ...placed,
        questions: [question],
        judge: (answers) => withoutNames(judge(definition, instance, around.stages, answers.to(question)), secrets),
        followUps: (verdict) => explanation?.questions(showable(verdict, sensitivePaths), question) ?? [],
        notes: (verdict, answers) =>
          explanation?.notes(showable(verdict, sensitivePaths), question, answers, around) ?? [],
        revert(change) {
          const command = revertOf(change.path)?.command(change, question, name) ?? null;
          return command?.some((word) => hasAny(word, secrets)) ? null : command;
        },
        apiPaths(path) {
          const apiPlace = definition.apiPlace?.(question, name);
          if (apiPlace === undefined) return [];
          const within = path === null ? [''] : (revertOf(path)?.apiPaths(path) ?? []);
          return within.map((place) => `${apiPlace}${place}`);
        },
      };
    },
  };
}

/** @returns texts that name an instance and that Terraform marks as sensitive, such as a domain name */
function sensitiveNames<Live>(
  { attributes, sensitivePaths }: ManagedInstance,
  settings: readonly Setting<Live>[],
): readonly string[] {
  return sensitivePaths.flatMap(([attribute, ...below]) => {
    const value = attributes.get(String(attribute));
    const isName = below.length === 0 && !settings.some(({ name }) => name === attribute);
    return isName && typeof value === 'string' && value !== '' ? [value] : [];
  });
}

function hasAny(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.includes(secret));
}

/** What AWS says of an error may name what it was asked for. */
function withoutNames(verdict: Verdict, secrets: readonly string[]): Verdict {
  if (!('reason' in verdict) || !hasAny(verdict.reason, secrets)) return verdict;
  const reason = secrets.reduce((text, secret) => text.replaceAll(secret, '(sensitive)'), verdict.reason);
  return { ...verdict, reason };
}

/** The verdict without the differences that must not be shown, since sentences would quote them. */
function showable(verdict: Verdict, sensitivePaths: readonly Path[]): Verdict {
  if (verdict.status !== 'MODIFIED') return verdict;
  return { ...verdict, differences: verdict.differences.filter(({ path }) => !isBelowAny(path, sensitivePaths)) };
}

function judge<Kind extends LiveKind, Live>(
  { part, settings }: ResourceTypeDefinition<Kind, Live>,
  instance: ManagedInstance,
  stages: StageDirectory,
  whole: Answer<LiveKinds[Kind]['live']>,
): Verdict {
  const answer = whole.kind === 'FOUND' ? part(whole.live, instance, stages) : whole;
  switch (answer.kind) {
    case 'UNREADABLE':
      return { status: 'NOT_CHECKED', reason: answer.reason };
    case 'OUT_OF_TIME':
      return { status: 'NOT_REACHED', reason: answer.reason };
    case 'NOT_FOUND':
      return { status: 'DELETED', reason: answer.reason };
    case 'FOUND':
  }
  try {
    const differences = compareSettings(settings, instance.attributes, answer.live);
    return differences.length === 0 ? { status: 'IN_SYNC' } : { status: 'MODIFIED', differences };
  } catch (error) {
    if (!(error instanceof AttributeError)) throw error;
    return { status: 'NOT_CHECKED', reason: error.message };
  }
}
