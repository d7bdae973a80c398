# Where events wait for their check, and where those end up that no check could use.

resource "aws_sqs_queue" "checks" {
  name                       = "${var.name}-checks"
  sqs_managed_sse_enabled    = true
  delay_seconds              = var.change_delay_seconds
  visibility_timeout_seconds = 6 * local.functions.events.timeout
  message_retention_seconds  = 345600
  tags                       = local.tags

  # An hour's attempts, in which the schedule has found the change.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name}-check-dead-letters"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
  tags                      = local.tags
}

locals {
  # Our own rules send events, and what they cannot send.
  queue_policies = {
    for name, queue in { checks = aws_sqs_queue.checks, dead_letters = aws_sqs_queue.dead_letters } :
    name => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "EventsOfOurRules"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = queue.arn
        Condition = { ArnEquals = { "aws:SourceArn" = [for rule in aws_cloudwatch_event_rule.events : rule.arn] } }
      }]
    })
  }
}

resource "aws_sqs_queue_policy" "checks" {
  queue_url = aws_sqs_queue.checks.url
  policy    = local.queue_policies.checks
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy    = local.queue_policies.dead_letters
}
