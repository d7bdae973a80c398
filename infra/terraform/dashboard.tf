# What stagedrift has checked, what it found, and how it is itself.
resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = templatefile("${path.module}/../dashboard.tftpl", {
    Partition       = local.partition
    Region          = local.region
    Account         = local.account
    Service         = var.name
    Function        = local.functions.schedule.name
    EventFunction   = local.functions.events.name
    Queue           = aws_sqs_queue.checks.name
    DeadLetterQueue = aws_sqs_queue.dead_letters.name
  })
}
