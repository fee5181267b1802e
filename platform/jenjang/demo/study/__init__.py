"""The demo's study leaves, and what its very good years gave a right to."""
