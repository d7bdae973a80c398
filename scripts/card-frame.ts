import { Eta } from 'eta';
import * as v from 'valibot';

const card = v.object({
  content: v.object({ title: v.string(), description: v.string(), nextSteps: v.array(v.string()) }),
});

/** The sign before a title; few machines have a font with it. */
const sign = /^(\p{Extended_Pictographic})\uFE0F?\s*/u;

const colors = new Map([
  ['🔴', '#d1242f'],
  ['🟠', '#e07b00'],
  ['🟡', '#e0b400'],
]);

/** @returns a page that shows a chat card much as a channel does, for pictures of it */
export function cardFrame(message: unknown): string {
  const { title, description, nextSteps } = v.parse(card, message).content;
  const lines = description.split('\n').map((line) => line.replace(/^- /, ''));
  return new Eta({ autoEscape: true, varName: 'card' }).renderString(template, {
    title: spans(title.replace(sign, '')),
    color: colors.get(sign.exec(title)?.[1] ?? '') ?? 'transparent',
    lines: lines.map(spans),
    nextSteps: nextSteps.map(spans),
  });
}

/** Splits what stands between backticks from the rest: the only Markdown that cards use inside a line. */
function spans(text: string): readonly { readonly code: boolean; readonly text: string }[] {
  return text.split(/`+/).map((part, index) => ({ code: index % 2 === 1, text: part }));
}

const line =
  '<% for (const { code, text } of parts) { %><% if (code) { %><code><%= text %></code><% } else { %><%= text %><% } %><% } %>';

const template = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A chat card</title>
<style>
body { margin: 0; padding: 2rem; background: #fff; color: #1d1c1d; font: .95rem/1.5 system-ui, "Liberation Sans", sans-serif; }
main { max-width: 52rem; display: grid; grid-template-columns: 2.5rem 1fr; gap: .75rem; }
.app { width: 2.5rem; height: 2.5rem; border-radius: .5rem; background: #4b2e83; color: #fff; display: grid; place-items: center; font-weight: 700; }
.from { font-weight: 700; } .from small { font-weight: 400; color: #616061; margin-left: .4rem; }
section { border-left: 4px solid #dddddd; padding-left: .9rem; margin-top: .25rem; overflow-wrap: anywhere; }
.sign { display: inline-block; width: .8rem; height: .8rem; border-radius: 50%; margin-right: .4rem; }
h1 { font-size: 1rem; margin: 0 0 .5rem; } ul { margin: 0 0 .75rem; padding-left: 1.2rem; }
code { background: #f4f2ee; border: 1px solid #e4e1db; border-radius: .2rem; padding: 0 .2rem; color: #a1301c; font: .82rem ui-monospace, "Liberation Mono", monospace; }
</style>
</head>
<body>
<main>
<div class="app">Q</div>
<div>
<div class="from">Amazon Q<small>APP</small></div>
<section>
<h1><span class="sign" style="background:<%= card.color %>"></span><% { const parts = card.title; %>${line}<% } %></h1>
<ul><% for (const parts of card.lines) { %><li>${line}</li><% } %></ul>
<strong>Next steps</strong>
<ul><% for (const parts of card.nextSteps) { %><li>${line}</li><% } %></ul>
</section>
</div>
</main>
</body>
</html>
`;
