"""The expressions of training said a second time in Python: the twins of their declarations."""

from collections.abc import Callable, Sequence
from datetime import date

from graph.reader.rows import Row, Rows

Leaf = Callable[[Rows, Row, date], object]


def counted(state: str) -> Leaf:
    """How many enrolments of an event are so."""

    def count(rows: Rows, row: Row, _: date) -> int:
        return [one["state"] for one in rows.where("training_enrolments", "event_id", row["id"])].count(state)

    return count


def bound(rows: Rows, row: Row, at: date, name: str) -> int | None:
    """A bound of the law for somebody of the person's kind."""
    (who,) = rows.where("employees", "id", row["employee_id"])
    for law in rows.at("rule_sets", "name", "training_hours", at):
        found = law["body"]["kinds"].get(who["kind"], {}).get(name)
        return None if found is None else int(found)
    return None


def most(rows: Rows, row: Row, at: date) -> int | None:
    law = bound(rows, row, at, "most")
    raised = [
        one["hours"]
        for one in rows.where("training_cap_raises", "employee_id", row["employee_id"])
        if one["year"] == row["year"]
    ]
    return None if law is None else max([law, *raised])


def taught(rows: Rows, row: Row, _: date) -> Sequence[object]:
    return [one["subject"] for one in rows.where("training_targets", "course_id", row["id"])]


LEAVES: dict[str, Leaf] = {
    "TrainingEvent.seated": counted("SEATED"),
    "TrainingEvent.waiting": counted("WAITING"),
    "TrainingYear.least": lambda rows, row, at: bound(rows, row, at, "least"),
    "TrainingYear.most": most,
}
COMPARED: dict[str, Callable[[Rows, Row, date], Sequence[object]]] = {
    "TrainingCourseFilter.competency": taught
}
