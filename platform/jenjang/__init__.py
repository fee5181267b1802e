"""Jenjang: the careers of Indonesian regional civil servants, one GraphQL API for many governments."""
