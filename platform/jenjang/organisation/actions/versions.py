"""Who does a deed, and whether the row is of the version that was seen."""

from typing import Protocol, TypeVar
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, Stale


class NotAPerson(Forbidden):
    """Only a person's own account does this; this one belongs to an application."""


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


R = TypeVar("R", bound=Versioned)


def own_person(context: Context) -> UUID:
    """The person behind the account. Raises NotAPerson."""
    if context.viewer.employee_id is None:
        raise NotAPerson
    return context.viewer.employee_id


def check_version(row: Versioned, expected_version: int | None, unseen: int = 0) -> None:
    """Refuse a row that isn't of the version that was seen (None: whatever it is). Raises Stale.

    `unseen`: how many of its versions, 0 or more, aren't told to who does the deed.
    """
    if expected_version not in (None, row.version - unseen):
        raise Stale("expectedVersion", current=row.version - unseen)


def changed(row: R, expected_version: int | None, unseen: int = 0) -> R:
    """The row as the next version, if it is of the version that was seen. Raises Stale."""
    check_version(row, expected_version, unseen)
    row.version += 1
    return row
