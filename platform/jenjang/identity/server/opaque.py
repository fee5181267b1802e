"""Codes, tokens and client secrets: given out once, kept as a hash only."""

import hmac
import secrets
from hashlib import sha256

BYTES = 32
"""256 random bits: no guess succeeds, so that a fast hash keeps them as well as a slow one."""


def new_secret() -> str:
    """A secret that nobody had before, safe in addresses and headers."""
    return secrets.token_urlsafe(BYTES)


def fingerprint(secret: str) -> bytes:
    """What is kept of a secret: it can be found again by it, and not be made from it."""
    return sha256(secret.encode()).digest()


def same(secret: str, kept: bytes | None) -> bool:
    """Whether a secret is the one that is kept, told in the same time either way."""
    return hmac.compare_digest(fingerprint(secret), kept or b"")
