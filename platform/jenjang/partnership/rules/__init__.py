"""Pure decisions on partners, agreements and facilities."""
