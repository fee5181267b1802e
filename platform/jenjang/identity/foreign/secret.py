"""Our secrets at providers: never in a government's file, which many read, but where that file points."""

import os
from pathlib import Path

from jenjang.core.errors import Refusal


class SecretMissing(Refusal):
    """The secret for {issuer} isn't in {place}: put it there, alone."""


def secret_of(place: str, folder: Path, issuer: str) -> str:
    """The secret in `env:NAME` or `file:path`, a path from the governments' folder. Raises SecretMissing."""
    where, _, name = place.partition(":")
    try:
        found = os.environ[name] if where == "env" else (folder / name).read_text("utf-8")
    except (LookupError, OSError, ValueError):
        raise SecretMissing(issuer=issuer, place=place) from None
    if not found.strip():
        raise SecretMissing(issuer=issuer, place=place)
    return found.strip()
