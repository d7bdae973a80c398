import type { Values } from '../resolve-template.ts';
import { given, madeHashKeyArn } from './module-tests.ts';

/** @returns what CloudFormation would know of the same resources, had it made them in Terraform's place */
export function stackValues(): Values {
  return {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': '123456789012',
    ReportTopic: of('aws_sns_topic.reports', 'arn'),
    AlarmTopic: of('aws_sns_topic.alarms', 'arn'),
    HashKey: madeHashKeyArn,
    LedgerBucket: of('aws_s3_bucket.ledger', 'bucket'),
    'LedgerBucket.Arn': of('aws_s3_bucket.ledger', 'arn'),
    CheckQueue: of('aws_sqs_queue.checks', 'url'),
    'CheckQueue.Arn': of('aws_sqs_queue.checks', 'arn'),
    'CheckQueue.QueueName': 'stagedrift-prod-checks',
    CheckDeadLetters: of('aws_sqs_queue.dead_letters', 'url'),
    'CheckDeadLetters.Arn': of('aws_sqs_queue.dead_letters', 'arn'),
    'CheckDeadLetters.QueueName': 'stagedrift-prod-check-dead-letters',
    'StageChanges.Arn': of('aws_cloudwatch_event_rule.events["stage-changes"]', 'arn'),
    'StatesWritten.Arn': of('aws_cloudwatch_event_rule.events["states-written"]', 'arn'),
    'WebAclChanges.Arn': of('aws_cloudwatch_event_rule.events["web-acl-changes"]', 'arn'),
    'DetectDriftRole.Arn': of('aws_iam_role.detect_drift', 'arn'),
    'ForwardingRole.Arn': of('aws_iam_role.forwarding', 'arn'),
    DetectDriftLambdaFunction: 'stagedrift-prod-detect-drift',
    'DetectDriftLambdaFunction.Arn': of('aws_lambda_function.detect_drift["schedule"]', 'arn'),
    DetectDriftOfEventsLambdaFunction: 'stagedrift-prod-detect-drift-events',
    'DetectDriftOfEventsLambdaFunction.Arn': of('aws_lambda_function.detect_drift["events"]', 'arn'),
    'DetectDriftEventsRuleSchedule1.Arn': of('aws_cloudwatch_event_rule.schedule', 'arn'),
    ServerlessDeploymentBucket: 'packages',
  };
}

function of(address: string, attribute: string): string {
  const value = given[address]?.[attribute];
  if (value === undefined) throw new Error(`The tests of the module give ${address} no ${attribute}`);
  return value;
}
