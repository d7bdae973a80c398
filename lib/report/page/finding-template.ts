/**
 * How one finding is written, as Eta functions that the template of the page calls. What differs is marked with `<del>`
 * and `<ins>`, so not by colour alone, and characters that cannot be seen stand spelt out in a `<b class="u">`.
 */
export const findingTemplate = `<% const runs = (list, tag) => { for (const run of list) { -%>
<% if (run.changed) { %><<%= tag %>><% } if (run.unseen) { %><b class="u"><%= run.text %></b><% } else { %><%= run.text %><% } if (run.changed) { %></<%= tag %>><% } -%>
<% } }; -%>
<% const breakable = (text) => { if (text.length < 28) { %><%= text %><% return; } for (const part of text.split(/(?<=[._/[])/)) { %><%= part %><wbr><% } }; -%>
<% const line = (one, tag) => { -%>
<% if (one === null) { %><td class="none"></td><% } else { -%>
<% const isChanged = one.runs.some((run) => run.changed); %><td<% if (isChanged) { %> class="<%= tag %>"<% } %>><%= '  '.repeat(one.depth) %><% runs(one.runs, tag) %><% if (one.comma) { %>,<% } %></td><% } -%>
<% }; -%>
<% const side = (one, tag) => { -%>
<% if (one.kind === 'NOT_SET') { %><dd><i>not set</i></dd><% } -%>
<% if (one.kind === 'MASKED') { %><dd><i><%= one.text %></i></dd><% } -%>
<% if (one.kind === 'PLAIN') { %><dd class="<%= tag %>"><% runs(one.runs, tag) %></dd><% } -%>
<% if (one.kind === 'TEXT') { %><dd class="<%= tag %>"><q><% runs(one.runs, tag) %></q><% if (one.excerptOf !== null) { %> <i>an excerpt of <%= one.excerptOf %> characters</i><% } %></dd><% } -%>
<% if (one.kind === 'TEXT_LINES') { %><dd class="<%= tag %>"><% for (const row of one.lines) { %><%= '  '.repeat(row.depth) %><% runs(row.runs, tag) %><% if (row.comma) { %>,<% } %><br><% } %></dd><% } -%>
<% }; -%>
<% const pairs = (stretch) => { -%>
<table><thead><tr><th scope="col">In Terraform</th><th scope="col">Live now</th></tr></thead><tbody>
<% for (const pair of stretch.pairs) { %><tr><% line(pair.expected, 'del'); line(pair.actual, 'ins'); %></tr>
<% } -%>
</tbody></table>
<% }; -%>
<% const values = (view) => { -%>
<% if (view.kind === 'SIDES') { -%>
<dl class="sides"><div><dt>In Terraform</dt><% side(view.expected, 'del') %></div><div><dt>Live now</dt><% side(view.actual, 'ins') %></div></dl>
<% if (view.note !== null) { %><p class="note"><%= view.note %></p>
<% } } else { -%>
<div class="lines">
<% for (const stretch of view.stretches) { if (stretch.folded) { -%>
<details class="fold"><summary><%= stretch.pairs.length %> lines that are the same</summary><% pairs(stretch) %></details>
<% } else { pairs(stretch); } } -%>
</div>
<details class="exact"><summary>The texts as they are</summary><dl class="sides"><div><dt>In Terraform</dt><dd class="del"><% runs(view.exact.expected, 'del') %></dd></div><div><dt>Live now</dt><dd class="ins"><% runs(view.exact.actual, 'ins') %></dd></div></dl></details>
<% } }; -%>
<% const code = (one) => { -%>
<div class="code"><pre<% if (one.spelt) { %> data-spelt<% } %>><%= one.text %></pre></div>
<% if (one.spelt) { %><p class="note">It has characters that cannot be seen, which are spelt out here.</p>
<% } }; -%>
<% const remedies = (view, many) => { if (view === null) return; -%>
<details class="fix"><summary><% if (many) { %>Put all of it right<% } else { %>Put it right<% } %></summary>
<% if (view.restore.length > 0) { %><p>Make AWS as Terraform has it<% if (view.restore.length > 1) { %>, by any one of these<% } %>:</p>
<% for (const one of view.restore) code(one); } -%>
<% if (view.adopt !== null) { %><p>Or keep what is live, in the configuration:</p>
<% code(view.adopt); } -%>
</details>
<% }; -%>
<% const finding = (one, more) => { -%>
<li<% if (one.anchor !== null) { %> id="<%= one.anchor %>"<% } if (one.isLong) { %> class="long"<% } %> data-f="<%= one.severity ?? '' %> <%= one.kind %> <%= one.event %>">
<div class="top"><% if (one.title !== null) { %><code><% breakable(one.title) %></code><% } %><% if (more) { %><b class="kind"><%= page.kindLabels.get(one.kind) %></b><% } %><% if (one.severity !== null) { %><b class="sev <%= one.severity %>"><%= page.severityLabels.get(one.severity) %></b><% } %><% if (one.eventText !== null) { %><span class="event <%= one.event %>"><%= one.eventText %></span><% } %></div>
<% for (const sentence of one.sentences) { %><p><%= sentence %></p>
<% } if (one.values !== null) values(one.values); if (one.by !== null) { %><p class="by"><b>By</b> <%= one.by %></p>
<% } remedies(one.remedies, false); -%>
</li>
<% }; -%>
`;
