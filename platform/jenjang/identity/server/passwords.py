"""Passwords: hashed by argon2id, compared in the same time whether or not there is such an account."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from jenjang.core.errors import Refusal

T = TypeVar("T")

SHORTEST, LONGEST = 12, 128
"""Characters of a password (NIST SP 800-63B §3.1.1.2 asks for 8 at least, and room for 64)."""
AT_ONCE = 2
"""Hashes computed at a time: each takes 64 MiB and some 50 ms of a core."""

WAITING = 60
"""Hashes that may wait for their turn: who came after them would wait for seconds."""

_hasher = PasswordHasher()
_hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
_waiting: set[object] = set()


class TooManyAtOnce(Refusal):
    """Too many people are signing in at this moment: wait a minute."""


async def hashed(password: str) -> str:
    """What is kept of a password. Raises TooManyAtOnce."""
    return await _in_turn(lambda: _hasher.hash(password))


async def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; with none kept it is compared all the same, and is not.

    Raises TooManyAtOnce.
    """
    same = await _in_turn(lambda: _verify(kept or nobodys(), password[:LONGEST]))
    return same and kept is not None


async def _in_turn(work: Callable[[], T]) -> T:
    if len(_waiting) >= WAITING:
        raise TooManyAtOnce
    turn = object()
    _waiting.add(turn)
    try:
        return await asyncio.get_running_loop().run_in_executor(_hands, work)
    finally:
        _waiting.remove(turn)


@cache
def nobodys() -> str:
    """A hash that no password fits: what a name without an account is compared with."""
    return _hasher.hash("-" * LONGEST)


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
