"""Competencies: what positions ask for, what people were assessed at, and the gap between the two."""
