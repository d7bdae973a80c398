# Watches the states of two buckets and the stages of a second account. In a configuration of your own, the source is
# git::https://HOST/OWNER/stagedrift.git//infra/terraform?ref=VERSION, and package the zip that `npm run package` made.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "payments"
  region = "eu-west-1"

  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/terraform"
  }
}

module "stagedrift" {
  source = "../.."

  package = "${path.module}/../../../../.serverless/stagedrift.zip"
  # For version 5 of the provider.
  runtime = "nodejs22.x"

  state_sources = [
    "s3://acme-terraform-states/env:/*/**/terraform.tfstate",
    "s3://acme-network-states/edge/terraform.tfstate",
  ]
  email       = "platform@example.com"
  alarm_email = "on-call@example.com"
  schedule    = "rate(30 minutes)"

  member_accounts           = ["444455556666"]
  cross_account_role_name   = "stagedrift-member"
  cross_account_external_id = "acme-stagedrift"
}

module "payments" {
  source    = "../../member"
  providers = { aws = aws.payments }

  stagedrift_role_arn = module.stagedrift.role_arn
  external_id         = "acme-stagedrift"
}

data "aws_caller_identity" "current" {}

# Stages of the second account change in its own region, and are checked at once, too.
module "payments_events" {
  source    = "../../watched-region"
  providers = { aws = aws.payments }

  home_event_bus_arn = "arn:aws:events:eu-west-1:${data.aws_caller_identity.current.account_id}:event-bus/default"
}

output "report_topic_arn" {
  value = module.stagedrift.report_topic_arn
}
