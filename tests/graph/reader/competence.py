"""The world's competencies: a dictionary, what positions ask for, what was assessed and what counts of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from graph.reader.appraisals import PEOPLE, moment, said
from graph.reader.world import UNITS, Row, day, key, person

from jenjang.competence import models

TECHNICAL = 4
NATIONAL = ("M.01", "M.05", "S.01")
SOURCES = ("ASSESSMENT_CENTRE", "LEADER", "TRAINING", "MENTORING", "CERTIFICATE", "IMPORT")
TIMES = (("2015-01-01", None), ("2020-01-01", "2026-11-21"), ("2026-11-21", None), ("2027-01-01", None))


def competence() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield models.TechnicalCompetency, dictionary()
    yield models.CompetencyStandard, standards()
    yield models.CompetencyAssessment, assessments()
    yield models.CompetencyLevel, levels()


def named(place: int) -> dict[str, object]:
    """The columns that name a competency: a national one, or a technical one."""
    national = place % 5 < len(NATIONAL)
    technical = None if national else key("technical", place % TECHNICAL)
    return {"competency": NATIONAL[place % 5] if national else None, "technical_competency_id": technical}


def subject(place: int) -> str:
    return str(named(place)["competency"] or named(place)["technical_competency_id"])


def dictionary() -> Iterator[Row]:
    for place in range(TECHNICAL):
        yield {
            "id": key("technical", place),
            "code": f"T.{place:02}",
            "name": said(place),
            "definition": said(place + 1),
            **{f"level_{level}": said(level) if (place + level) % 2 else None for level in range(1, 6)},
            "valid_from": date(2015, 1, 1),
            "valid_to": day(TIMES[place][1]),
        }


def standards() -> Iterator[Row]:
    for spot, name in enumerate(UNITS):
        for which in range(3):
            for place in range(4 + spot % 2):
                since, until = TIMES[(place + which) % 4] if place else TIMES[0]
                yield {
                    "id": key("standard", name, which, place),
                    "position_id": key("position", name, which),
                    **named(place),
                    "level": 1 + (spot + place + which) % 5,
                    "reason": said(place) if place % 2 else None,
                    "decree_number": None if which else 'No. "7"',
                    "valid_from": day(since),
                    "valid_to": day(until),
                }


def assessments() -> Iterator[Row]:
    for one in range(PEOPLE):
        for place in range(one % 5):
            year = 2022 + (one + place) % 5
            withdrawn = (one + place) % 4 == 3
            yield {
                "id": key("assessment", one, place),
                "employee_id": person(one),
                **named(place),
                "level": 1 + (one + place) % 5,
                "source": SOURCES[(one + place) % 6],
                "assessed_on": date(year, 11, 21),
                "expires_on": date(year + 3, 11, 21),
                "rule": "competency_validity 2018",
                "evidence": said(place) if one % 2 else None,
                "link": "https://bukti.example/1?a=b" if place % 2 else None,
                "by_employee_id": person((one + 3) % PEOPLE) if one % 3 else None,
                "made_at": moment(place // 2),
                "withdrawn_at": moment(one) if withdrawn else None,
                "withdrawn_reason": said(one) if withdrawn else None,
                "withdrawn_by_employee_id": person(0) if withdrawn else None,
            }


def levels() -> Iterator[Row]:
    for row in assessments():
        if row["withdrawn_at"]:
            continue
        yield {
            "id": key("level", row["id"]),
            "employee_id": row["employee_id"],
            "subject": str(row["competency"] or row["technical_competency_id"]),
            "level": row["level"],
            "assessment_id": row["id"],
            "valid_from": row["assessed_on"],
            "valid_to": row["expires_on"],
        }


def planned(placements: Iterable[Row]) -> dict[str, list[Row]]:
    """What the database computes of these rows, as far as it is ordered by."""
    return {
        "competency_standards": [
            {**row, "subject": str(row["competency"] or row["technical_competency_id"])}
            for row in standards()
        ],
        "competency_gaps": [
            {**row, "id": key("gap", row["id"]), "subject": subject(place % 4)}
            for place, row in enumerate(placements)
        ],
        "unit_competencies": [{"unit_id": key("unit", name), "subject": subject(0)} for name in UNITS],
    }
