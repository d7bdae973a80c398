import { type ESTree, parseSync, Visitor } from 'rolldown/utils';
import { LineCounter, parseAllDocuments, visit } from 'yaml';

/** A text that people read, and the line of its file that it begins in. */
export interface PrintedText {
  line: number;
  text: string;
}

/** Stands for whatever a text has only when it is printed. */
const something = 'X';

const isProse = ({ text }: PrintedText): boolean => /\S\s+\S/.test(text);

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

type Text = ESTree.StringLiteral | ESTree.TemplateLiteral | ESTree.BinaryExpression;

const textOf = (node: ESTree.Expression | ESTree.PrivateInExpression['left']): string => {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.cooked ?? '').join(something);
  if (node.type === 'BinaryExpression' && node.operator === '+') return textOf(node.left) + textOf(node.right);
  return something;
};

type Language = 'ts' | 'js';

const parsed = (source: string, language: Language) => {
  const { program, comments, errors } = parseSync(`source.${language}`, source);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { program, comments };
};

/** Comments of a program. */
export const commentsOfProgram = (source: string, language: Language): PrintedText[] =>
  parsed(source, language).comments.map(({ start, value }) => ({ line: lineAt(source, start), text: value }));

const titled = new Set(['describe', 'it', 'test']);

/** What a call begins with: `it` of `it.each([])('…')`. */
const nameOf = (node: ESTree.Expression | ESTree.Super): string => {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return nameOf(node.object);
  return node.type === 'CallExpression' ? nameOf(node.callee) : '';
};

/** Titles of tests and of their groups. */
export const titlesOfTests = (source: string, language: Language): PrintedText[] => {
  const titles: PrintedText[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      if (!titled.has(nameOf(callee)) || title === undefined || title.type === 'SpreadElement') return;
      titles.push({ line: lineAt(source, title.start), text: textOf(title) });
    },
  }).visit(parsed(source, language).program);
  return titles.filter(isProse);
};

/** Strings and templates of a program; those that `+` joins are one text. */
export const textsOfProgram = (source: string, language: Language): PrintedText[] => {
  const { program } = parsed(source, language);
  const texts: PrintedText[] = [];
  let joinedUntil = 0;
  const add = (node: Text): void => {
    texts.push({ line: lineAt(source, node.start), text: textOf(node) });
  };
  new Visitor({
    BinaryExpression(node) {
      if (node.operator !== '+' || node.start < joinedUntil) return;
      joinedUntil = node.end;
      add(node);
    },
    Literal(node) {
      if (typeof node.value === 'string' && node.start >= joinedUntil) add({ ...node, value: node.value });
    },
    TemplateLiteral(node) {
      if (node.start >= joinedUntil) add(node);
    },
  }).visit(program);
  return texts.filter(isProse);
};

/** What an Eta template has between its tags. */
export const textsOfTemplate = (source: string): PrintedText[] =>
  [...source.matchAll(/(?<=^|>)[^<>]+/g)]
    .map(({ 0: text, index }) => ({ line: lineAt(source, index), text }))
    .filter(isProse);

/** Every text of a YAML file, whatever its key. */
export const textsOfYaml = (source: string): PrintedText[] => {
  const lines = new LineCounter();
  const texts: PrintedText[] = [];
  for (const document of parseAllDocuments(source, { lineCounter: lines, logLevel: 'silent' })) {
    visit(document, {
      Scalar(_key, { value, range }) {
        if (typeof value === 'string') texts.push({ line: lines.linePos(range?.[0] ?? 0).line, text: value });
      },
    });
  }
  return texts.filter(isProse);
};

/** Every quoted text of a Terraform file. */
export const textsOfTerraform = (source: string): PrintedText[] =>
  source
    .split('\n')
    .flatMap((code, index) =>
      [...code.replace(/^\s*#.*/, '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => ({
        line: index + 1,
        text: text.replace(/\$\{.*?\}/g, something),
      })),
    )
    .filter(isProse);
