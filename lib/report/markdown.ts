import { type Fact, type OutlineItem, outline } from './outline.ts';
import type { Report } from './report.ts';

/** GitHub-flavoured Markdown, for comments and job summaries. */
export function renderMarkdown(report: Report): string {
  const { headline, facts, items, unreadStates, omitted } = outline(report);
  const blocks = [
    `**${escapeMarkdown(headline)}**`,
    factList(facts),
    ...items.map(itemBlock),
    ...(unreadStates.length === 0 ? [] : [`### States not read\n\n${factList(unreadStates)}`]),
    ...(omitted === null ? [] : [escapeMarkdown(omitted)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function itemBlock({ label, address, facts, differences }: OutlineItem): string {
  const heading = `### ${label}: ${code(address)}\n\n${factList(facts)}`;
  if (differences.length === 0) return heading;
  const rows = differences.map(({ setting, was, is }) => `| ${cell(setting)} | ${cell(was)} | ${cell(is)} |`);
  return [heading, '', '| Setting | In Terraform | Live now |', '| --- | --- | --- |', ...rows].join('\n');
}

function factList(facts: readonly Fact[]): string {
  return facts.map(({ label, text }) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(text)}`).join('\n');
}

/** Whatever has a meaning in Markdown or HTML, mentions (`@`) and links included, is only a character. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, ':&#47;&#47;');
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
