import { textMap } from './attribute-type.ts';
import { awsCommand, json } from './aws-cli.ts';
import type { LiveKind, Question } from './live.ts';
import { keyPath } from './rest-api/patch.ts';
import type { RevertibleSetting } from './setting.ts';

/** `tags_all` is what the live tags mirror; `tags` is the part of it that is not from the provider's default_tags. */
export const tagAttributes = ['tags_all', 'tags'] as const;

interface Tagged {
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * The tags of anything that has tags.
 * @param service of the AWS CLI that tags it
 */
export function tags<Kind extends LiveKind>(
  service: 'apigateway' | 'logs',
  arnOf: (about: Question<Kind>) => string,
): RevertibleSetting<Kind, Tagged> {
  return {
    name: 'tags',
    attributes: tagAttributes,
    type: textMap,
    // Less AWS's own tags; their prefix is lower case only, so `AWS:` is a tag like any other.
    actual: (live) => new Map([...live.tags].filter(([key]) => !key.startsWith('aws:'))),
    revert: {
      command({ path: [, key = ''], expected }, about) {
        const place = { region: about.region, 'resource-arn': arnOf(about) };
        return expected === null
          ? awsCommand(service, 'untag-resource', { ...place, 'tag-keys': json([key]) })
          : awsCommand(service, 'tag-resource', { ...place, tags: json({ [key]: expected }) });
      },
      apiPaths: ([, key = '']) => [keyPath('/tags', String(key))],
    },
  };
}
