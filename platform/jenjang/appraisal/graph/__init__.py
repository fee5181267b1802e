"""Appraisal in the contract."""
