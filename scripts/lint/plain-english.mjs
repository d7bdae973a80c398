// Is what people read in plain English? `npm run lint` fails where a sentence is too long, or where a word is one that only
// this project uses. Plain JavaScript, since the Markdown parser is installed apart (tools/), without types for this project.
import { globSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import remarkGfm from '../../tools/node_modules/remark-gfm/index.js';
import remarkParse from '../../tools/node_modules/remark-parse/index.js';
import { unified } from '../../tools/node_modules/unified/index.js';
import { longSentences, privateWords } from './plain-english.ts';
import {
  commentsOfProgram,
  textsOfProgram,
  textsOfTemplate,
  textsOfTerraform,
  textsOfYaml,
  titlesOfTests,
} from './printed-texts.ts';

const files = globSync([
  '{README,ARCHITECTURE,CONTRIBUTING,CHANGELOG}.md',
  'docs/**/*.md',
  'events/*.md',
  'infra/**/*.{md,yml,tf,tftpl,ts}',
  'packages/*/README.md',
  'serverless.yml',
  '{bench,bin,functions,lib}/**/*.{ts,eta,js,schema.json}',
  'scripts/demo*.ts',
]).sort();

const markdown = unified().use(remarkParse).use(remarkGfm);

/** Each word of code counts, and means what it means to a machine. */
const textOf = (node) =>
  node.type === 'inlineCode'
    ? node.value.replace(/\S+/g, 'X')
    : (node.value ?? (node.children ?? []).map(textOf).join(''));

/** Paragraphs, headings and cells of tables; a cell is no sentence. */
const textsOfMarkdown = (source) => {
  const textsIn = (node) =>
    ['paragraph', 'heading', 'tableCell'].includes(node.type)
      ? [{ line: node.position.start.line, text: textOf(node), isCell: node.type === 'tableCell' }]
      : (node.children ?? []).flatMap(textsIn);
  return textsIn(markdown.parse(source));
};

/** What only developers read: its words are those of the documentation, and its sentences are its own. */
const internals = globSync(['{bench,bin,functions,infra,lib,packages,scripts,test}/**/*.{ts,mjs,js}']).filter(
  (file) => !/node_modules|replaced-words|test\/unit\/lint/.test(file),
);

const internalTextsOf = (file) => {
  const source = readFileSync(file, 'utf8');
  const language = file.endsWith('.ts') ? 'ts' : 'js';
  return [...commentsOfProgram(source, language), ...titlesOfTests(source, language)];
};

const textsOf = {
  '.md': textsOfMarkdown,
  '.ts': (source) => textsOfProgram(source, 'ts'),
  '.js': (source) => textsOfProgram(source, 'js'),
  '.eta': textsOfTemplate,
  '.yml': textsOfYaml,
  '.json': textsOfYaml,
  '.tf': textsOfTerraform,
  '.tftpl': textsOfTerraform,
};

/** The changelog up to its latest release: what was published stays as it was. */
const sourceOf = (file) => {
  const source = readFileSync(file, 'utf8');
  return file === 'CHANGELOG.md'
    ? source
        .split(/^(?=## )/m)
        .slice(0, 2)
        .join('')
    : source;
};

const located = (file, { line, text }, problems) =>
  problems.map(({ at, message }) => `${file}:${line + text.slice(0, at).split('\n').length - 1}: ${message}`);

const problems = [
  ...files.flatMap((file) =>
    textsOf[extname(file)](sourceOf(file)).flatMap((one) =>
      located(file, one, [...(one.isCell ? [] : longSentences(one.text)), ...privateWords(one.text)]),
    ),
  ),
  ...internals
    .toSorted()
    .flatMap((file) => internalTextsOf(file).flatMap((one) => located(file, one, privateWords(one.text)))),
];

if (problems.length > 0) {
  console.error(`${problems.join('\n')}\n\n${problems.length} × not in plain English: see CONTRIBUTING.md.`);
  process.exitCode = 1;
}
