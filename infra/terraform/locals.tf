locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  tags      = merge({ application = "stagedrift" }, var.tags)

  # Bucket, the key up to the first wildcard or backslash, and the rest, which is empty where a state is named.
  states = [for source in var.state_sources : regex("^s3://([^/]+)/([^*?\\\\]*)(.*)$", source)]

  state_buckets = distinct([for state in local.states : state[0]])
  # A state that is named, with the lock beside it; or all that is below the start of a glob.
  state_objects = distinct(flatten([
    for state in local.states :
    state[2] == "" ? ["${state[0]}/${state[1]}", "${state[0]}/${state[1]}.tflock"] : ["${state[0]}/${state[1]}*"]
  ]))
  # What Terraform locks each by in a table.
  lock_keys      = distinct([for state in local.states : "${state[0]}/${state[1]}${state[2] == "" ? "" : "*"}"])
  lock_table_arn = startswith(var.lock_table, "arn:") ? var.lock_table : "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${var.lock_table}"
  state_prefixes = distinct([for state in local.states : state[1]])

  # Empty where there is no key.
  hash_key_arn = var.hash_key_arn == "none" ? "" : var.hash_key_arn == "" ? module.hash_key[0].arn : var.hash_key_arn

  minutes          = { minute = 1, hour = 60, day = 1440 }
  rate             = try(regex("^rate\\(([0-9]+) (minute|hour|day)s?\\)$", var.schedule), ["0", "minute"])
  interval_minutes = var.check_interval_minutes != null ? var.check_interval_minutes : tonumber(local.rate[0]) * local.minutes[local.rate[1]]

  # CloudWatch counts in periods of a day at most.
  heartbeat_period = max(60, min(local.interval_minutes * 60, 86400))

  alarm_email = var.alarm_email == "" ? var.email : var.alarm_email
}
