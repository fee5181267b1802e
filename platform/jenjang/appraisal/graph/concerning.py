"""Whom a deed is about: the chain of deeds is asked by person, too."""

from typing import Protocol, TypeVar
from uuid import UUID

from jenjang.core.context import Context


class OnFile(Protocol):
    """A row about a person."""

    employee_id: UUID


R = TypeVar("R", bound=OnFile)


def on_file(context: Context, row: R) -> R:
    """The row, whose person is noted for the chain of deeds."""
    context.concern("Employee", row.employee_id)
    return row
