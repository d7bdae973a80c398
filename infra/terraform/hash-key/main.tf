# The key that marks masked values, so that a change of one shows. Its value is made by Secrets Manager and is never in the
# state: what makes it is ephemeral, and the argument that takes it is write-only.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "name" {
  description = "Start of the name of the secret."
  type        = string
}

variable "tags" {
  description = "Tags of the secret."
  type        = map(string)
}

# It goes with the rest: a later deployment has another key, which alerts nobody.
resource "aws_secretsmanager_secret" "this" {
  name_prefix = "${var.name}-hash-key-"
  description = "Key that marks masked values in the reports of stagedrift"
  tags        = var.tags
}

ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = 64
  exclude_punctuation = true
}

# Each run of Terraform makes a password. It is written only where there is none of this version yet.
resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.this.random_password
  secret_string_wo_version = 1
}

output "arn" {
  description = "The secret, once it has its value."
  value       = aws_secretsmanager_secret_version.this.arn
}
