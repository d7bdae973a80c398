import { rulesSourceForm } from '../../lib/findings/rules/rules-source.ts';
import { type Format, isFormat, renderings } from '../../lib/report/renderings.ts';
import { isIncomplete, type Report } from '../../lib/report/report.ts';
import { requirePlace, writeOutput } from '../output-file.ts';
import { colors, print } from '../terminal.ts';
import { type Command, readWith } from './command.ts';
import { sourcesOf } from './sources.ts';

export const check: Command = {
  name: 'check',
  usage: 'SOURCE... [--rules FILE] [--format FORMAT] [--output FILE]',
  summary: 'compares stages with their states, and reports what differs',
  help: null,
  options: ['format', 'output', 'rules'],
  prepare(call) {
    const sources = sourcesOf(call, 'check');
    const format = call.options.get('format') ?? 'text';
    const output = call.options.get('output') ?? null;
    const rulesFile = call.options.get('rules');
    const rules = rulesFile === undefined ? null : readWith(rulesSourceForm, rulesFile, call);
    if (!isFormat(format)) {
      call.problem(`--format ${JSON.stringify(format)} is none of ${Object.keys(renderings).join(', ')}`);
    }
    const inputs = [...sources, rules].flatMap((input) => (input?.kind === 'FILE' ? [input.path] : []));
    return async (clock) => {
      if (output !== null) await requirePlace(output, inputs);
      // What asks AWS takes a tenth of a second to load, which a mistake in the call need not wait for.
      const { checkStates } = await import('../check-states.ts');
      const report = await checkStates(sources, rules, clock);
      const text = await render(report, isFormat(format) ? format : 'text', output);
      await (output === null ? print(text) : writeOutput(output, text));
      return exitCode(report);
    };
  },
};

async function render(report: Report, format: Format, output: string | null): Promise<string> {
  if (format !== 'text' || output !== null) return renderings[format](report);
  const { renderText } = await import('../../lib/report/text.ts');
  return renderText(report, colors);
}

/** Nothing that was checked is as good as nothing that could be checked: a pipeline has to notice either. */
function exitCode(report: Report): number {
  if (report.status === 'DRIFTED') return 2;
  const { resources, ignored } = report.summary;
  return isIncomplete(report) || resources + ignored === 0 ? 1 : 0;
}
