"""Whom a provider's claims name: what is looked for among a government's people."""

from collections.abc import Mapping

from jenjang.tenancy.providers import PersonMapping

LONGEST = 254
"""Characters of the longest e-mail address."""


def named(mapping: PersonMapping, claims: Mapping[str, object]) -> str | None:
    """The NIP, SIASN id or e-mail address that the claims name somebody by; None when by none.

    An address counts only where the provider says, with a plain true, that it has verified it.
    """
    value = claims.get(mapping.claim)
    if mapping.names == "SUBJECT" or not isinstance(value, str):
        return None
    text = value.strip()
    if not 0 < len(text) <= LONGEST or not text.isprintable():
        return None
    if mapping.names == "EMAIL":
        return text.lower() if claims.get("email_verified") is True and "@" in text else None
    if mapping.names == "NUMBER":
        digits = text.replace(" ", "")
        return digits if digits.isascii() and digits.isdigit() else None
    return text
