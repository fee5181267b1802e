"""Letters between domains: what one tells the others as it happens, for the worker to deliver."""
