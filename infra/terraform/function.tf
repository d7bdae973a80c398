locals {
  # One bundle and one handler, for the schedule and people, and for events: ../../serverless.yml says why they are two, and
  # ../request-shares.ts how they share the requests a second. The mapping below lets two checks of events be under way.
  functions = {
    schedule = {
      name        = "${var.name}-detect-drift"
      description = "Compares API Gateway stages with their Terraform states and reports drift"
      timeout     = 900
      requests    = var.api_requests_per_second * 3 / 5
    }
    events = {
      name        = "${var.name}-detect-drift-events"
      description = "Compares the API Gateway stages that events are about with their Terraform states and reports drift"
      timeout     = 120
      requests    = var.api_requests_per_second / 5
    }
  }
}

resource "aws_lambda_function" "detect_drift" {
  for_each = local.functions

  function_name    = each.value.name
  description      = each.value.description
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "dist/functions/detect-drift.handler"
  runtime          = var.runtime
  architectures    = ["arm64"]
  role             = aws_iam_role.detect_drift.arn
  memory_size      = var.memory_size
  timeout          = each.value.timeout
  tags             = local.tags

  tracing_config {
    mode = "Active"
  }

  # Both functions publish their metrics under one service name, so that the alarms see the checks of both.
  environment {
    variables = {
      STATE_SOURCES             = join(",", var.state_sources)
      REPORT_TOPIC_ARN          = aws_sns_topic.reports.arn
      LEDGER_URI                = "s3://${aws_s3_bucket.ledger.bucket}/stagedrift"
      REMIND_AFTER_DAYS         = tostring(var.remind_after_days)
      LOCK_TABLE                = var.lock_table
      RULES_URI                 = var.rules_uri
      CHAT_TOPIC_ARN            = var.chat_topic_arn
      HASH_KEY_ARN              = local.hash_key_arn
      CROSS_ACCOUNT_ROLE_NAME   = var.cross_account_role_name
      CROSS_ACCOUNT_EXTERNAL_ID = var.cross_account_external_id
      CHECK_COMPANIONS          = tostring(var.companions)
      API_REQUESTS_PER_SECOND   = tostring(each.value.requests)
      CHECK_QUEUE_URL           = aws_sqs_queue.checks.url
      CLOUDTRAIL_LOOKUP         = tostring(var.cloud_trail_lookup)
      POWERTOOLS_SERVICE_NAME   = var.name
      POWERTOOLS_LOG_LEVEL      = "INFO"
    }
  }

  depends_on = [aws_cloudwatch_log_group.detect_drift, aws_iam_role_policy.detect_drift]
}

moved {
  from = aws_lambda_function.detect_drift
  to   = aws_lambda_function.detect_drift["schedule"]
}

resource "aws_lambda_function_event_invoke_config" "detect_drift" {
  function_name                = aws_lambda_function.detect_drift["schedule"].function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 3600
}

resource "aws_cloudwatch_log_group" "detect_drift" {
  for_each = local.functions

  name              = "/aws/lambda/${each.value.name}"
  retention_in_days = var.log_retention_in_days
  tags              = local.tags
}

moved {
  from = aws_cloudwatch_log_group.detect_drift
  to   = aws_cloudwatch_log_group.detect_drift["schedule"]
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "${var.name}-schedule"
  description         = "Checks every stage of every state"
  schedule_expression = var.schedule
  state               = "ENABLED"
  tags                = local.tags
}

resource "aws_cloudwatch_event_target" "schedule" {
  rule      = aws_cloudwatch_event_rule.schedule.name
  target_id = "schedule"
  arn       = aws_lambda_function.detect_drift["schedule"].arn
}

resource "aws_lambda_permission" "schedule" {
  function_name = aws_lambda_function.detect_drift["schedule"].function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule.arn
}

# A burst of events is one batch, and one check. Lambda has no limit below two invocations at once.
resource "aws_lambda_event_source_mapping" "checks" {
  function_name                      = aws_lambda_function.detect_drift["events"].arn
  event_source_arn                   = aws_sqs_queue.checks.arn
  batch_size                         = 1000
  maximum_batching_window_in_seconds = 10
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }
}
