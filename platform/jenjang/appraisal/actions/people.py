"""Who does a deed, and whether the row is of the version that was seen."""

from typing import Protocol, TypeVar
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, Stale


class NotAPerson(Forbidden):
    """Only a person's own account does this; this one belongs to an application."""


class NotTheSuperior(Forbidden):
    """Only the person's direct superior of today does this."""


class NotTheEvaluator(Forbidden):
    """Only the evaluator does this: the direct superior, or who is named; the one above once it is there."""


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


R = TypeVar("R", bound=Versioned)


def own_person(context: Context) -> UUID:
    """The person behind the account. Raises NotAPerson."""
    if context.viewer.employee_id is None:
        raise NotAPerson
    return context.viewer.employee_id


def check_version(row: Versioned, expected_version: int | None) -> None:
    """Refuse a row that isn't of the version that was seen (None: whatever it is). Raises Stale."""
    if expected_version not in (None, row.version):
        raise Stale("expectedVersion", current=row.version)


def changed(row: R, expected_version: int | None) -> R:
    """The row as the next version, if it is of the version that was seen. Raises Stale."""
    check_version(row, expected_version)
    row.version += 1
    return row
