"""Careers in the contract."""
