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
:root { color-scheme: light dark; --line: #8886; --was: #b42318; --is: #067647; --card: #8881; }
@media (prefers-color-scheme: dark) { :root { --was: #f97066; --is: #47cd89; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; background: var(--card); }
.label { font-size: .75rem; font-weight: 700; letter-spacing: .05em; border: 1px solid; border-radius: .25rem; padding: .1rem .4rem; margin-right: .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 .75rem; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
td { font-family: ui-monospace, monospace; font-size: .9rem; white-space: pre-wrap; }
.was { color: var(--was); } .is { color: var(--is); }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); } tr, td { display: block; border: 0; }
  tr { border-top: 1px solid var(--line); padding: .4rem 0; } td { padding: .1rem 0; }
  td[data-label]::before { content: attr(data-label) ": "; font-family: system-ui, sans-serif; opacity: .75; }
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
<thead><tr><th scope="col">Setting</th><th scope="col">In Terraform</th><th scope="col">Live now</th></tr></thead>
<tbody><% for (const difference of item.differences) { %>
<tr><td><%= difference.setting %></td><td class="was" data-label="In Terraform"><%= difference.was %></td><td class="is" data-label="Live now"><%= difference.is %></td></tr><% } %>
</tbody>
</table>
<% } %>
</section>
<% } %>
<% if (page.unreadStates.length > 0) { %>
<section>
<h2>States not read</h2>
<dl><% for (const fact of page.unreadStates) { %><dt><%= fact.label %></dt><dd><%= fact.text %></dd><% } %></dl>
</section>
<% } %>
<% if (page.omitted !== null) { %><p><%= page.omitted %></p><% } %>
</main>
</body>
</html>
`;
