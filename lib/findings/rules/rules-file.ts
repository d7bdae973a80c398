import * as v from 'valibot';
import { type Document, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { memberAt, membersOf } from '../../model/members.ts';
import { parseDriftignore } from './driftignore.ts';
import { type Rules, RulesError } from './rules.ts';
import { knownNames, rulesForm } from './rules-form.ts';
import { selectionBy, selectionOfTag } from './selection.ts';

/**
 * Reads a rules file: driftctl's format if it is called `.driftignore` or `*.driftignore`, and YAML otherwise.
 * @param file its name or URI, for messages
 * @throws RulesError with all problems at once
 */
export function parseRules(text: string, file: string): Rules {
  return file.endsWith('.driftignore') ? parseDriftignore(text, file) : parseYamlRules(text, file);
}

interface Problem {
  readonly line: number;
  readonly message: string;
}

function parseYamlRules(text: string, file: string): Rules {
  const lines = new LineCounter();
  // With no schema but the failsafe one every scalar is the text that is written: an account keeps its leading zero.
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const lineOf = (path: readonly unknown[]) => lineAt(offsetOf(document, path));
  refuse(
    file,
    [...document.errors, ...document.warnings].map(({ pos, message }) => ({ line: lineAt(pos[0]), message })),
  );
  const data = plainData(document, file);
  const { success, issues = [], output } = v.safeParse(rulesForm, data);
  const violations = issues.map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key);
    return { path, message: messageOf(issue, path) };
  });
  refuse(
    file,
    [...unknownNames(data), ...violations].map(({ path, message }) => ({ line: lineOf(path), message })),
  );
  if (!success) throw new RulesError([`${file}: it is no rules file`]);

  const placeOf = (...path: readonly unknown[]) => `${file}:${lineOf(path)}`;
  const ignore = output.ignore.map(({ reason, owner = null, expires = null, ...selectors }, index) => ({
    place: placeOf('ignore', index),
    selection: selectionBy(selectors),
    reason,
    owner,
    expires,
  }));
  const ignoredTags = output.ignore_tags.map((key, index) => {
    const place = placeOf('ignore_tags', index);
    const reason = `tags of this key are ignored (${place})`;
    return { place, selection: selectionOfTag(key), reason, owner: null, expires: null };
  });
  const severity = output.severity.map(({ severity, ...selectors }, index) => ({
    place: placeOf('severity', index),
    selection: selectionBy(selectors),
    severity,
  }));
  return { ignore: [...ignore, ...ignoredTags], severity, show: output.show };
}

/** @throws RulesError if there is any problem */
function refuse(file: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const inOrder = problems.toSorted((a, b) => a.line - b.line);
  throw new RulesError(inOrder.map(({ line, message }) => `${file}:${line}: ${message}`));
}

function plainData(document: Document, file: string): unknown {
  try {
    // A file of nothing but comments has no rules.
    const data: unknown = document.toJS();
    return data === null || data === '' ? {} : data;
  } catch (error) {
    // An alias without its anchor, or more aliases than anybody writes.
    if (!(error instanceof ReferenceError)) throw error;
    throw new RulesError([`${file}: ${error.message}`], { cause: error });
  }
}

function messageOf({ message, received }: v.BaseIssue<unknown>, path: readonly unknown[]): string {
  const name = path.findLast((part) => typeof part === 'string');
  if (received === 'undefined') return `${String(name)} is missing`;
  return name === undefined ? message : `${name}: ${message}`;
}

/** Names that are none are typing errors, and what they were to say would be missed. */
function unknownNames(data: unknown) {
  const wrongIn = (value: unknown, known: readonly string[], path: readonly unknown[]) =>
    [...membersOf(value).keys()]
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: [...path, name],
        message: `there is no ${JSON.stringify(name)} here, only ${known.join(', ')}`,
      }));
  const inEntriesOf = (section: 'ignore' | 'severity') => {
    const list = memberAt(data, section);
    const entries: readonly unknown[] = Array.isArray(list) ? list : [];
    return entries.flatMap((entry, index) => wrongIn(entry, knownNames[section], [section, index]));
  };
  return [...wrongIn(data, knownNames.file, []), ...inEntriesOf('ignore'), ...inEntriesOf('severity')];
}

/** @returns where the last part of the path stands that is there: what is missing is missing from that */
function offsetOf({ contents }: Document, path: readonly unknown[]): number {
  let node: unknown = contents;
  let offset = startOf(contents);
  for (const part of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === part) : undefined;
    const entry = isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
    if (pair === undefined && entry === undefined) break;
    offset = startOf(pair?.key ?? entry);
    node = pair?.value ?? entry;
  }
  return offset;
}

function startOf(node: Node | unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
