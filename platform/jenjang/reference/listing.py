"""The shipped code lists, and how they come into the database: whole, repeatable, newest edition last."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from jenjang.reference.models import (
    Behaviour,
    Competency,
    Echelon,
    EducationLevel,
    PositionLevel,
    Rank,
    Region,
)

Row = dict[str, Any]  # Any: a column's value, text or a date or a number.

LISTS: tuple[type[Any], ...] = (Rank, PositionLevel, Echelon, EducationLevel, Competency, Behaviour, Region)
"""In the order in which they name each other. Any: both a `Listed` and a mapped model."""


@cache
def shipped(model: type[Any]) -> tuple[Row, ...]:
    """The rows of a code list as the package ships them, in order, each with its source and confidence.

    Any: as in LISTS. A row stands under the head of its file and may say otherwise.
    """
    text = (files("jenjang.reference") / "data" / f"{model.__tablename__}.toml").read_text("utf-8")
    head = tomllib.loads(text)
    rows = head.pop("rows")
    nothing = dict.fromkeys(column.name for column in model.__table__.columns)
    return tuple(nothing | head | {"position": place} | row for place, row in enumerate(rows, 1))


async def load_reference(database: AsyncConnection | AsyncSession) -> int:
    """Bring every code list into its table, as the owner; count the rows that were new or changed.

    A row that the newest edition no longer has stays: people's histories still name it.
    """
    return sum([await _load(database, model) for model in LISTS])


async def _load(database: AsyncConnection | AsyncSession, model: type[Any]) -> int:  # Any: as in LISTS.
    table = model.__table__
    new = insert(table).values(list(shipped(model)))  # type: ignore[arg-type]  # A class is hashable.
    changed = {column.name: new.excluded[column.name] for column in table.columns if column.name != "code"}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in changed.items()))
    upsert = new.on_conflict_do_update(index_elements=["code"], set_=changed, where=differs)
    return len((await database.execute(upsert.returning(table.c.code))).all())
