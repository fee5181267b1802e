"""The expressions of competencies said a second time in Python: the twins of their declarations."""

from collections.abc import Callable, Sequence
from datetime import date

from graph.reader.rows import Row, Rows, holds

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


LEAVES: dict[str, Leaf] = {
    "CompetencyAssessment.byName": name_by("by_employee_id"),
    "CompetencyAssessment.withdrawnByName": name_by("withdrawn_by_employee_id"),
    "CompetencyGap.assessed": assessed,
    "CompetencyGap.gap": gap,
}
WHERES: dict[str, Callable[[Row, date], bool]] = {
    "Employee.competencies": holds,
    "Employee.competencyGaps": is_asked,
    "Position.standards": holds,
    "Query.competencyGaps": is_asked,
}
COMPARED: dict[str, Callable[[Rows, Row, date], Sequence[object]]] = {"CompetencyGapFilter.within": ancestors}
COMPUTED: dict[str, Leaf] = {
    "CompetencyAssessmentFilter.withdrawn": lambda _, row, __: row["withdrawn_at"] is not None,
    "CompetencyGapFilter.assessed": lambda rows, row, at: assessed(rows, row, at) is not None,
    "CompetencyGapFilter.gap": gap,
}
