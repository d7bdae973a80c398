import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../lib/report/html.ts';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import { isFormat, renderings } from '../../../lib/report/renderings.ts';
import { renderSarif } from '../../../lib/report/sarif/sarif.ts';
import { renderText } from '../../../lib/report/text.ts';
import { expectValidReport } from '../report-schema.ts';
import { nightReport } from './sample.ts';

describe('the forms of a report', () => {
  it('are text, JSON, HTML, Markdown and SARIF', async () => {
    expect(await renderings.text(nightReport)).toBe(renderText(nightReport));
    expect(await renderings.html(nightReport)).toBe(renderHtml(nightReport));
    expect(await renderings.markdown(nightReport)).toBe(renderMarkdown(nightReport));
    expect(await renderings.sarif(nightReport)).toBe(renderSarif(nightReport));
    expect(JSON.parse(await renderings.json(nightReport))).toEqual(nightReport);
  });

  it('have JSON that is valid by the schema, indented, with a line break at its end', async () => {
    expectValidReport(JSON.parse(await renderings.json(nightReport)));
    expect(await renderings.json(nightReport)).toMatch(/^\{\n {2}"schemaVersion": "1.0",\n[\s\S]*\n\}\n$/);
  });

  it.each(['text', 'json', 'html', 'markdown', 'sarif'])('are known by name: %s', (name) => {
    expect(isFormat(name)).toBe(true);
  });

  it.each(['xml', '', 'JSON', 'constructor', '__proto__'])('are no others: %j', (name) => {
    expect(isFormat(name)).toBe(false);
  });
});
