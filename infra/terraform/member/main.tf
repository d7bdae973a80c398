# The one role that an account has for stagedrift where it is deployed in another one: to read, and nothing else. The same
# as ../../member-role.yml.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "stagedrift_role_arn" {
  description = "ARN of the role of stagedrift: the output role_arn of its module."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", var.stagedrift_role_arn))
    error_message = "stagedrift_role_arn must be the ARN of a role."
  }
}

variable "external_id" {
  description = "What stagedrift has to say, too, so that nobody makes it read this account in their own name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{2,}$", var.external_id)) && length(var.external_id) <= 1224
    error_message = "external_id must have 2 to 1224 letters, digits or any of + = , . @ : / _ -."
  }
}

variable "role_name" {
  description = "Name of the role, the same in every account."
  type        = string
  default     = "stagedrift-member"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "role_name must be the name of a role."
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_iam_role" "member" {
  name        = var.role_name
  description = "Lets stagedrift read API Gateway stages and what they use"

  # The role is named in a condition: as the principal itself it would be lost when it is made again.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = split(":", var.stagedrift_role_arn)[4] }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = var.stagedrift_role_arn }
        StringEquals = { "sts:ExternalId" = var.external_id }
      }
    }]
  })
}

resource "aws_iam_role_policy" "member" {
  name = "read-stages"
  role = aws_iam_role.member.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ReadStages"
        Effect = "Allow"
        Action = "apigateway:GET"
        Resource = [
          "arn:${data.aws_partition.current.partition}:apigateway:*::/restapis/*/stages",
          "arn:${data.aws_partition.current.partition}:apigateway:*::/restapis/*/stages/*",
        ]
      },
      {
        Sid    = "ReadCompanions"
        Effect = "Allow"
        Action = "apigateway:GET"
        Resource = [
          "arn:${data.aws_partition.current.partition}:apigateway:*::/restapis/*/deployments",
          "arn:${data.aws_partition.current.partition}:apigateway:*::/restapis/*/deployments/*",
          "arn:${data.aws_partition.current.partition}:apigateway:*::/clientcertificates/*",
          "arn:${data.aws_partition.current.partition}:apigateway:*:*:/domainnames/*/basepathmappings/*",
        ]
      },
      {
        Sid      = "ReadLogGroups"
        Effect   = "Allow"
        Action   = ["logs:DescribeLogGroups", "logs:ListTagsForResource"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:*:${data.aws_caller_identity.current.account_id}:log-group:*"
      },
      {
        Sid      = "LookUpWhoIsBehindChanges"
        Effect   = "Allow"
        Action   = "cloudtrail:LookupEvents"
        Resource = "*"
      },
    ]
  })
}

output "role_name" {
  description = "cross_account_role_name of the module that deploys stagedrift."
  value       = aws_iam_role.member.name
}
