"""Study leave in the contract."""
