terraform {
  # The key for masked values is ephemeral and goes into a write-only argument (hash-key/).
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # Version 5 does not know the runtime nodejs24.x: with it, set the variable runtime to nodejs22.x.
      version = ">= 5.100, < 7"
    }
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
