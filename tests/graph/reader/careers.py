"""The world's career paths: between positions that are open, were or will be; and how they are chosen."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from graph.reader.competence import TIMES
from graph.reader.rows import Row as Found
from graph.reader.rows import holds
from graph.reader.world import UNITS, Row, day, key

from jenjang.career import models
from jenjang.career.terms import MoveKind


def careers() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table."""
    yield models.CareerPath, paths()


def paths() -> Iterator[Row]:
    names = list(UNITS)
    for spot, name in enumerate(names):
        for place, (since, until) in enumerate(TIMES[1:]):
            yield {
                "id": key("path", name, place),
                "from_position_id": key("position", name, place),
                "to_position_id": key("position", names[(spot + 1) % len(names)], place),
                "move": tuple(MoveKind)[(spot + place) % 3],
                "rule": "career_pattern 2021",
                "reason": 'Pola "karier"',
                "version": 1 + place,
                "valid_from": day(since),
                "valid_to": day(until),
            }


WHERES: dict[str, Callable[[Found, date], bool]] = {
    "Position.pathsFrom": holds,
    "Position.pathsTo": holds,
    "Query.careerPaths": holds,
}
