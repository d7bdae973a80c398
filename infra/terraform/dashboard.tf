# What stagedrift has checked, what it found, and how it is itself.
resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = templatefile("${path.module}/../dashboard.tftpl", {
    Region          = local.region
    Service         = var.name
    Function        = local.function_name
    Queue           = aws_sqs_queue.checks.name
    DeadLetterQueue = aws_sqs_queue.dead_letters.name
    Errors          = aws_cloudwatch_metric_alarm.alarms["errors"].arn
    Throttles       = aws_cloudwatch_metric_alarm.alarms["throttles"].arn
    DeadLetters     = aws_cloudwatch_metric_alarm.alarms["dead-letters"].arn
    OldEvents       = aws_cloudwatch_metric_alarm.alarms["old-events"].arn
    Heartbeat       = aws_cloudwatch_metric_alarm.alarms["heartbeat"].arn
  })
}
