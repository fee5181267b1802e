"""What every room speaks of: errors, permissions, the context of a request. Knows no domain."""
