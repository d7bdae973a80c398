import { describe, expect, it } from '@jest/globals';
import {
  commentsOfProgram,
  textsOfProgram,
  textsOfTemplate,
  textsOfTerraform,
  textsOfYaml,
  titlesOfTests,
} from '../../../scripts/lint/printed-texts.ts';

describe('printed texts', () => {
  it('are the strings and templates of a program that hold a blank, with X for what only a run knows', () => {
    const source = [
      "import { a } from 'some where';",
      `const type: string = \`\${count} findings of \${total}\`;`,
      "log('a text that ' + name + ' goes on');",
      "const key = 'LEDGER_URI';",
    ].join('\n');
    expect(textsOfProgram(source, 'ts')).toEqual([
      { line: 1, text: 'some where' },
      { line: 2, text: 'X findings of X' },
      { line: 3, text: 'a text that X goes on' },
    ]);
  });

  it('are what a template has between its tags', () => {
    expect(textsOfTemplate('<p>\n<% if (x) { %>In one<% } %></p>\n<b>two words</b>')).toEqual([
      { line: 2, text: 'In one' },
      { line: 3, text: 'two words' },
    ]);
  });

  it('are the values of YAML, whatever their key', () => {
    expect(textsOfYaml('a:\n  Description: reads a state\n  Type: String\n  b: [an alarm rings]\n')).toEqual([
      { line: 2, text: 'reads a state' },
      { line: 4, text: 'an alarm rings' },
    ]);
  });

  it('are the quoted texts of Terraform, less comments', () => {
    expect(textsOfTerraform(`# "not this"\ndescription = "Reads \${var.bucket} for you."\n`)).toEqual([
      { line: 2, text: 'Reads X for you.' },
    ]);
  });
});

describe('texts for developers', () => {
  it('are the comments of a program', () => {
    expect(commentsOfProgram('const a = 1; // one\n/** two\n */\nconst b = "// three";', 'ts')).toEqual([
      { line: 1, text: ' one' },
      { line: 2, text: '* two\n ' },
    ]);
  });

  it('are the titles of tests and of their groups, those of tables included', () => {
    const source = [
      "describe('a stage', () => {",
      "  it('is in sync', () => log('not this'));",
      "  it.each([1])('has %i tag', () => {});",
      '});',
    ].join('\n');
    expect(titlesOfTests(source, 'ts')).toEqual([
      { line: 1, text: 'a stage' },
      { line: 2, text: 'is in sync' },
      { line: 3, text: 'has %i tag' },
    ]);
  });
});
