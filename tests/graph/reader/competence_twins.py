"""The expressions of competencies said a second time in Python: the twins of their declarations."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from graph.reader.rows import Row, Rows, holds, stands

from jenjang.competence.rules import match

Leaf = Callable[[Rows, Row, date], object]


def name_by(column: str) -> Leaf:
    """The name of the person whom a column names."""

    def name(rows: Rows, row: Row, _: date) -> object:
        return next((one["name"] for one in rows.where("employees", "id", row[column])), None)

    return name


def level(rows: Rows, employee: object, subject: object, at: date) -> int | None:
    """The level of somebody's that counts on a date."""
    for one in rows.at("competency_levels", "employee_id", employee, at):
        if one["subject"] == subject:
            return int(one["level"])
    return None


def assessed(rows: Rows, row: Row, at: date) -> int | None:
    return level(rows, row["employee_id"], row["subject"], at)


def gap(rows: Rows, row: Row, at: date) -> int | None:
    found = assessed(rows, row, at)
    return None if found is None else int(row["required"]) - found


def is_asked(row: Row, at: date) -> bool:
    """The person holds the position on the date, and the position asks for the level."""
    times = [
        {"valid_from": row[f"{one}_from"], "valid_to": row[f"{one}_to"]} for one in ("placed", "required")
    ]
    return all(holds(time, at) for time in times)


def ancestors(rows: Rows, row: Row, at: date) -> Sequence[object]:
    return [step["ancestor_id"] for step in rows.at("unit_ancestry", "unit_id", row["unit_id"], at)]


def asked_of(rows: Rows, person: Row, at: date) -> dict[object, int]:
    """The levels that the position held on a date asks for, by subject."""
    return {
        one["subject"]: int(one["level"])
        for held in rows.at("placements", "employee_id", person["id"], at)
        for one in rows.at("competency_standards", "position_id", held["position_id"], at)
    }


def levels_of(rows: Rows, person: Row, at: date) -> dict[object, int]:
    """The levels that count of what is asked for."""
    found = {subject: level(rows, person["id"], subject, at) for subject in asked_of(rows, person, at)}
    return {subject: one for subject, one in found.items() if one is not None}


def percent(rows: Rows, person: Row, at: date) -> Decimal | None:
    return match.percent(asked_of(rows, person, at), levels_of(rows, person, at))  # type: ignore[arg-type]  # texts


def match_law(rows: Rows, at: date) -> Row | None:
    return next(iter(rows.at("rule_sets", "name", "job_person_match", at)), None)


def match_class(rows: Rows, person: Row, at: date) -> object:
    law, reached = match_law(rows, at), percent(rows, person, at)
    return match.classified(match.match_rule(law["body"]), reached) if law and reached is not None else None


def match_version(rows: Rows, _: Row, at: date) -> object:
    law = match_law(rows, at)
    return law and f"{law['name']} {law['version']}"


def below(rows: Rows, row: Row, at: date) -> list[tuple[int, int | None]]:
    """What is asked of each below a unit in a competency, and the level that counts."""
    return [
        (int(asked["level"]), level(rows, held["employee_id"], row["subject"], at))
        for step in rows.at("unit_ancestry", "ancestor_id", row["unit_id"], at)
        for held in rows.at("placements", "unit_id", step["unit_id"], at)
        for asked in rows.at("competency_standards", "position_id", held["position_id"], at)
        if asked["subject"] == row["subject"]
    ]


def short(rows: Rows, row: Row, at: date) -> list[int]:
    """How many levels each of them misses who falls short."""
    return [asked - found for asked, found in below(rows, row, at) if found is not None and found < asked]


LEAVES: dict[str, Leaf] = {
    "CompetencyMatch.assessed": lambda rows, row, at: len(levels_of(rows, row, at)),
    "CompetencyMatch.matchClass": match_class,
    "CompetencyMatch.percent": percent,
    "CompetencyMatch.required": lambda rows, row, at: len(asked_of(rows, row, at)),
    "CompetencyMatch.rule": match_version,
    "UnitCompetencyGap.holders": lambda rows, row, at: len(below(rows, row, at)),
    "UnitCompetencyGap.missingLevels": lambda rows, row, at: sum(short(rows, row, at)),
    "UnitCompetencyGap.notAssessed": lambda rows, row, at: [one for _, one in below(rows, row, at)].count(
        None
    ),
    "UnitCompetencyGap.short": lambda rows, row, at: len(short(rows, row, at)),
    "CompetencyAssessment.byName": name_by("by_employee_id"),
    "CompetencyAssessment.withdrawnByName": name_by("withdrawn_by_employee_id"),
    "CompetencyGap.assessed": assessed,
    "CompetencyGap.gap": gap,
}
WHERES: dict[str, Callable[[Rows, Row, date], bool]] = {
    "Employee.competencies": stands,
    "Employee.competencyGaps": lambda _, row, at: is_asked(row, at),
    "Position.standards": stands,
    "Query.competencyGaps": lambda _, row, at: is_asked(row, at),
}
COMPARED: dict[str, Callable[[Rows, Row, date], Sequence[object]]] = {"CompetencyGapFilter.within": ancestors}
COMPUTED: dict[str, Leaf] = {
    "CompetencyAssessmentFilter.withdrawn": lambda _, row, __: row["withdrawn_at"] is not None,
    "CompetencyGapFilter.assessed": lambda rows, row, at: assessed(rows, row, at) is not None,
    "CompetencyGapFilter.gap": gap,
}
