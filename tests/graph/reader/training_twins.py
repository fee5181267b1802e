"""The expressions of training said a second time in Python: the twins of their declarations."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from graph.reader.rows import Row, Rows, lowered, stands

from jenjang.core.permission import Viewer
from jenjang.training.terms import LIVE

Leaf = Callable[[Rows, Row, date], object]
Asked = Callable[[Rows, Row, Viewer, date], bool]


def counted(state: str) -> Leaf:
    """How many enrolments of an event are so."""

    def count(rows: Rows, row: Row, _: date) -> int:
        return [one["state"] for one in rows.where("training_enrolments", "event_id", row["id"])].count(state)

    return count


def bound(rows: Rows, row: Row, at: date, name: str) -> int | None:
    """A bound of the law for somebody of the person's kind."""
    (who,) = rows.where("employees", "id", row["employee_id"])
    for law in rows.at("rule_sets", "name", "training_hours", min(at, date(row["year"], 12, 31))):
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


def papers(rows: Rows, budget: Row) -> Sequence[Row]:
    """Certificates of what a budget paid."""
    paid = rows.where("training_enrolments", "budget_id", budget["id"])
    return [one for each in paid for one in rows.where("training_certificates", "enrolment_id", each["id"])]


def hours(rows: Rows, row: Row, _: date) -> int:
    return sum(one["hours"] for one in papers(rows, row))


def raised(rows: Rows, row: Row, _: date) -> int:
    """By how many levels people rose on the last day by what they were taught."""
    return sum(
        rise(rows, one, target["subject"])
        for one in papers(rows, row)
        for target in rows.where("training_targets", "course_id", one["course_id"])
    )


def rise(rows: Rows, paper: Row, subject: str) -> int:
    counted_on = [
        one
        for one in rows.where("competency_levels", "employee_id", paper["employee_id"])
        if one["subject"] == subject
    ]
    day_before = paper["ends_on"] - timedelta(1)
    before = sum(one["level"] for one in counted_on if one["valid_from"] <= day_before < one["valid_to"])
    for one in counted_on:
        (given,) = rows.where("competency_assessments", "id", one["assessment_id"])
        if one["valid_from"] <= paper["ends_on"] < one["valid_to"] and given["source"] == "TRAINING":
            return int(max(0, one["level"] - before))
    return 0


def cost_of_each(count: Leaf) -> Leaf:
    """What was paid for each of so many, to the hundredth; None where there is none."""

    def divided(rows: Rows, row: Row, at: date) -> Decimal | None:
        many = count(rows, row, at)
        assert isinstance(many, int)
        return (row["realised"] / many).quantize(Decimal("0.01"), ROUND_HALF_UP) if many else None

    return divided


def on_the_list(rows: Rows, row: Row, _: date) -> int | None:
    there = rows.where("training_enrolments", "event_id", row["event_id"])
    ahead = [one for one in there if one["state"] == "WAITING"]
    mine = (row["queued_at"], row["id"])
    return sum((one["queued_at"], one["id"]) <= mine for one in ahead) if row["state"] == "WAITING" else None


def waits_for(rows: Rows, row: Row, at: date) -> str | None:
    if row["state"] != "WAITING":
        return None
    event = begins(rows, row)
    if event["quota"] <= int(str(counted("SEATED")(rows, event, at))):
        return "SEAT"
    pays = rows.where("training_budgets", "id", row["budget_id"])
    dear = any(one["ceiling"] - one["committed"] - one["realised"] < event["cost"] for one in pays)
    return "MONEY" if dear else "TURN"


LEAVES: dict[str, Leaf] = {
    "TrainingBudget.certifiedHours": hours,
    "TrainingBudget.costPerHour": cost_of_each(hours),
    "TrainingBudget.levelsRaised": raised,
    "TrainingBudget.costPerLevel": cost_of_each(raised),
    "TrainingCertificate.pdfPath": lambda _, row, __: f"/t/{row['tenant_id']}/certificates/{row['code']}.pdf",
    "TrainingEnrolment.place": on_the_list,
    "TrainingEnrolment.waitsFor": waits_for,
    "TrainingEvent.seated": counted("SEATED"),
    "TrainingEvent.waiting": counted("WAITING"),
    "TrainingYear.least": lambda rows, row, at: bound(rows, row, at, "least"),
    "TrainingYear.most": most,
}


