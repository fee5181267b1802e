"""Deeds on partners, agreements and facilities."""
