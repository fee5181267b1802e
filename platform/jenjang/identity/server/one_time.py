"""One-time passwords by the clock (RFC 6238), as every authenticator app makes them; and recovery codes."""

import hmac
import secrets
from base64 import b32decode, b32encode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, SECONDS = 6, 30
"""Of a code: how long it is, and how long it is shown."""
WINDOW = 1
"""Steps before and after ours that are taken: clocks differ (RFC 6238 §5.2)."""
BYTES = 20
"""Of a secret: as many as its hash has (RFC 4226 §4)."""
CODES = 10
"""Recovery codes that somebody gets."""
CODE_BYTES = 10
"""80 random bits: no guess succeeds, so that a fast hash keeps them as well as a slow one."""
GROUP = 4


def new_secret() -> str:
    """A secret as people may type it, in base32."""
    return b32encode(secrets.token_bytes(BYTES)).decode()


def new_recovery_codes() -> list[str]:
    """As many as somebody gets, as they are shown."""
    return [grouped(b32encode(secrets.token_bytes(CODE_BYTES)).decode()) for _ in range(CODES)]


def grouped(text: str) -> str:
    """In groups of four, which are easily read and typed."""
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def plain(text: str) -> str:
    """A code as it is compared: without the blanks and dashes that group it, in capitals."""
    return "".join(one for one in text[:80] if one.isascii() and one.isalnum()).upper()


def step_of(secret: str, code: str, at: float, last: int) -> int | None:
    """Which half minute's code it is, of those near `at` (seconds since 1970); None: of none.

    `last`: the newest one whose code was taken. It and all before it are taken no more (RFC 6238 §5.2).
    """
    now, given = int(at) // SECONDS, code.encode()
    near = range(max(now - WINDOW, last + 1), now + WINDOW + 1)
    maker = _maker(secret)
    fitting = [step for step in near if hmac.compare_digest(maker.generate(step * SECONDS), given)]
    return fitting[0] if fitting else None


def address(secret: str, account: str, issuer: str) -> str:
    """What an authenticator app reads: an otpauth:// address."""
    return _maker(secret).get_provisioning_uri(account, issuer)


def _maker(secret: str) -> TOTP:
    # SHA-1, since many apps know nothing else; what breaks it as a digest doesn't break HMAC.
    return TOTP(b32decode(secret), DIGITS, SHA1(), SECONDS)  # noqa: S303  As above.
