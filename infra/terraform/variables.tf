# The same parameters as in serverless.yml, under the names that Terraform gives them.

variable "package" {
  description = "Path of the zip that `npm run package` makes: .serverless/stagedrift.zip."
  type        = string
}

variable "name" {
  description = "Start of the names of all that is made."
  type        = string
  default     = "stagedrift-prod"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,36}$", var.name))
    error_message = "name must have 1 to 37 small letters, digits or hyphens, and not begin with a hyphen."
  }
}

variable "runtime" {
  description = "Runtime of the functions: nodejs24.x, or nodejs22.x for a provider that does not know that yet."
  type        = string
  default     = "nodejs24.x"

  validation {
    condition     = contains(["nodejs22.x", "nodejs24.x"], var.runtime)
    error_message = "runtime must be nodejs22.x or nodejs24.x."
  }
}

variable "state_sources" {
  description = "s3:// URIs or globs of the Terraform states, such as s3://my-states/env:/*/**/terraform.tfstate."
  type        = list(string)

  validation {
    condition     = length(var.state_sources) > 0
    error_message = "state_sources must name at least one state."
  }

  validation {
    condition = alltrue([
      for source in var.state_sources :
      can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.*[^/]$", source)) && !strcontains(source, "$${")
    ])
    error_message = "state_sources must be of the form s3://bucket/key, without $${…}, in which a role sees a variable."
  }
}

variable "email" {
  description = "Who gets the reports by mail. Others subscribe to the topic themselves."
  type        = string
  default     = ""

  validation {
    condition     = var.email == "" || can(regex("^[^\\s@,]+@[^\\s@,]+\\.[^\\s@,]+$", var.email))
    error_message = "email must be an email address."
  }
}

variable "alarm_email" {
  description = "Who is notified when stagedrift itself fails: the readers of the reports, where nobody else is named."
  type        = string
  default     = ""

  validation {
    condition     = var.alarm_email == "" || can(regex("^[^\\s@,]+@[^\\s@,]+\\.[^\\s@,]+$", var.alarm_email))
    error_message = "alarm_email must be an email address."
  }
}

variable "schedule" {
  description = "How often everything is checked, as EventBridge says it."
  type        = string
  default     = "rate(1 hour)"

  validation {
    condition = can(regex(
      "^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\(\\S+( \\S+){5}\\))$",
      var.schedule
    ))
    error_message = "schedule must be like rate(15 minutes) or rate(1 hour), or a cron expression."
  }

  validation {
    condition     = startswith(var.schedule, "rate") || var.check_interval_minutes != null
    error_message = "A cron expression does not say how far apart checks are: say it in check_interval_minutes."
  }
}

variable "check_interval_minutes" {
  description = "Minutes between two checks, for a schedule that is a cron expression."
  type        = number
  default     = null

  validation {
    condition     = var.check_interval_minutes == null ? true : var.check_interval_minutes >= 1 && var.check_interval_minutes <= 5040
    error_message = "check_interval_minutes must be a number of minutes from 1 to 5040."
  }
}

variable "change_delay_seconds" {
  description = "Seconds from a change to its check: an apply should have written its state by then."
  type        = number
  default     = 60

  validation {
    condition     = var.change_delay_seconds >= 30 && var.change_delay_seconds <= 900
    error_message = "change_delay_seconds must be a number of seconds from 30 to 900."
  }
}

variable "lock_table" {
  description = "DynamoDB table that Terraform locks the states with (dynamodb_table): its name, or its ARN where it is in another region or account."
  type        = string
  default     = ""

  validation {
    condition     = var.lock_table == "" || can(regex("^(arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/)?[A-Za-z0-9_.-]{3,255}$", var.lock_table))
    error_message = "lock_table must be the name or the ARN of a DynamoDB table."
  }
}

variable "rules_uri" {
  description = "Rules: s3://bucket/key, or rules.yaml for the file in the package."
  type        = string
  default     = ""

  validation {
    condition     = !startswith(var.rules_uri, "s3://") || can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.*[^/]$", var.rules_uri))
    error_message = "rules_uri must be of the form s3://bucket/key, or the name of a file in the package."
  }
}

variable "remind_after_days" {
  description = "Days after which you are reminded of an open finding."
  type        = number
  default     = 3

  validation {
    condition     = var.remind_after_days > 0
    error_message = "remind_after_days must be a number of days above 0."
  }
}

variable "companions" {
  description = "Whether what stages use is checked with them: log groups, deployments, certificates, base path mappings."
  type        = bool
  default     = true
}

variable "cloud_trail_lookup" {
  description = "Whether new findings of a scheduled check are looked up in CloudTrail for who is behind them."
  type        = bool
  default     = true
}

variable "hash_key_arn" {
  description = "SSM parameter or secret with the key (16 characters or more) that marks masked values; one is made where nothing is said, and none goes without."
  type        = string
  default     = ""

  validation {
    condition = contains(["", "none"], var.hash_key_arn) || can(regex(
      "^arn:[a-z-]+:(ssm:[a-z0-9-]+:[0-9]{12}:parameter/.+|secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+)$",
      var.hash_key_arn
    ))
    error_message = "hash_key_arn must be the ARN of an SSM parameter or of a Secrets Manager secret, or none."
  }
}

variable "chat_topic_arn" {
  description = "SNS topic that Amazon Q Developer reads for chat cards."
  type        = string
  default     = ""

  validation {
    condition     = var.chat_topic_arn == "" || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.chat_topic_arn))
    error_message = "chat_topic_arn must be the ARN of an SNS topic."
  }
}

