"""Jenjang measured against the hand-written limit and against the usual stack: `make bench`."""
