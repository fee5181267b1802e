"""Partners, agreements and facilities in the contract."""
