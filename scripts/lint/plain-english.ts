import { replacedWords } from './replaced-words.ts';

/** More than that has to be read twice. */
const maxWords = 30;

/** What a reader stumbles over, and what to do about it. `at` counts characters from the start of the text. */
export interface Problem {
  at: number;
  message: string;
}

/** A sentence ends with its sign and white space, before a blank or indented line, or with the text. */
const sentence = /\S.*?(?:[.!?][")”]*(?=\s)|(?=\n(?: {2}|\s*\n))|$)/gs;

const wordsOf = (text: string): number => text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;

/** Sentences of more than 30 words. */
export const longSentences = (text: string): Problem[] =>
  [...text.matchAll(sentence)]
    .map(({ 0: found, index }) => ({ at: index, words: wordsOf(found), begin: found.slice(0, 50) }))
    .filter(({ words }) => words > maxWords)
    .map(({ at, words, begin }) => ({
      at,
      message: `${words} words in a sentence, where ${maxWords} is the limit: say one thing at a time ("${begin}…")`,
    }));

/** Words that `replaced-words.ts` replaces. */
export const privateWords = (text: string): Problem[] =>
  replacedWords.flatMap(([pattern, instead]) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      at: index,
      message: `"${found.replace(/\s+/g, ' ')}": write ${instead}`,
    })),
  );
