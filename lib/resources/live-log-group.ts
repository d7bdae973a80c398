/** A log group as CloudWatch Logs has it now, from DescribeLogGroups and ListTagsForResource. */
export interface LiveLogGroup {
  /** 0 where its events never expire. */
  readonly retentionInDays: number;
  readonly kmsKeyId: string;
  readonly logGroupClass: string;
  /** Empty where tags were not asked for. */
  readonly tags: ReadonlyMap<string, string>;
}
