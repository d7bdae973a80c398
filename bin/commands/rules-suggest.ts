import { existsSync } from 'node:fs';
import { isIncomplete } from '../../lib/report/report.ts';
import { requirePlace, writeOutput } from '../output-file.ts';
import { print } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';
import { sourcesOf } from './sources.ts';

export const rulesSuggest: Command = {
  name: 'rules suggest',
  usage: 'SOURCE... [--output FILE]',
  summary: "writes a rules file that ignores exactly today's drift, for 30 days",
  help: null,
  options: ['output'],
  prepare(call) {
    const sources = sourcesOf(call, 'rules suggest');
    const output = call.options.get('output') ?? null;
    return async (clock) => {
      // Rules that people have worked on are never written over.
      if (output !== null && existsSync(output)) {
        throw new UsageError(`${output} exists: name another file, or remove it first`);
      }
      if (output !== null) await requirePlace(output, []);
      const { checkStates } = await import('../check-states.ts');
      const { suggestRules } = await import('../../lib/report/suggested-rules.ts');
      const report = await checkStates(sources, null, clock);
      const { text, rules } = suggestRules(report);
      if (output === null) await print(text);
      else await writeOutput(output, text, 'wx');
      const { modified, deleted } = report.summary;
      process.stderr.write(`Suggested rules: ${rules} (changed resources: ${modified}, deleted: ${deleted})\n`);
      if (!isIncomplete(report)) return 0;
      process.stderr.write('Not everything could be checked: what drifted there is not in the rules.\n');
      return 1;
    };
  },
};
