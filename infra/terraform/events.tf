# Which events lead to a check. No rule may have the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: the function's
# own reads would then be events for it.
locals {
  event_rules = {
    "stage-changes" = {
      description = "Calls that change API Gateway stages, for stagedrift to check them"
      pattern     = file("${path.module}/../event-patterns/stage-changes.json")
    }
    "states-written" = {
      description = "Terraform states that were written, for stagedrift to check what they own"
      pattern = templatefile("${path.module}/../event-patterns/states-written.tftpl", {
        buckets = jsonencode(local.state_buckets)
      })
    }
    "web-acl-changes" = {
      description = "Calls that put a web ACL on an API Gateway stage or take it off, for stagedrift to check them"
      pattern     = file("${path.module}/../event-patterns/web-acl-changes.json")
    }
  }
}

resource "aws_cloudwatch_event_rule" "events" {
  for_each = local.event_rules

  name          = "${var.name}-${each.key}"
  description   = each.value.description
  event_pattern = each.value.pattern
  state         = "ENABLED"
  tags          = local.tags
}

resource "aws_cloudwatch_event_target" "events" {
  for_each = aws_cloudwatch_event_rule.events

  rule      = each.value.name
  target_id = "check-queue"
  arn       = aws_sqs_queue.checks.arn

  # An hour on, the schedule has found the change.
  retry_policy {
    maximum_retry_attempts       = 185
    maximum_event_age_in_seconds = 3600
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}

# Lets the watched accounts forward their events to the event bus of this one.
resource "aws_cloudwatch_event_permission" "member" {
  for_each = toset(var.member_accounts)

  statement_id = "${var.name}-member-${each.value}"
  principal    = each.value
  action       = "events:PutEvents"
}

resource "aws_cloudwatch_event_permission" "organization" {
  count = var.organization_id == "" ? 0 : 1

  statement_id = "${var.name}-organization"
  principal    = "*"
  action       = "events:PutEvents"

  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = var.organization_id
  }
}
