# `npm run infra` runs it, without the module hash-key: Terraform 1.11 has no mock for what is ephemeral. No account is asked.
# Version 5 of the provider does not know nodejs24.x, hence the runtime.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/stagedrift" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:stagedrift" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::ledger", bucket = "ledger" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:topic" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:queue", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/queue" }
  }
  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:rule/rule" }
  }
}

variables {
  package       = "versions.tf"
  runtime       = "nodejs22.x"
  state_sources = ["s3://acme-terraform-states/env:/*/**/terraform.tfstate", "s3://acme-other-states/network/terraform.tfstate"]
}

run "with_no_more_than_where_the_states_are" {
  assert {
    condition     = aws_lambda_function.detect_drift["schedule"].environment[0].variables.STATE_SOURCES == join(",", var.state_sources)
    error_message = "The function does not know all states."
  }

  assert {
    condition = toset(jsondecode(aws_iam_role_policy.detect_drift.policy).Statement[0].Resource) == toset([
      "arn:aws:s3:::acme-terraform-states/env:/*",
      "arn:aws:s3:::acme-other-states/network/terraform.tfstate",
      "arn:aws:s3:::acme-other-states/network/terraform.tfstate.tflock",
    ])
    error_message = "The role reads other objects than the states and their locks."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.reports) + length(aws_sns_topic_subscription.alarms) == 0
    error_message = "Somebody gets reports who was not named."
  }
}

run "without_a_key_for_masked_values" {
  variables {
    hash_key_arn = "none"
  }

  assert {
    condition     = length(module.hash_key) == 0
    error_message = "A key is made that nobody wants."
  }

  assert {
    condition     = aws_lambda_function.detect_drift["schedule"].environment[0].variables.HASH_KEY_ARN == ""
    error_message = "The function looks for a key."
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.detect_drift.policy, "ReadHashKey")
    error_message = "The role may read a key."
  }
}

run "with_an_email_address" {
  command = plan

  variables {
    email    = "platform@example.com"
    schedule = "rate(15 minutes)"
  }

  assert {
    condition     = aws_sns_topic_subscription.alarms[0].endpoint == "platform@example.com"
    error_message = "Alarms reach nobody."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarms["heartbeat"].period == 900
    error_message = "The heartbeat does not follow the schedule."
  }
}
