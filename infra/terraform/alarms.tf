# When somebody has to look after stagedrift itself. docs/runbook.md says for each what to do.
locals {
  # Something happened at least once within five minutes.
  once = {
    statistic  = "Sum"
    period     = 300
    periods    = 1
    comparison = "GreaterThanOrEqualToThreshold"
    threshold  = 1
    missing    = "notBreaching"
  }
  alarms = {
    errors = merge(local.once, {
      description = "A scheduled check failed or was stopped"
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = local.functions.schedule.name }
    })
    event-errors = merge(local.once, {
      description = "A check of events could not begin or was stopped"
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = local.functions.events.name }
    })
    # Lambda counts an invocation that hands messages back as one that succeeded.
    failed-checks = merge(local.once, {
      description = "A check that an event asked for failed"
      namespace   = "stagedrift"
      metric      = "ChecksFailed"
      dimensions  = { service = var.name }
    })
    throttles = merge(local.once, {
      description = "Lambda throttled a scheduled check for a quarter of an hour"
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = local.functions.schedule.name }
      periods     = 3
    })
    event-throttles = merge(local.once, {
      description = "Lambda throttled checks of events for a quarter of an hour"
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = { FunctionName = local.functions.events.name }
      periods     = 3
    })
    dead-letters = merge(local.once, {
      description = "An event could not be used for a check"
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dead_letters.name }
      statistic   = "Maximum"
    })
    # Longer than the longest delay of an event and one more attempt take together: see ../alarms.yml.
    old-events = {
      description = "An event has waited for its check for more than half an hour"
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = aws_sqs_queue.checks.name }
      statistic   = "Maximum"
      period      = 300
      periods     = 1
      comparison  = "GreaterThanThreshold"
      threshold   = 1800
      missing     = "notBreaching"
    }
    # Without it, a deployment that does nothing would look like stages that never drift.
    heartbeat = {
      description = "No scheduled check has succeeded for two intervals"
      namespace   = "stagedrift"
      metric      = "ScheduledChecks"
      dimensions  = { service = var.name }
      statistic   = "Sum"
      period      = local.heartbeat_period
      periods     = ceil(2 * local.interval_minutes * 60 / local.heartbeat_period)
      comparison  = "LessThanThreshold"
      threshold   = 1
      missing     = "breaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "alarms" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.description}. See docs/runbook.md#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = local.tags

  lifecycle {
    precondition {
      condition     = local.interval_minutes <= 5040
      error_message = "schedule: checks would be ${local.interval_minutes} minutes apart, and at most 5040 can be watched by an alarm."
    }
  }
}
