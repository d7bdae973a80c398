import { outline } from './outline.ts';
import type { Fact, Fix, OutlineItem } from './outline-item.ts';
import type { Report } from './report.ts';

/** GitHub-flavoured Markdown, for comments and job summaries. */
export function renderMarkdown(report: Report): string {
  const page = outline(report);
  const blocks = [
    `**${page.headline}**`,
    factList(page.facts),
    ...page.items.map(itemBlock),
    ...page.sections.map(
      ({ title, entries }) =>
        `### ${title}\n\n${entries.map(({ label, text }) => `- ${code(label)}: ${inline(text)}`).join('\n')}`,
    ),
    ...page.warnings.map((warning) => `**Warning:** ${inline(warning)}`),
    ...page.left,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function itemBlock({ label, remark, address, facts, differences, fixes }: OutlineItem): string {
  const heading = `### ${label}: ${code(address)}${remark === '' ? '' : ` (${remark})`}\n\n${factList(facts)}`;
  const withBy = differences.some(({ by }) => by !== null);
  // Values have their backslashes doubled already; a bar behind a single one would end the cell all the same.
  const rows = differences.map(({ setting, was, is, remark, by }) => {
    const caller = by === null ? '' : cell(by.replaceAll(/(?<!\\)\\+(?=\|)/g, '$&$&'));
    return tableRow([cell(setting), cell(was), cell(is), remark, ...(withBy ? [caller] : [])]);
  });
  const head = ['Setting', 'In Terraform', 'Live now', 'Severity', ...(withBy ? ['By'] : [])];
  const table = [tableRow(head), tableRow(head.map(() => '---')), ...rows].join('\n');
  const all = [...fixes, ...differences.flatMap((difference) => difference.fixes)];
  return [heading, ...(rows.length === 0 ? [] : [table]), ...(all.length === 0 ? [] : [fixBlock(all)])].join('\n\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function fixBlock(fixes: readonly Fix[]): string {
  const blocks = (['sh', 'hcl'] as const).flatMap((language) => {
    const some = fixes.filter((fix) => fix.language === language);
    const lines = some.flatMap((fix) => fix.lines).join('\n');
    return some.slice(0, 1).map(({ label }) => `${label}:\n\n${fenced(language, lines)}`);
  });
  return ['<details><summary>How to fix it</summary>', ...blocks, '</details>'].join('\n\n');
}

/** A block of code; its fence is longer than any run of backticks in it. */
function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function factList(facts: readonly Fact[]): string {
  return facts.map(({ label, text }) => `- ${label}: ${inline(text)}`).join('\n');
}

/** Words and figures: nothing that opens a link, a mention, a reference to an issue (`GH-1`), emphasis or HTML. */
const harmless = /^(?!.*GH-\d)(?:[\p{L}\p{N} ,;:()'"-]|\.(?= |$))*$/iu;

/** What is more than words stands in a code span: there every character is only a character, and nobody is called. */
function inline(text: string): string {
  return harmless.test(text) ? text : code(text);
}

/** A code span; its fence is longer than any run of backticks in the text. */
function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** In a table even a code span ends at a bar, unless the bar is escaped. */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}