def is_open(_: Rows, row: Row, __: Viewer, ___: date) -> bool:
    return bool(row["state"] == "OPEN")


def began(rows: Rows, row: Row, _: Viewer, __: date) -> bool:
    met = rows.where("training_meetings", "event_id", row["id"])
    return any(one["begins_at"] <= datetime.now(UTC) for one in met)


def is_over(rows: Rows, row: Row, _: Viewer, __: date) -> bool:
    met = rows.where("training_meetings", "event_id", row["id"])
    return all(one["ends_at"] <= datetime.now(UTC) for one in met)


def trains(_: Rows, row: Row, viewer: Viewer, __: date) -> bool:
    return viewer.employee_id is not None and bool(row["trainer_employee_id"] == viewer.employee_id)


def may_enrol(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    there = rows.where("training_enrolments", "event_id", row["id"])
    mine = [one["state"] for one in there if one["employee_id"] == viewer.employee_id]
    free = not trains(rows, row, viewer, today) and not set(mine) & set(LIVE)
    free = free and not began(rows, row, viewer, today)
    return viewer.employee_id is not None and row["enrol_until"] >= today and free


def begins(rows: Rows, row: Row) -> Row:
    (event,) = rows.where("training_events", "id", row["event_id"])
    return event


def is_anothers_request(_: Rows, row: Row, viewer: Viewer, __: date) -> bool:
    return bool(row["state"] == "REQUESTED" and row["employee_id"] != viewer.employee_id)


def is_ahead(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    event = begins(rows, row)
    return bool(event["state"] == "OPEN" and not began(rows, event, viewer, today))


def may_withdraw(rows: Rows, row: Row, viewer: Viewer, today: date) -> bool:
    own = viewer.employee_id is not None and row["employee_id"] == viewer.employee_id
    return bool(own and row["state"] in LIVE and begins(rows, row)["begins_on"] > today)


def all_of(*asked: Asked) -> Asked:
    return lambda *given: all(one(*given) for one in asked)


MINE: dict[str, Asked] = {
    "TrainingCourseCan.close": lambda _, row, __, ___: row["valid_to"] is None,
    "TrainingCourseCan.openEvent": lambda _, row, __, on: row["valid_to"] is None or row["valid_to"] > on,
    "TrainingEventCan.enrol": all_of(is_open, may_enrol),
    "TrainingEventCan.change": is_open,
    "TrainingEventCan.cancel": is_open,
    "TrainingEventCan.noteAttendance": all_of(is_open, began),
    "TrainingEventCan.noteAttendanceAsTrainer": all_of(is_open, began, trains),
    "TrainingEventCan.complete": all_of(is_open, is_over),
    "TrainingEventCan.completeAsTrainer": all_of(is_open, is_over, trains),
    "TrainingEnrolmentCan.approve": all_of(is_anothers_request, is_ahead),
    "TrainingEnrolmentCan.decline": is_anothers_request,
    "TrainingEnrolmentCan.withdraw": may_withdraw,
}


def is_held(rows: Rows, row: Row, on: date) -> bool:
    (course,) = rows.where("training_courses", "id", row["course_id"])
    return stands(rows, course, on)


WHERES: dict[str, Callable[[Rows, Row, date], bool]] = {"CompetencyRef.taughtBy": is_held}
COMPARED: dict[str, Callable[[Rows, Row, date], Sequence[object]]] = {
    "TrainingCourseFilter.competency": taught,
    "TrainingCourseFilter.name": lambda _, row, __: [lowered(row["name"])],
    "TrainingCourseFilter.provider": lambda _, row, __: [lowered(row["provider"])],
}
