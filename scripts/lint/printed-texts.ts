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

/** Strings and templates of a program; those that `+` joins are one text. */
export const textsOfProgram = (source: string, language: 'ts' | 'js'): PrintedText[] => {
  const { program, errors } = parseSync(`source.${language}`, source);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
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
