# Marks masked values, so that a change of one shows.
module "hash_key" {
  source = "./hash-key"
  count  = var.hash_key_arn == "" ? 1 : 0

  name = var.name
  tags = local.tags
}
