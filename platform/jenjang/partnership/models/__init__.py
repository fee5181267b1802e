"""The tables of partnership."""
