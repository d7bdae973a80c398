# Forwards what changes API Gateway stages in one more region, or in one more account, to the event bus beside stagedrift.
# Rules see the events of their own region only. The same as ../../watched-region.yml.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "home_event_bus_arn" {
  description = "ARN of the default event bus in the account and region that stagedrift runs in."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/default$", var.home_event_bus_arn))
    error_message = "home_event_bus_arn must be the ARN of a default event bus, such as arn:aws:events:eu-west-1:111122223333:event-bus/default."
  }
}

variable "state_bucket_name" {
  description = "Bucket of this region with Terraform states that stagedrift reads; empty where there is none."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$", var.state_bucket_name))
    error_message = "state_bucket_name must be the name of a bucket, or empty."
  }
}

variable "name" {
  description = "Start of the names of all that is made."
  type        = string
  default     = "stagedrift-watched"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,30}$", var.name))
    error_message = "name must have 1 to 30 letters, digits, _ or -."
  }
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  rules = merge(
    {
      "stage-changes" = {
        description = "Calls that change API Gateway stages, for stagedrift to check them"
        pattern     = file("${path.module}/../../event-patterns/stage-changes.json")
      }
      "web-acl-changes" = {
        description = "Calls that put a web ACL on an API Gateway stage or take it off, for stagedrift to check them"
        pattern     = file("${path.module}/../../event-patterns/web-acl-changes.json")
      }
    },
    var.state_bucket_name == "" ? {} : {
      "states-written" = {
        description = "Terraform states that were written, for stagedrift to check what they own"
        pattern = templatefile("${path.module}/../../event-patterns/states-written.tftpl", {
          buckets = jsonencode([var.state_bucket_name])
        })
      }
    },
  )
}

resource "aws_iam_role" "forwarding" {
  # Roles are the same in all regions of an account, so that each region needs its own name.
  name        = "${var.name}-${data.aws_region.current.name}"
  description = "Lets EventBridge forward changes of API Gateway stages to stagedrift"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "forwarding" {
  name = "forward-events"
  role = aws_iam_role.forwarding.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ForwardEvents"
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.home_event_bus_arn
    }]
  })
}

resource "aws_cloudwatch_event_rule" "forwarded" {
  for_each = local.rules

  name          = "${var.name}-${each.key}"
  description   = each.value.description
  event_pattern = each.value.pattern
  state         = "ENABLED"
}

resource "aws_cloudwatch_event_target" "home" {
  for_each = aws_cloudwatch_event_rule.forwarded

  rule      = each.value.name
  target_id = "home-event-bus"
  arn       = var.home_event_bus_arn
  role_arn  = aws_iam_role.forwarding.arn

  # An hour on, the schedule has found the change.
  retry_policy {
    maximum_retry_attempts       = 185
    maximum_event_age_in_seconds = 3600
  }
}
