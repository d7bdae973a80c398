// How much of the code that remembers, delivers and waits does the simulation watch? It gets a sample of mutants, one at
// a time, and has to break a promise under each: `npm run simulate:mutants -- --seed N --sample N --schedules N`.
// Plain JavaScript, since the tools that make mutants are installed apart, without types for this project.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Chance } from '../test/simulation/chance.ts';
import { Workers } from '../test/simulation/workers.ts';
import { createInstrumenter } from '../tools/node_modules/@stryker-mutator/instrumenter/dist/src/index.js';
import { createInjector } from '../tools/node_modules/typed-inject/dist/src/index.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '200' },
    /** Schedules that a mutant has to survive. */
    schedules: { type: 'string', default: '2000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    /** Files to mutate, separated by commas. */
    files: {
      type: 'string',
      default: [
        ...[
          'ledger',
          'ledger-object',
          'lifecycle',
          'observe',
          'claimants',
          'values',
          'claims',
          'claim-changes',
          'mark-notified',
          'ending',
        ].map((name) => `lib/ledger/${name}.ts`),
        ...['lib/check-drift.ts', 'lib/notify-drift.ts', 'lib/scope/state-scope.ts', 'lib/verdict/read-live.ts'],
        ...['read-apply-status', 'apply-status', 'recency'].map((name) => `lib/applying/${name}.ts`),
      ].join(','),
    },
    /** Ids of mutants to try, in place of a sample. */
    only: { type: 'string' },
  },
});

const silent = new Proxy({}, { get: () => () => {} });
const files = values.files.split(',').map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
const instrumenter = createInjector()
  .provideValue('logger', silent)
  .provideValue('getLogger', () => silent)
  .provideValue('options', {})
  .injectFunction(createInstrumenter);
const { files: instrumented, mutants } = await instrumenter.instrument(files, {
  plugins: null,
  excludedMutations: [],
  ignorers: [],
});

const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
for (const part of ['functions', 'lib', 'package.json']) cpSync(part, join(folder, part), { recursive: true });
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
for (const { name, content } of instrumented) writeFileSync(join(folder, name), content);

/** What the simulation does not look at, by the text of the line. */
const elsewhere = new RegExp(
  [
    // Who is behind a finding.
    'findCallers|unchangedSince|isUnchanged|ttribut|stageChangedAt|withAuthors|authors|checkedAt',
    // What the index of stages has: it is only a cache.
    'ofEverything|everythingAt',
    // Logs, metrics, warnings, and where to find the ledger.
    'error|rrorReason|oldest|apiCalls|arnings|idleRules|unmanaged: |chat\\b|unsaid|notes|uriOf',
    // Runs whose time is up.
    'OutOfTime|issed|istory|Overdue|inTurn',
    // Messages that are too small for all that there is.
    'arrived|isIn\\b',
    // Stages that are asked for by name, and calls about a whole REST API.
    'isNowhere|called ===',
  ].join('|'),
);

/** Functions that the function does not run, or whose result no message shows. */
const otherFunctions = new Set(['oldestIn', 'isNowhere', 'inOneText']);

/**
 * Mutants that are no other program as far as the promises go, by the text of their line and what it becomes.
 * @type {{ line?: RegExp, in?: string, to?: RegExp, since: string }[]}
 */
