"""The world's evaluation of trainings at four levels."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from graph.reader.appraisals import moment, said
from graph.reader.world import UNITS, Row, key, person

from jenjang.training.models import evaluation as models

QUESTIONS = ("CONTENT", "FACILITIES", "TRAINER")


def training_evaluation(
    held: Iterable[Row], enrolled: Iterable[Row]
) -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table."""
    events, people = list(held), [row for row in enrolled if row["state"] == "COMPLETED"]
    yield models.TrainingReaction, [reaction(*one) for one in enumerate(people)]
    yield models.TrainingTally, list(tallies(events))
    yield models.TrainingRemark, list(remarks(events))
    yield models.TrainingTest, [test(*one) for one in enumerate(people)]
    yield models.TrainingBehaviour, [behaviour(*one) for one in enumerate(people)]
    yield models.TrainingResult, list(results(events))


def of(row: Row) -> dict[str, object]:
    return {"event_id": row["event_id"], "enrolment_id": row["id"], "employee_id": row["employee_id"]}


def reaction(place: int, row: Row) -> Row:
    return {"id": key("reaction", row["id"]), "answered": bool(place % 2), **of(row)}


def tallies(events: Iterable[Row]) -> Iterator[Row]:
    for place, event in enumerate(events):
        for which, question in enumerate(QUESTIONS):
            told = (place + which) % 3 > 0
            yield {
                "id": key("tally", event["id"], question),
                "event_id": event["id"],
                "question": question,
                "smallest": 2,
                "answers": 2 + which if told else None,
                "mean": Decimal("3.25") + which if told else None,
            }


def remarks(events: Iterable[Row]) -> Iterator[Row]:
    for place, event in enumerate(events):
        for which in range(3):
            yield {
                "id": key("remark", event["id"], which),
                "event_id": event["id"],
                "remark": said(place + which),
                "is_told": bool((place + which) % 3),
            }


def test(place: int, row: Row) -> Row:
    before = None if place % 4 == 1 else Decimal(40 + place % 30)
    after = None if place % 4 == 2 else Decimal(60 + place % 30)
    return {
        "id": key("test", row["id"]),
        "before": before,
        "after": after,
        "told_before": before if after else None,
        "told_after": after if before else None,
        "noted_at": moment(place),
        **of(row),
    }


def behaviour(place: int, row: Row) -> Row:
    superior = person(1 if row["employee_id"] == person(0) else 0)
    answered = {"applied": 1 + place % 5, "example": said(place), "answered_at": moment(place)}
    unanswered = dict.fromkeys(answered)
    return {
        "id": key("behaviour", row["id"]),
        "superior_employee_id": superior,
        "is_told": bool(place % 3),
        "answer_until": date(2026, 11, 10 + place % 20),
        **(answered if place % 3 else unanswered),
        **of(row),
    }


def results(events: Iterable[Row]) -> Iterator[Row]:
    for place, event in enumerate(events):
        before, after = Decimal(place % 3 * 10), Decimal(8)
        yield {
            "id": key("result", event["id"]),
            "event_id": event["id"],
            "unit_id": key("unit", list(UNITS)[place % len(UNITS)]),
            "indicator": said(place),
            "measure": said(place + 1),
            "before": before,
            "after": after,
            "before_on": date(2026, 1, 1 + place % 9),
            "after_on": date(2026, 6, 1 + place % 9),
            "source": said(place + 2),
        }
