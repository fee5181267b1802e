"""How rows are kept: models, tenant-owned tables, row-level security, the tenant-bound transaction."""
