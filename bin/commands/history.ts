import { ledgerForm } from '../../lib/model/ledger-uri.ts';
import { type Command, readWith } from './command.ts';

/** Days that no archive will ever reach back. */
const maxDays = 36_500;

export const history: Command = {
  name: 'history',
  usage: 's3://BUCKET/PREFIX [--since DAYS] [--format text|json]',
  summary: 'shows when each stage drifted and for how long, from the reports kept at LEDGER_URI (of 90 days)',
  help: null,
  options: ['format', 'since'],
  prepare(call) {
    const [uri = '', ...others] = call.words;
    const format = call.options.get('format') ?? 'text';
    const since = call.options.get('since') ?? '90';
    const days = Number(since);
    const archive =
      uri === '' || others.length > 0
        ? call.problem('history needs one archive: s3://bucket/prefix')
        : readWith(ledgerForm, uri, call);
    if (format !== 'text' && format !== 'json')
      call.problem(`--format ${JSON.stringify(format)} is none of text, json`);
    if (!(days > 0 && days <= maxDays))
      call.problem(`--since ${JSON.stringify(since)} is not a number of days above 0`);
    return async (clock) => {
      if (!archive) return 1;
      const { runHistory } = await import('../run-history.ts');
      return runHistory({ archive, days, format: format === 'json' ? 'json' : 'text' }, clock.now());
    };
  },
};
