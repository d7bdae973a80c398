import { textMap } from './attribute.ts';
import type { Setting } from './resource-type.ts';

/** `tags_all` is what the live tags mirror; `tags` is the part of it that is not from the provider's default_tags. */
export const tagAttributes = ['tags_all', 'tags'] as const;

/** The tags of anything that has tags. */
export const tags: Setting<{ readonly tags: ReadonlyMap<string, string> }> = {
  name: 'tags',
  attributes: tagAttributes,
  type: textMap,
  actual: (live) => withoutSystemTags(live.tags),
};

/** AWS's own tags; the prefix is lower case only, so `AWS:` is a tag like any other. */
function withoutSystemTags(live: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...live].filter(([key]) => !key.startsWith('aws:')));
}
