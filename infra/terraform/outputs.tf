output "report_topic_arn" {
  description = "Subscribe to this topic to get the reports."
  value       = aws_sns_topic.reports.arn
}

output "alarm_topic_arn" {
  description = "Subscribe to this topic to be notified when stagedrift itself fails."
  value       = aws_sns_topic.alarms.arn
}

output "ledger_bucket_name" {
  description = "Bucket that has the ledger and the reports below stagedrift/."
  value       = aws_s3_bucket.ledger.bucket
}

output "role_arn" {
  description = "Principal that member accounts let assume their role for stagedrift."
  value       = aws_iam_role.detect_drift.arn
}

output "function_name" {
  description = "Invoke it by hand for a check at once."
  value       = aws_lambda_function.detect_drift["schedule"].function_name
}
