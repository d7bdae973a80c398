import { outline } from './outline.ts';
import type { Fact, OutlineItem } from './outline-item.ts';
import type { Report } from './report.ts';

/** GitHub-flavoured Markdown, for comments and job summaries. */
export function renderMarkdown(report: Report): string {
  const { headline, facts, items, unreadStates, warnings, omitted } = outline(report);
  const blocks = [
    `**${headline}**`,
    factList(facts),
    ...items.map(itemBlock),
    ...(unreadStates.length === 0 ? [] : [`### States not read\n\n${unreadList(unreadStates)}`]),
    ...warnings.map((warning) => `**Warning:** ${inline(warning)}`),
    ...(omitted === null ? [] : [omitted]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function itemBlock({ label, address, facts, differences }: OutlineItem): string {
  const heading = `### ${label}: ${code(address)}\n\n${factList(facts)}`;
  if (differences.length === 0) return heading;
  const rows = differences.map(
    ({ setting, was, is, severity }) => `| ${cell(setting)} | ${cell(was)} | ${cell(is)} | ${severity} |`,
  );
  return [heading, '', '| Setting | In Terraform | Live now | Severity |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function factList(facts: readonly Fact[]): string {
  return facts.map(({ label, text }) => `- ${label}: ${inline(text)}`).join('\n');
}

function unreadList(states: readonly Fact[]): string {
  return states.map(({ label, text }) => `- ${code(label)}: ${inline(text)}`).join('\n');
}

/** Words and figures: nothing that opens a link, a mention, a reference to an issue (`GH-1`), emphasis or HTML. */
const harmless = /^(?!.*GH-\d)(?:[\p{L}\p{N} ,;:()'"-]|\.(?= |$))*$/iu;

/** What is more than words stands in a code span: there every character is only a character, and nobody is called. */
function inline(text: string): string {
  return harmless.test(text) ? text : code(text);
}

/** A code span; its fence is longer than any run of backticks in the text. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

/** In a table even a code span ends at a bar, unless the bar is escaped. */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}
