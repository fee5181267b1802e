"""The demo's people: invented, but shaped as SIASN's files are, the same at every start."""
