import { Eta } from 'eta';
import { outline } from './outline.ts';
import type { Report } from './report.ts';

/** A page that stands alone: nothing is loaded, so it can be kept, mailed and opened anywhere. */
export function renderHtml(report: Report): string {
  return new Eta({ autoEscape: true, varName: 'page' }).renderString(template, outline(report));
}

const template = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>stagedrift: <%= page.headline %></title>
<style>
:root { color-scheme: light dark; --line: #8886; --was: #067647; --is: #b42318; --card: #8881; }
@media (prefers-color-scheme: dark) { :root { --was: #47cd89; --is: #f97066; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; background: var(--card); }
.label { display: inline-block; font-size: .75rem; font-weight: 700; letter-spacing: .05em; white-space: nowrap; border: 1px solid; border-radius: .25rem; padding: 0 .4rem; margin-right: .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
dl.stacked { display: block; } dt { opacity: .75; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-top: .75rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem; border-top: 1px solid var(--line); }
th:first-child { width: 31%; } th:last-child { width: 5rem; }
td { font-size: .9rem; }
td:not(:last-child) { font-family: ui-monospace, monospace; white-space: pre-wrap; word-break: break-all; }
.was { color: var(--was); } .is { color: var(--is); }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); } tr, td { display: block; border: 0; }
  tr { border-top: 1px solid var(--line); padding: .4rem 0; } td { padding: .1rem 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: CanvasText; font: .9rem system-ui, sans-serif; opacity: .75; }
}
</style>
</head>
<body>
<main>
<h1><%= page.headline %></h1>
<dl><% for (const fact of page.facts) { %><dt><%= fact.label %></dt><dd><%= fact.text %></dd><% } %></dl>
<% for (const item of page.items) { %>
<section>
<h2><span class="label"><%= item.label %></span><%= item.address %></h2>
<dl><% for (const fact of item.facts) { %><dt><%= fact.label %></dt><dd><%= fact.text %></dd><% } %></dl>
<% if (item.differences.length > 0) { %>
<table>
<thead><tr><th scope="col">Setting</th><th scope="col">In Terraform</th><th scope="col">Live now</th><th scope="col">Severity</th></tr></thead>
<tbody><% for (const difference of item.differences) { %>
<tr><td><%= difference.setting %></td><td class="was" data-label="In Terraform"><%= difference.was %></td><td class="is" data-label="Live now"><%= difference.is %></td><td data-label="Severity"><%= difference.remark %></td></tr><% } %>
</tbody>
</table>
<% } %>
</section>
<% } %>
<% if (page.unreadStates.length > 0) { %>
<section>
<h2>States not read</h2>
<dl class="stacked"><% for (const fact of page.unreadStates) { %><dt><%= fact.label %></dt><dd><%= fact.text %></dd><% } %></dl>
</section>
<% } %>
<% for (const warning of page.warnings) { %><p><strong>Warning:</strong> <%= warning %></p><% } %>
<% if (page.omitted !== null) { %><p><%= page.omitted %></p><% } %>
</main>
</body>
</html>
`;
