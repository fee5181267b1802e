"""The world's career paths: between positions that are open, were or will be; and how they are chosen."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from graph.reader.appraisals import PEOPLE, moment, said
from graph.reader.competence import TIMES
from graph.reader.rows import Row as Found
from graph.reader.rows import Rows, holds
from graph.reader.world import UNITS, Row, day, key, person

from jenjang.career import models
from jenjang.career.aspirations import CareerAspiration
from jenjang.career.terms import Consent, MoveKind
from jenjang.core.permission import Viewer


def careers() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table."""
    yield models.CareerPath, paths()
    yield CareerAspiration, aspirations()


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


def aspirations() -> Iterator[Row]:
    """Of everybody one that runs, of every third one that was taken back, of each consent."""
    names = list(UNITS)
    for who in range(PEOPLE):
        for place in range(1 + (who % 3 == 0)):
            unit = names[who % len(names)]
            yield {
                "id": key("aspiration", who, place),
                "employee_id": person(who),
                "position_id": key("position", unit, place) if who % 4 else None,
                "level": None if who % 5 == 0 else "PENGAWAS",
                "unit_id": key("unit", unit) if who % 2 else None,
                "skill": said(who),
                "is_mobile": who % 2 == 0,
                "words": said(who + 1) if who % 3 else None,
                "consent": tuple(Consent)[(who + place) % 3],
                "consented_at": moment(who),
                "stated_on": date(2025 + place, 1 + who % 12, 5),
                "withdrawn_on": date(2026, 12, 5) if place else None,
                "version": 1 + who % 3,
            }


def is_told(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    """The own, or one that runs and somebody else may know of."""
    return row["employee_id"] == viewer.employee_id or not (
        row["withdrawn_on"] or row["consent"] == Consent.SELF_ONLY
    )


SHOWN = {"CareerAspiration": is_told}
GUARDS: dict[tuple[str, str], Callable[[Found], bool]] = {
    ("CareerAspiration", "aspiration:confided"): lambda row: row["consent"] == Consent.COMMITTEE
}
WHERES: dict[str, Callable[[Found, date], bool]] = {
    "Position.pathsFrom": holds,
    "Position.pathsTo": holds,
    "Query.careerPaths": holds,
}
