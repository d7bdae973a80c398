/**
 * The page as an Eta template of a `PageView`. No text of the report stands inside a tag, other than as the id of a
 * finding, and Eta escapes every `<%= %>`; only the style and the script of this program are written as they are.
 */
export const pageTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="<%= page.policy %>">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title><%= page.title %> · stagedrift</title>
<style><%~ page.style %></style>
</head>
<body<% if (page.findings > 200) { %> class="many"<% } %>>
<a class="skip" href="#main">Skip to the findings</a>
<header class="<%= page.tone %>">
<p class="brand"><span>stagedrift</span> <b><%= page.status %></b></p>
<h1><%= page.title %></h1>
<% if (page.lead !== null) { %><p class="lead"><%= page.lead %></p>
<% } -%>
<ul class="facts"><% for (const fact of page.facts) { %><li><%= fact %></li><% } %></ul>
<ul class="tiles"><% for (const tile of page.tiles) { %><li class="<%= tile.tone %>"><% if (tile.section === null) { %><span><strong><%= tile.count %></strong> <%= tile.label %></span><% } else { %><a href="#<%= tile.section %>"><strong><%= tile.count %></strong> <%= tile.label %></a><% } %></li><% } %></ul>
<% if (page.news.length > 0) { %><p class="news">Open findings: <% for (const [index, one] of page.news.entries()) { %><% if (index > 0) { %>, <% } %><strong><%= one.count %></strong> <%= one.label %><% } %></p>
<% } -%>
</header>
<main id="main" tabindex="-1">
<% if (page.warnings.length > 0) { -%>
<section class="warnings"><h2>Please note</h2><ul><% for (const warning of page.warnings) { %><li><%= warning %></li><% } %></ul></section>
<% } -%>
<% if (page.findings > 1) { -%>
<form role="search" aria-label="Findings" id="filter" hidden>
<label class="find"><span>Search</span><input type="search" autocomplete="off" spellcheck="false" placeholder="address, setting, value …"></label>
<% for (const facet of page.facets) { -%>
<fieldset><legend><%= facet.legend %></legend><% for (const choice of facet.choices) { %><label><input type="checkbox" value="<%= choice.word %>"><span><%= choice.label %> <small><%= choice.count %></small></span></label><% } %></fieldset>
<% } -%>
<p class="shown"><span role="status" id="shown"></span> <button type="reset">Show all</button></p>
</form>
<% } -%>
<% for (const section of page.sections) { -%>
<section id="<%= section.id %>" data-group>
<h2><%= section.title %></h2>
<% if (section.intro !== null) { %><p class="intro"><%= section.intro %></p>
<% } -%>
<% for (const stage of section.stages) { -%>
<article data-group>
<div class="head"><h3><% if (stage.name === null) { %>Unknown stage<% } else { %><small>Stage</small> <%= stage.name %><% } %></h3><ul class="facts"><% for (const fact of stage.facts) { %><li><%= fact %></li><% } %></ul></div>
<% for (const resource of stage.resources) { -%>
<div class="resource" data-group>
<div class="head"><h4><% breakable(resource.address) %></h4><b class="status <%= resource.status %>"><%= page.statusLabels[resource.status] %></b>
<% if (resource.state !== null) { %><p><%= resource.state %></p>
<% } -%>
<% for (const note of resource.notes) { %><p class="why"><%= note %></p>
<% } -%>
</div>
<ul class="findings">
<% for (const one of resource.findings) finding(one, false); -%>
</ul>
<% remedies(resource.remedies, true) -%>
</div>
<% } -%>
</article>
<% } -%>
<% if (section.findings.length > 0) { -%>
<ul class="findings card">
<% for (const one of section.findings) finding(one, true); -%>
</ul>
<% } -%>
</section>
<% } -%>
<% if (page.inSync.length > 0) { -%>
<section id="in-sync">
<h2>In sync</h2>
<details class="card"><summary><%= page.inSyncCount %></summary><ul class="list"><% for (const address of page.inSync) { %><li><%= address %></li>
<% } %></ul></details>
</section>
<% } -%>
<% if (page.statesRead.length > 0) { -%>
<section id="states">
<h2>States read</h2>
<details class="card"><summary><%= page.statesReadCount %></summary><div class="scroll" role="region" aria-label="States read" tabindex="0"><table class="states"><thead><tr><th scope="col">State</th><th scope="col">Serial</th><th scope="col">Terraform</th></tr></thead><tbody><% for (const state of page.statesRead) { %><tr><td><%= state.uri %></td><td><%= state.serial %></td><td><%= state.terraformVersion %></td></tr>
<% } %></tbody></table></div></details>
</section>
<% } -%>
<% if (page.omitted !== null) { %><p class="omitted"><%= page.omitted %></p>
<% } -%>
</main>
<footer><dl><% for (const place of page.places) { %><div><dt><%= place.label %></dt><dd><%= place.text %></dd></div><% } %></dl></footer>
<script><%~ page.script %></script>
</body>
</html>
`;
