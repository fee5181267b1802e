"""National rule sets as effective-dated, versioned data with their source."""
