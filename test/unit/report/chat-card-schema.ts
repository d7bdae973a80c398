import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ChatCard, chatCards } from '../../../lib/report/chat/chat-card.ts';
import type { Report } from '../../../lib/report/report.ts';

const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('./chat/chat-card.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

/** Fails unless the chat service would show it: what it does not know it drops without a word. */
export function expectValidCard(card: unknown): void {
  validate(card);
  expect(validate.errors ?? []).toEqual([]);
}

/** @returns the cards of a report, each of which the chat service would show */
export function validCards(report: Report): readonly ChatCard[] {
  const cards = chatCards(report);
  for (const card of cards) expectValidCard(JSON.parse(JSON.stringify(card)));
  return cards;
}
