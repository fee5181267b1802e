"""Training in the contract."""
