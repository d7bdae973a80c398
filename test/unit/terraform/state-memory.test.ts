import { describe, expect, it } from '@jest/globals';
import { createStateMemory, type ParsedState } from '../../../lib/terraform/state-memory.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { instanceText, stageType } from './state-builder.ts';

/** A state of which the attributes have some more characters than are given. */
function state(characters: number, etag = 'one'): ParsedState {
  const text = instanceText({ attributes: { description: 'x'.repeat(characters) } });
  return { file: parseStateFile(text, stageType), version: { etag, writtenAt: '2026-03-01T12:00:00.000Z' } };
}

describe('a memory', () => {
  it('has the last version of a state that it was given', () => {
    const memory = createStateMemory(1_000);
    memory.keep('s3://acme-tf/a', stageType, state(10));
    memory.keep('s3://acme-tf/a', stageType, state(10, 'two'));

    expect(memory.recall('s3://acme-tf/a', stageType)).toEqual(state(10, 'two'));
    expect(memory.recall('s3://acme-tf/b', stageType)).toBeNull();
  });

  it('has nothing of a state for other types of resources than it was parsed for', () => {
    const memory = createStateMemory(1_000);
    memory.keep('s3://acme-tf/a', stageType, state(10));

    expect(memory.recall('s3://acme-tf/a', new Set(['aws_api_gateway_rest_api']))).toBeNull();
  });

  it('keeps no state that has no version', () => {
    const memory = createStateMemory(1_000);
    memory.keep('s3://acme-tf/a', stageType, state(10));
    memory.keep('s3://acme-tf/a', stageType, { ...state(10), version: null });

    expect(memory.recall('s3://acme-tf/a', stageType)).toBeNull();
  });

  it('keeps the states that were read last, as far as there is room', () => {
    const memory = createStateMemory(1_000);
    const uris = ['a', 'b', 'c', 'd'];
    for (const uri of uris) memory.keep(uri, stageType, state(400));
    expect(uris.map((uri) => memory.recall(uri, stageType) !== null)).toEqual([false, false, true, true]);

    memory.keep('c', stageType, state(400, 'two'));
    memory.keep('e', stageType, state(400));
    expect(['c', 'd', 'e'].map((uri) => memory.recall(uri, stageType) !== null)).toEqual([true, false, true]);
  });

  it('without room for a state keeps none', () => {
    const memory = createStateMemory(1_000);
    memory.keep('a', stageType, state(2_000));

    expect(memory.recall('a', stageType)).toBeNull();
  });
});
