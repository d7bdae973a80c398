import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shownPath, shownValue, visible } from '../../../lib/model/visible.ts';
import { anyText } from '../any-text.ts';

describe('a text made visible', () => {
  it.each([
    ['plain words', 'Orders, v2 (beta)', 'Orders, v2 (beta)'],
    ['letters of any script', 'Grün 注文 \u{1f600}', 'Grün 注文 \u{1f600}'],
    ['a line break', 'a\nb', 'a\\nb'],
    ['a carriage return', 'a\rb', 'a\\rb'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a colour for terminals', '\u001b[31mred', '\\u{1b}[31mred'],
    ['NUL', '\u0000', '\\u{0}'],
    ['a mark that turns the direction of reading', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width blank', 'a\u200bb', 'a\\u{200b}b'],
    ['a byte order mark', '\ufeffa', '\\u{feff}a'],
    ['a soft hyphen', 'a\u00adb', 'a\\u{ad}b'],
    ['a no-break blank', 'a\u00a0b', 'a\\u{a0}b'],
    ['a wide blank', 'a\u3000b', 'a\\u{3000}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a paragraph separator', 'a\u2029b', 'a\\u{2029}b'],
    ['a filler that looks empty', 'a\u3164b', 'a\\u{3164}b'],
    ['a pattern without dots', 'a\u2800b', 'a\\u{2800}b'],
    ['a variation selector', 'a\ufe0fb', 'a\\u{fe0f}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a character for private use', '\ue000', '\\u{e000}'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('spells out what is not seen: %s', (_, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('has no control, format or blank character but the plain blank', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(visible(text).replaceAll(' ', '')).not.toMatch(/[\p{C}\p{Z}]/u);
        expect(visible(text).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('a value', () => {
  it.each<[string, string | number | boolean | null, string]>([
    ['that is not set is said to be so', null, 'not set'],
    ['that is a text stands in quotes', 'info', '"info"'],
    ['that is an empty text stands in quotes', '', '""'],
    ['with a blank at its end shows it', 'info ', '"info "'],
    ['with quotes has them escaped', '{"a":1}', '"{\\"a\\":1}"'],
    ['with a backslash has it escaped', 'a\\nb', '"a\\\\nb"'],
    ['with a line break is another than one with a backslash and an n', 'a\nb', '"a\\nb"'],
    ['that is true stands plain', true, 'true'],
    ['that is false stands plain', false, 'false'],
    ['that is a number stands plain', 10.5, '10.5'],
    ['that is the text of a number is distinct from the number', '10.5', '"10.5"'],
    ['that is the text "not set" is distinct from what is not set', 'not set', '"not set"'],
  ])('%s', (_, value, expected) => {
    expect(shownValue(value)).toBe(expected);
  });
});

describe('a path', () => {
  it.each<[string, (string | number)[], string]>([
    ['of a setting is its name', ['description'], 'description'],
    ['of a key has the key in brackets and quotes', ['variables', 'LOG_LEVEL'], 'variables["LOG_LEVEL"]'],
    ['of a key in lower case looks no different', ['tags', 'owner'], 'tags["owner"]'],
    ['of a key with dots keeps it together', ['variables', 'log.level'], 'variables["log.level"]'],
    ['of a key with quotes escapes them', ['tags', 'a"b\\c'], 'tags["a\\"b\\\\c"]'],
    ['of a key with a line break shows it', ['tags', 'a\nb'], 'tags["a\\nb"]'],
    ['of a field of a block has its index', ['access_log_settings', 0, 'format'], 'access_log_settings[0].format'],
    [
      'of a key of a map in a block has both',
      ['canary_settings', 0, 'stage_variable_overrides', 'url'],
      'canary_settings[0].stage_variable_overrides["url"]',
    ],
    ['is visible in every part', ['a\u202e', 0, 'b\u202e'], 'a\\u{202e}[0].b\\u{202e}'],
  ])('%s', (_, path, expected) => {
    expect(shownPath(path)).toBe(expected);
  });
});
