"""Units, positions and people in the contract."""
