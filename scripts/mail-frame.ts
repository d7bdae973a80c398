import { Eta } from 'eta';

/** @returns a page that shows a plain text mail as mail programs do, for pictures of it */
export function mailFrame(subject: string, text: string): string {
  return new Eta({ autoEscape: true, varName: 'mail' }).renderString(template, { subject, text });
}

const template = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A mail</title>
<style>
body { margin: 0; padding: 2rem; background: #e9e8e4; color: #1d1e22; font: 1rem/1.5 system-ui, "Liberation Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; background: #fff; border-radius: .75rem; box-shadow: 0 1px 3px #0002, 0 12px 32px #0001; }
header { padding: 1.25rem 1.75rem; border-bottom: 1px solid #e2e0da; }
h1 { margin: 0 0 .5rem; font-size: 1.2rem; }
p { margin: 0; color: #5b5e66; font-size: .9rem; }
pre { margin: 0; padding: 1.25rem 1.75rem 2rem; font: .82rem/1.5 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<header>
<h1><%= mail.subject %></h1>
<p>AWS Notifications &lt;no-reply@sns.amazonaws.com&gt; to platform-team@acme.example</p>
</header>
<pre><%= mail.text %></pre>
</main>
</body>
</html>
`;
