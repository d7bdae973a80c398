import * as v from 'valibot';
import type { Parsed } from '../../model/form.ts';
import { hasWildcard } from '../../model/glob.ts';
import { membersOf } from '../../model/members.ts';
import { severities } from '../../model/severity.ts';
import { checkedTypes } from '../../resources/registry.ts';
import { findingKinds } from '../finding.ts';

/** The form of a rules file: of every value, since YAML's own guesses (`012`, `on`, `2026-12-31`) are kept out of it. */

const text = v.pipe(v.string('must be a text'), v.regex(/\S/, 'must not be empty'));

/** Stands for a selector that is not given; a file cannot have it. */
const notGiven = null;

/** One or a list of them, since many rules are about several of a kind. */
function oneOrMore<Output>(entry: v.GenericSchema<unknown, Output>) {
  const list = v.pipe(
    v.unknown(),
    v.check((value) => !(Array.isArray(value) && value.length === 0), 'must not be an empty list'),
    v.transform((value) => (value === notGiven ? [] : Array.isArray(value) ? value : [value])),
    v.array(entry),
  );
  return v.optional(list, notGiven);
}

/** Whatever is written, as the report shows paths: a name, an index, a key in quotes, a field behind an index. */
const pathForm = /^[A-Za-z0-9_*?]+(?:\[(?:\d+|[*?])\]|\["(?:[^"\\]|\\.)*"\]|(?<=[\]*?])\.[A-Za-z0-9_*?]+)*$/;

const path = v.pipe(
  text,
  v.regex(
    pathForm,
    ({ input }) =>
      `${JSON.stringify(input)} is not written as the report shows paths: variables["LOG_LEVEL"], access_log_settings[0].format, settings[*].throttling_*`,
  ),
);

const type = v.pipe(
  text,
  v.check(
    (value) => hasWildcard(value) || checkedTypes.has(value),
    ({ input }) => `${JSON.stringify(input)} is none of the checked types: ${[...checkedTypes.keys()].join(', ')}`,
  ),
);

const account = v.pipe(
  text,
  v.regex(
    /^(?:\d{12}|\d*[*?][\d*?]*)$/,
    ({ input }) => `${JSON.stringify(input)} is no account id: it has 12 digits, or * or ? for some of them`,
  ),
);

function oneOf<Options extends readonly string[]>(options: Options) {
  return v.picklist(options, ({ input }) => `${JSON.stringify(input)} is none of ${options.join(', ')}`);
}

const selectors = {
  address: oneOrMore(text),
  /** In the notation of the report; it stands for everything below too, and never for a resource as a whole. */
  path: oneOrMore(path),
  type: oneOrMore(type),
  account: oneOrMore(account),
  region: oneOrMore(text),
  state: oneOrMore(text),
  kind: oneOrMore(oneOf(findingKinds)),
};

/** Patterns by what they are about. */
export type Selectors = Parsed<v.ObjectSchema<typeof selectors, undefined>>;

/** A rule without any selector would be about everything, which nobody means. */
function rule<Entries extends v.ObjectEntries>(entries: Entries) {
  const message = 'must be a rule, with a name before each value';
  return v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), message),
    v.object({ ...selectors, ...entries }, message),
    v.rawCheck(({ dataset, addIssue }) => {
      // It may have other faults, and then be of any form.
      const members = membersOf(dataset.value);
      const listOf = (name: string): readonly unknown[] => [members.get(name) ?? []].flat();
      const given = (name: string) => listOf(name).length > 0;
      if (members.size > 0 && !Object.keys(selectors).some(given)) {
        addIssue({ message: `the rule selects nothing: give it one of ${Object.keys(selectors).join(', ')}` });
      }
      if (given('path') && !listOf('kind').every((kind) => kind === 'DIFFERENCE')) {
        addIssue({ message: 'the rule selects nothing: only a DIFFERENCE has a path' });
      }
    }),
  );
}

/** @returns a list that may be left empty, as where all of its entries are commented out */
function section<Output>(entry: v.GenericSchema<unknown, Output>) {
  const list = v.pipe(
    v.unknown(),
    v.transform((value) => (value === '' ? [] : value)),
    v.array(entry, 'must be a list'),
  );
  return v.optional(list, []);
}

const day = v.pipe(
  text,
  v.check(isDay, ({ input }) => `${JSON.stringify(input)} is no day, such as 2026-12-31`),
);

const ignoring = { reason: text, owner: v.optional(text), expires: v.optional(day) };
const weighing = { severity: oneOf(severities) };

const sections = {
  ignore: section(rule(ignoring)),
  severity: section(rule(weighing)),
  ignore_tags: section(text),
  show: section(text),
};

const notSections = 'must be sections such as ignore: and severity:';

/** Every scalar of the file is a text here. */
export const rulesForm = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), notSections),
  v.object(sections, notSections),
);

/** Names that are possible in the file, and in the entries of its sections. */
export const knownNames = {
  file: Object.keys(sections),
  ignore: Object.keys({ ...selectors, ...ignoring }),
  severity: Object.keys({ ...selectors, ...weighing }),
};

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
