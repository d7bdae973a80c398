import * as v from 'valibot';
import { withoutWildcard } from '../resources/attribute.ts';
import type { LiveLogGroup } from '../resources/live.ts';
import { anObject, aText, flatten, number, text, textMap } from './flatten.ts';

/** A log group as DescribeLogGroups has it: without its tags. */
export interface DescribedLogGroup extends Omit<LiveLogGroup, 'tags'> {
  readonly logGroupName: string;
  /** Without the `:*` that stands for its log streams, as ListTagsForResource wants it. */
  readonly arn: string;
}

/** One page of a list; `nextToken` is `null` on the last. */
export interface LogGroupPage {
  readonly logGroups: readonly DescribedLogGroup[];
  readonly nextToken: string | null;
}

const pageSchema: v.GenericSchema<unknown, LogGroupPage> = v.object(
  {
    logGroups: v.nullish(
      v.array(
        v.object(
          {
            logGroupName: aText,
            arn: v.pipe(text, v.transform(withoutWildcard)),
            retentionInDays: number,
            kmsKeyId: text,
            // Endpoints from before there were classes leave it out.
            logGroupClass: v.nullish(aText, 'STANDARD'),
          },
          anObject,
        ),
        'a list',
      ),
      [],
    ),
    nextToken: v.nullish(aText, null),
  },
  anObject,
);

const tagsSchema = v.object({ tags: textMap }, anObject);

/**
 * @param answer of DescribeLogGroups, as the SDK hands it out
 * @throws UnusableAnswerError
 */
export function flattenLogGroupPage(answer: unknown): LogGroupPage {
  return flatten(pageSchema, answer, 'is not a list of log groups');
}

/**
 * @param answer of ListTagsForResource, as the SDK hands it out
 * @throws UnusableAnswerError
 */
export function flattenLogGroupTags(answer: unknown): ReadonlyMap<string, string> {
  return flatten(tagsSchema, answer, 'is not a list of tags').tags;
}
