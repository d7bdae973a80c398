# What the functions may do, word for word as in ../detect-drift-role.yml, which says why.
locals {
  statements = [for one in local.possible_statements : one.statement if one.when]

  possible_statements = [
    {
      when = true
      statement = {
        Sid      = "ReadStates"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = [for object in local.state_objects : "arn:${local.partition}:s3:::${object}"]
      }
    },
    {
      when = true
      statement = {
        Sid       = "ListStates"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = [for bucket in local.state_buckets : "arn:${local.partition}:s3:::${bucket}"]
        Condition = { StringEqualsIfExists = { "s3:prefix" = local.state_prefixes } }
      }
    },
    {
      when = var.lock_table != ""
      statement = {
        Sid       = "ReadLocks"
        Effect    = "Allow"
        Action    = "dynamodb:GetItem"
        Resource  = local.lock_table_arn
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = local.lock_keys } }
      }
    },
    {
      when = startswith(var.rules_uri, "s3://")
      statement = {
        Sid      = "ReadRules"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:${local.partition}:s3:::${trimprefix(var.rules_uri, "s3://")}"
      }
    },
    {
      when = length(var.read_key_arns) > 0
      statement = {
        Sid       = "DecryptWhatIsRead"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.read_key_arns
        Condition = { StringLike = { "kms:ViaService" = ["s3.*", "dynamodb.*", "ssm.*", "secretsmanager.*"] } }
      }
    },
    {
      when = var.hash_key_arn != "none"
      statement = {
        Sid      = "ReadHashKey"
        Effect   = "Allow"
        Action   = strcontains(var.hash_key_arn, ":ssm:") ? "ssm:GetParameter" : "secretsmanager:GetSecretValue"
        Resource = local.hash_key_arn
      }
    },
    {
      when = true
      statement = {
        Sid    = "ReadStages"
        Effect = "Allow"
        Action = "apigateway:GET"
        Resource = [
          "arn:${local.partition}:apigateway:*::/restapis/*/stages",
          "arn:${local.partition}:apigateway:*::/restapis/*/stages/*",
        ]
      }
    },
    {
      when = var.companions
      statement = {
        Sid    = "ReadCompanions"
        Effect = "Allow"
        Action = "apigateway:GET"
        Resource = [
          "arn:${local.partition}:apigateway:*::/restapis/*/deployments",
          "arn:${local.partition}:apigateway:*::/restapis/*/deployments/*",
          "arn:${local.partition}:apigateway:*::/clientcertificates/*",
          "arn:${local.partition}:apigateway:*:*:/domainnames/*/basepathmappings/*",
        ]
      }
    },
    {
      when = var.companions
      statement = {
        Sid      = "ReadLogGroups"
        Effect   = "Allow"
        Action   = ["logs:DescribeLogGroups", "logs:ListTagsForResource"]
        Resource = "arn:${local.partition}:logs:*:${local.account}:log-group:*"
      }
    },
    {
      when = var.cloud_trail_lookup
      statement = {
        Sid      = "LookUpWhoIsBehindChanges"
        Effect   = "Allow"
        Action   = "cloudtrail:LookupEvents"
        Resource = "*"
      }
    },
    {
      when = length(var.member_accounts) > 0
      statement = {
        Sid    = "ReadMemberAccounts"
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Resource = [
          for account in distinct(var.member_accounts) :
          "arn:${local.partition}:iam::${account}:role/${var.cross_account_role_name}"
        ]
      }
    },
    {
      when = var.organization_id != ""
      statement = {
        Sid       = "ReadOrganization"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Resource  = "arn:${local.partition}:iam::*:role/${var.cross_account_role_name}"
        Condition = { StringEquals = { "aws:ResourceOrgID" = var.organization_id } }
      }
    },
    {
      when = true
      statement = {
        Sid      = "PublishReports"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = compact([aws_sns_topic.reports.arn, var.chat_topic_arn])
      }
    },
    {
      when = var.topic_key_arn != ""
      statement = {
        Sid       = "EncryptReports"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource  = var.topic_key_arn
        Condition = { StringLike = { "kms:ViaService" = "sns.*" } }
      }
    },
    {
      when = true
      statement = {
        Sid      = "KeepLedger"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${aws_s3_bucket.ledger.arn}/stagedrift/*"
      }
    },
    {
      when = true
      statement = {
        Sid      = "KnowWhetherThereIsALedger"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = aws_s3_bucket.ledger.arn
      }
    },
    {
      when = true
      statement = {
        Sid      = "TakeAndPostponeEvents"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"]
        Resource = aws_sqs_queue.checks.arn
      }
    },
    {
      when = true
      statement = {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          for name in [local.functions.schedule.name, local.functions.events.name] :
          "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${name}:*"
        ]
      }
    },
    {
      when = true
      statement = {
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      }
    },
  ]
}

resource "aws_iam_role" "detect_drift" {
  name_prefix = "${var.name}-"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "detect_drift" {
  name   = "detect-drift"
  role   = aws_iam_role.detect_drift.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
