# Where reports go, and, apart from them, alarms about stagedrift itself.

resource "aws_sns_topic" "reports" {
  name         = "${var.name}-reports"
  display_name = "stagedrift"
  # Only the function publishes, and it may use the key that AWS manages.
  kms_master_key_id = var.topic_key_arn == "" ? "alias/aws/sns" : var.topic_key_arn
  tags              = local.tags
}

resource "aws_sns_topic_policy" "reports" {
  arn = aws_sns_topic.reports.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OwnAccount"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = ["sns:Publish", "sns:Subscribe"]
        Resource  = aws_sns_topic.reports.arn
      },
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.reports.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "reports" {
  count = var.email == "" ? 0 : 1

  topic_arn = aws_sns_topic.reports.arn
  protocol  = "email"
  endpoint  = var.email
}

resource "aws_sns_topic" "alarms" {
  name         = "${var.name}-alarms"
  display_name = "stagedrift alarms"
  # CloudWatch cannot use the key that AWS manages for SNS; a key of your own has to let cloudwatch.amazonaws.com use it.
  kms_master_key_id = var.topic_key_arn == "" ? null : var.topic_key_arn
  tags              = local.tags
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AlarmsOfThisAccount"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms.arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*" }
        }
      },
      {
        Sid       = "OwnAccount"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "sns:Subscribe"
        Resource  = aws_sns_topic.alarms.arn
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  count = local.alarm_email == "" ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = local.alarm_email
}