variable "member_accounts" {
  description = "Ids of other accounts that have watched stages."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.member_accounts) <= 40 && alltrue([for account in var.member_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "member_accounts must be 40 account ids at most, of 12 digits each. For more, give organization_id."
  }
}

variable "organization_id" {
  description = "Id of the organization whose accounts have watched stages, in place of member_accounts."
  type        = string
  default     = ""

  validation {
    condition     = var.organization_id == "" || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be the id of an organization, such as o-a1b2c3d4e5."
  }

  validation {
    condition     = var.organization_id == "" || length(var.member_accounts) == 0
    error_message = "organization_id already means all accounts of member_accounts: give one of the two."
  }
}

variable "cross_account_role_name" {
  description = "Name of the role that each member account has for stagedrift (the module member)."
  type        = string
  default     = ""

  validation {
    condition     = var.cross_account_role_name == "" || can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.cross_account_role_name))
    error_message = "cross_account_role_name must be the name of an IAM role alone, not its ARN."
  }

  validation {
    condition     = (var.cross_account_role_name == "") == (length(var.member_accounts) == 0 && var.organization_id == "")
    error_message = "cross_account_role_name needs member_accounts or organization_id, which say where the role is, and they need it."
  }
}

variable "cross_account_external_id" {
  description = "External id that the role in the member accounts asks for."
  type        = string
  default     = ""

  validation {
    condition     = var.cross_account_external_id == "" || (can(regex("^[A-Za-z0-9_+=,.@:/-]{2,}$", var.cross_account_external_id)) && length(var.cross_account_external_id) <= 1224)
    error_message = "cross_account_external_id must have 2 to 1224 letters, digits or any of + = , . @ : / _ -."
  }

  validation {
    condition     = var.cross_account_external_id == "" || var.cross_account_role_name != ""
    error_message = "cross_account_external_id needs cross_account_role_name, the name of the role that asks for it."
  }
}

variable "topic_key_arn" {
  description = "KMS key of your own for the topics; without it the topic of the reports has the key that AWS manages for SNS."
  type        = string
  default     = ""

  validation {
    condition     = var.topic_key_arn == "" || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.topic_key_arn))
    error_message = "topic_key_arn must be the ARN of a KMS key."
  }
}

variable "read_key_arns" {
  description = "KMS keys that states, rules, locks or the hash key are encrypted with, where AWS does not manage them."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for key in var.read_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", key))])
    error_message = "read_key_arns must be ARNs of KMS keys."
  }
}

variable "api_requests_per_second" {
  description = "Our share of API Gateway's 10 requests a second of each account and region, which the functions share."
  type        = number
  default     = 5

  validation {
    condition     = contains(range(1, 11), var.api_requests_per_second)
    error_message = "api_requests_per_second must be a whole number from 1 to 10, which the schedule and events can share."
  }
}

variable "memory_size" {
  description = "Megabytes of each function: 512 are enough for some 25,000 stages, 1536 for 100,000."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_size >= 256 && var.memory_size <= 10240
    error_message = "memory_size must be a number of megabytes from 256 to 10240."
  }
}

variable "log_retention_in_days" {
  description = "Days that the functions' logs are kept."
  type        = number
  default     = 30

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_in_days
    )
    error_message = "log_retention_in_days must be a number of days that CloudWatch Logs knows, such as 30 or 365."
  }
}

variable "delete_ledger" {
  description = "Whether the ledger and the reports go when the rest is destroyed. Without it, their bucket has to be empty."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of all that is made."
  type        = map(string)
  default     = {}
}
