"""Competencies in the contract."""
