/**
 * Words that only this project's authors understand, each with what to write instead. `npm run lint` looks for them in the
 * documentation and in every printed text. A pattern covers the private sense of a word and leaves ordinary English
 * alone: "the doctor tells you" passes, "a finding is told" does not. A blank stands for any white space.
 */
const rows: [pattern: string, instead: string][] = [
  // Notifications
  ['told(?! (?:you|us|them|people|the|to))', '"notified", "reported" or "known"'],
  [
    '(?<!(?:can|cannot|not|could|to|which) )tell(?:s|ing)?(?: (?:what|all|it|once|nothing|everything|anything|no|of|on|in|only|how)|(?= ?[.,;:]))',
    '"notify", "report" or "say"',
  ],
  ['(?:is|are|be|has|had|have|no|with|its|claims) (?:no )?news', '"is new", "has changes" or "notifications"'],
  ['(?:for|finds?|finding) nobody|nobody is found', '"no author" or "no caller"'],

  // An apply in progress
  ['settl(?:es?|ed|ing)', '"wait for the apply"'],
  ['standing of', '"apply status"'],
  ['novelty', '"recency"'],
  ["(?:the|its|’s|'s) waiting(?! (?:room|list|time))", '"pending" or "the wait"'],
  ['(?:resources?|findings?|differences?) waits?', '"is pending"'],

  // Lookups and scope
  ['interview(?:er|s|ed)?|answer books?', '"lookups" or "lookup results"'],
  ['asked once', '"memoized"'],
  ['belongings', '"owned stages"'],
  ['unmet', '"unmatched selectors"'],
  ['(?:is|are|was|were) meant(?! (?:to|for|as|by))', '"is in scope"'],
  ['crowds?', '"global concurrency"'],
  ['the scene', '"deployment snapshot"'],
  ['groundwork', '"prerequisites"'],

  // Ledger and archive
  ["(?:has|have|had) no life|life of (?:a|the|each|every) finding|finding['’]s life", '"lifecycle" or "not tracked"'],
  ['forgetful', '"without a ledger"'],
  ['reports? (?:that )?(?:is|are|was|were) (?:not )?kept|kept reports?', '"archived"'],
  ['(?:is|are|was|were) remembered', '"stored in the ledger"'],

  // Limits
  ['(?:in|with|without|no|the|has|had) trouble', '"error" or "fails"'],
  ['patience', '"timeout" or "max attempts"'],
  ['(?:want of|no|had|have|has) room', '"does not fit the size limit"'],

  // Findings and remedies
  ['put(?:s|ting)? (?:\\S+ ){0,3}?back', '"revert"'],
  ['put(?:s|ting)? (?:\\S+ ){0,3}?right', '"fix"'],
  ['put down to', '"attributed to"'],
  ['take(?:s|n)? (?:it |them )?over (?:in|by)to?|took (?:it|them) over', '"adopted into Terraform" or "adopted by"'],
  ['pass(?:es|ed)? (?:\\S+ )?over', '"ignored"'],
  ['(?:is|mere|as) spelling', '"notation"'],

  // Riddles
  ['all is well', '"the all-clear" or "everything works"'],
  ['who it (?:was|is)', '"who made the change"'],
  ['comes? (?:again|late)', '"is retried" or "arrives late"'],
  ['that goes on', '"that continues"'],
  ['(?:is|was|are|were) left no time', '"there was no time to check"'],
  ['of which (?:most|some|much|all)', '"most of it", in a sentence of its own'],
  ['left out here', '"abridged"'],
  ['only so', '"only then", or say what is required'],
  ['(?:said|say it) by hand', '"given as an option"'],
  ['pairs? of eyes|last word', 'what it means, without the idiom'],
  ['whoever|whomever', '"anyone who" or the person'],
  ['anew', '"again"'],
  ['mend(?:s|ed|ing)?', '"fix"'],
];

/** The rows as expressions, which find all places in a text whatever their case. */
export const replacedWords = rows.map(([pattern, instead]): [RegExp, string] => [
  new RegExp(`(?<![\\w-])(?:${pattern.replaceAll(' ', '\\s+')})(?![\\w-])`, 'giu'),
  instead,
]);
