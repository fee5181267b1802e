"""The expressions of evaluation said a second time in Python: the twins of their declarations."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from graph.reader.appraisal_twins import of_two, own_eyes
from graph.reader.rows import Row, Rows

from jenjang.core.permission import Reach, Viewer
from jenjang.training.graph import evaluation

Asked = Callable[[Rows, Row, Viewer, date], bool]
Seen = Callable[[Rows, Viewer, Reach, Sequence[UUID], date], set[object]]


def trained(rows: Rows, viewer: Viewer, reach: Reach, _: Sequence[UUID], __: date) -> set[object]:
    """The events at which one trains."""
    if reach is not Reach.OWN:
        return set()
    return {one["id"] for one in rows.where("training_events", "trainer_employee_id", viewer.employee_id)}


def waits(_: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    """Whether one is asked of somebody, may still answer, and hasn't."""
    asked = row["superior_employee_id"] == viewer.employee_id and row["answer_until"] >= today
    return asked and row["applied"] is None


SUBJECTS: dict[int, Seen] = {
    id(evaluation.EVENTS): trained,
    id(evaluation.ASKED): own_eyes,
    id(evaluation.BEHAVIOURS): of_two("training_behaviours", "superior_employee_id"),
}
SHOWN: dict[str, Asked] = {
    "TrainingScore": lambda _, row, __, ___: row["answers"] is not None,
    "TrainingRemark": lambda _, row, __, ___: bool(row["is_told"]),
}
MINE: dict[str, Asked] = {"Viewer.trainingToEvaluate": waits}
WHERES: dict[str, Callable[[Rows, Row, date], bool]] = {
    "Viewer.trainingToReactTo": lambda _, row, __: not row["answered"]
}