const equivalents = [
  { line: /isContested: /, to: /^true$/, since: 'it is checked once more for nothing' },
  { line: /some\(isOwn\)/, since: 'it is written once more for nothing' },
  { line: /isContested \? \[toContested\(entry\)\] : \[\]/, to: /Stryker/, since: 'it is no finding' },
  { line: /< maxPendingMs|< recentMs/, to: /<=/, since: 'a millisecond' },
  { line: /a\.id < b\.id/, to: /<=/, since: 'no two findings have the same id' },
  { line: /token: v\.nullish/, since: 'no invocation has such a token' },
  { line: /instanceof LedgerError\)\) throw/, since: 'the sentence alone is another one' },
  { line: /const isNothing/, since: 'it is written once more for nothing' },
  { line: /if \(closed === null\) return \[\]/, to: /false/, since: 'what is resolved is closed' },
  { line: /ignoredBy === null && isNewlyMissed/, to: /true/, since: 'no rule of a simulation ignores a deletion' },
  { line: /accountId === null \|\| region === null/, since: 'nothing is listed or asked for without an account' },
  { line: />= run.remindAfter/, to: /> run.remindAfter/, since: 'a millisecond' },
  { line: /Date.parse\(time\) > now/, to: />=/, since: 'both are the same time' },
  { line: /state.version === null/, to: /false/, since: 'a state that was read has a version' },
  { line: /path \?\? \[\]/, to: /Stryker/, since: 'a difference has a path' },
  { line: /kind === 'PLACE'/, to: /true/, since: 'an event names stages by their place alone' },
  {
    line: /'READ'\) return \{ how: 'CHECKED'/,
    since: 'that a state can be read again is said along with other changes only',
  },
  { line: /place.apiId === id.apiId/, to: /true/, since: 'more is listed than has to be' },
  { line: /> Date.parse\(writtenAt\)/, to: />=/, since: 'a second' },
  { line: /'NEWER_STATE'/, since: 'what has a newer state is checked again a little later' },
  { line: /first\.unmatched|first !== null &&|isSame\(/, since: 'more states are read than it takes' },
  { line: /attempt \+= 1/, since: 'another run does not write that often' },
  { in: 'noteOn', since: 'a note is for people' },
  { line: /how: 'UNKNOWN'/, since: 'no value of a simulation is hidden' },
  { line: /isStageType\(type\)/, to: /true/, since: 'stages are all that a simulation has' },
  { line: /kind: 'UNKNOWN'|kind === 'UNKNOWN'/, since: 'a note is for people' },
  { line: /apiId \?\? ''/, to: /Stryker/, since: 'a stage that no state has is in a REST API' },
  { line: /return \{ kind: 'NONE' \}/, to: /^\{\}$/, since: 'only the other kinds are asked for' },
  { line: /state !== null && \(status === 'MODIFIED'/, to: /Stryker/, since: 'no state has such a URI' },
];

const linesOf = new Map(files.map(({ name, content }) => [name, content.split('\n')]));
const lineOf = ({ fileName, location }) => linesOf.get(fileName)[location.start.line];

function functionOf({ fileName, location }) {
  for (let line = location.start.line; line >= 0; line -= 1) {
    const name = /^(?:export )?(?:async )?function (\w+)/.exec(linesOf.get(fileName)[line])?.[1];
    if (name !== undefined) return name;
  }
  return '';
}

function isElsewhere(mutant) {
  return elsewhere.test(lineOf(mutant)) || otherFunctions.has(functionOf(mutant));
}

function isEquivalent(mutant) {
  return equivalents.some(
    ({ line, in: name, to }) =>
      (line === undefined || line.test(lineOf(mutant))) &&
      (name === undefined || name === functionOf(mutant)) &&
      (to === undefined || to.test(mutant.replacement)),
  );
}

/** What people read is for other tests: the simulation reads what programs do. */
function isSentence({ mutatorName, location, ...mutant }) {
  const line = lineOf({ ...mutant, location });
  const { start, end } = location;
  // Within a template everything is part of a sentence.
  const isInTemplate = (line.slice(0, start.column).match(/`/g) ?? []).length % 2 === 1 && / \$\{|\} /.test(line);
  if (isInTemplate) return true;
  if (mutatorName !== 'StringLiteral') return false;
  const literal = line.slice(start.column, start.line === end.line ? end.column : undefined);
  return / /.test(literal) || /Error'/.test(literal);
}

const sentences = mutants.filter(isSentence);
const others = mutants.filter((mutant) => !isSentence(mutant) && isElsewhere(mutant));
const candidates = mutants.filter((mutant) => !isSentence(mutant) && !isElsewhere(mutant));
const eligible = candidates.filter((mutant) => !isEquivalent(mutant));
const chance = new Chance(`mutants ${values.seed}`);
const only = values.only?.split(',');
const sample = eligible
  .toSorted((a, b) => chance.number(a.id) - chance.number(b.id))
  .filter(({ id }, index) => (only === undefined ? index < Number(values.sample) : only.includes(id)));
console.log(
  `${mutants.length} mutants in ${files.length} files. Left out: ${sentences.length} in sentences, ${others.length} in what the simulation does not look at, ${candidates.length - eligible.length} that change nothing. Tried: ${sample.length} of the other ${eligible.length}.`,
);

const survivors = [];
const killedBy = new Map();
const entry = join(folder, 'functions/detect-drift.ts');
const left = sample[Symbol.iterator]();

async function tryOut(mutant) {
  const worker = new Workers(1, [entry, '900'], { __STRYKER_ACTIVE_MUTANT__: mutant.id });
  let schedules = 0;
  let rule = null;
  function* seeds() {
    for (let seed = 1; seed <= Number(values.schedules); seed += 1) yield { seed: String(seed) };
  }
  try {
    await worker.run(seeds(), ({ violations }) => {
      schedules += 1;
      rule = violations[0]?.rule ?? null;
      return rule === null;
    });
  } catch (error) {
    rule = `the function fails: ${String(error.message).slice(0, 120).replaceAll('\n', ' ')}`;
  }
  return { rule, schedules };
}

async function work() {
  for (let next = left.next(); !next.done; next = left.next()) {
    const mutant = next.value;
    const { rule, schedules } = await tryOut(mutant);
    const { fileName, location, mutatorName, replacement, id } = mutant;
    const where = `${fileName}:${location.start.line + 1}:${location.start.column + 1}`;
    if (rule === null) survivors.push(mutant);
    else killedBy.set(rule, (killedBy.get(rule) ?? 0) + 1);
    const what = `${id} ${where} ${mutatorName} ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`;
    console.log(rule === null ? `SURVIVED ${what}` : `killed after ${schedules}: ${what} (${rule})`);
  }
}

await Promise.all([...Array(Number(values.workers))].map(work));
rmSync(folder, { recursive: true, force: true });
for (const [rule, count] of killedBy) console.log(`${String(count).padStart(6)}  ${rule}`);
console.log(`${sample.length - survivors.length} of ${sample.length} mutants killed`);
