"""Asking for many rows at once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY


def any_of(values: Collection[object], kind: type[Text] | type[Uuid[UUID]]) -> ColumnElement[Any]:
    """One of so many values that each can't be a parameter. Any: a text or a key."""
    return any_(literal(list(values), ARRAY(kind())))
