import { logGroupArn } from '../model/arn.ts';
import { type AttributeType, flag, number, text, withoutWildcard } from './attribute-type.ts';
import { awsCommand } from './aws-cli.ts';
import { homeInArn, isAt, locateWith, stagesByUse, textInBlock, textOf } from './companion.ts';
import { resourceType } from './resource-type.ts';
import type { Revert } from './revert.ts';
import type { DirectoryEntry, StageDirectory } from './stage-directory.ts';
import { tagAttributes, tags } from './tags.ts';

/** A class that is not set is the one that the service takes then. */
const logGroupClass: AttributeType = { ...text, read: (value, name) => text.read(value, name) ?? 'STANDARD' };

const revertRetention = putOrRemove('put-retention-policy', 'retention-in-days', 'delete-retention-policy');
const revertKey = putOrRemove('associate-kms-key', 'kms-key-id', 'disassociate-kms-key');

/** The AWS CLI has two options for a switch, and no value. */
const revertDeletionProtection: Revert<'LOG_GROUP'> = {
  command({ expected }, { region, id }) {
    const command = awsCommand('logs', 'put-log-group-deletion-protection', {
      region,
      'log-group-identifier': id.logGroupName,
    });
    return (
      command && [...command, expected === true ? '--deletion-protection-enabled' : '--no-deletion-protection-enabled']
    );
  },
  apiPaths: () => [],
};

/** `aws_cloudwatch_log_group`, where a stage of the states writes its execution log or its access log to it. */
export const logGroup = resourceType<'LOG_GROUP'>({
  type: 'aws_cloudwatch_log_group',
  companion: true,
  namedBy: 'name',
  // Account and region are those of its own ARN, or else of the stage.
  locate({ attributes }, stages) {
    const logGroupName = textOf(attributes, 'name');
    if (logGroupName === '') return null;
    const arn = textOf(attributes, 'arn');
    const home = homeInArn(arn);
    const loggers = [
      ...executionLoggers(logGroupName, stages).filter(isAt(home)),
      ...accessLoggers(withoutWildcard(arn), stages),
    ];
    const withTags = tagAttributes.some((attribute) => attributes.has(attribute));
    return locateWith(loggers, home, 'LOG_GROUP', { logGroupName, withTags });
  },
  part: (live) => ({ kind: 'FOUND', live }),
  settings: [
    // 0 is "never expires", in the state as on the service, which then leaves it out.
    { name: 'retention_in_days', type: number, actual: (live) => live.retentionInDays, revert: revertRetention },
    { name: 'kms_key_id', type: text, actual: (live) => live.kmsKeyId, revert: revertKey },
    // A class is chosen when the log group is made, and never again.
    { name: 'log_group_class', type: logGroupClass, actual: (live) => live.logGroupClass, revert: null },
    {
      name: 'deletion_protection_enabled',
      type: flag,
      actual: (live) => live.deletionProtectionEnabled,
      revert: revertDeletionProtection,
    },
    tags('logs', logGroupArn),
  ],
  notCompared: ['id', 'arn', 'name', 'name_prefix', 'region', 'skip_destroy'],
});

/** CloudWatch Logs has an operation a setting, one to take it away, and no paths. */
function putOrRemove(put: string, option: string, remove: string): Revert<'LOG_GROUP'> {
  return {
    command({ expected }, { region, id }) {
      const options = { region, 'log-group-name': id.logGroupName };
      if (expected === null || expected === 0) return awsCommand('logs', remove, options);
      return awsCommand('logs', put, { ...options, [option]: String(expected) });
    },
    apiPaths: () => [],
  };
}

/** Stages whose access log goes to a log group of this ARN. */
const accessLoggers = stagesByUse(({ attributes }) => [
  withoutWildcard(textInBlock(attributes, 'access_log_settings', 'destination_arn')),
]);

/**
 * Stages whose execution log has this name. Source: API Gateway's documentation; the name cannot be chosen, so a state
 * has it only to set how long it is kept.
 */
function executionLoggers(logGroupName: string, stages: StageDirectory): readonly DirectoryEntry[] {
  const [, apiId = null, stageName] = /^API-Gateway-Execution-Logs_([^/]+)\/(.+)$/.exec(logGroupName) ?? [];
  return stages.stagesOf(apiId).filter(({ id }) => id.stageName === stageName);
}
