"""What is worth a record."""

from enum import StrEnum


class EventKind(StrEnum):
    """What happened."""

    SIGNED_IN = "SIGNED_IN"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    SIGNED_OUT = "SIGNED_OUT"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105  A kind of event.
    CLIENT_ALLOWED = "CLIENT_ALLOWED"
    CODE_USED_TWICE = "CODE_USED_TWICE"
    REFRESH_TOKEN_USED_TWICE = "REFRESH_TOKEN_USED_TWICE"  # noqa: S105  A kind of event.
    TOKEN_REVOKED = "TOKEN_REVOKED"  # noqa: S105  A kind of event.
    CLIENT_REGISTERED = "CLIENT_REGISTERED"
    CLIENT_SECRET_ROTATED = "CLIENT_SECRET_ROTATED"  # noqa: S105  A kind of event.
    CLIENT_REVOKED = "CLIENT_REVOKED"
    KEY_ROTATED = "KEY_ROTATED"
