import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checks, prerequisites } from '../../../lib/doctor/checks.ts';

describe('docs/doctor.md', () => {
  it('has every check in its order, with the actions that it needs', () => {
    const rows = readFileSync('docs/doctor.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (check|---)/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, name, , needs]) => [name, needs]);

    expect(rows).toEqual(
      [...prerequisites, ...checks].map(({ name, needs }) => [name, needs.map((action) => `\`${action}\``).join(', ')]),
    );
  });
});
