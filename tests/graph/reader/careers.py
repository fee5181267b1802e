"""The world's career paths and plans; and their expressions said a second time in Python."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from graph.reader.appraisals import PEOPLE, moment, said
from graph.reader.competence import TIMES, named
from graph.reader.rows import Row as Found
from graph.reader.rows import Rows, holds
from graph.reader.world import TODAY, UNITS, Row, day, key, person

from jenjang.career import models
from jenjang.career.aspirations import CareerAspiration
from jenjang.career.stagnation import StagnationCase
from jenjang.career.terms import Consent, MoveKind, StagnationAnswer, StagnationEnd
from jenjang.core.permission import Viewer

STATES = ("DRAFT", "SUBMITTED", "RETURNED", "APPROVED", "DISCARDED", "RENEWED")
MAKING = ("DRAFT", "SUBMITTED", "RETURNED")
UNSEEN = ("DRAFT", "DISCARDED")


def careers() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table."""
    yield models.CareerPath, paths()
    yield CareerAspiration, aspirations()
    yield StagnationCase, cases()


def planned() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table of plans, which name courses."""
    yield models.CareerPlan, plans()
    yield models.CareerGoal, goals()
    yield models.CareerStep, steps()


def plans() -> Iterator[Row]:
    """One or two of each person: some make the next one while another stands."""
    for who in range(PEOPLE):
        for which in range(1 + who % 2):
            following = "SUBMITTED" if who % 6 == 3 else "APPROVED"
            state = following if which else STATES[who % 6]
            begins = TODAY - timedelta(days=100 * which + 37 * (who % 13))
            approved = begins + timedelta(days=3) if state in ("APPROVED", "RENEWED") else None
            yield {
                "id": key("plan", who, which),
                "employee_id": person(who),
                "begins_on": begins,
                "state": state,
                "comment": said(who) if state == "RETURNED" else None,
                "decided_by_employee_id": person((who + 1) % PEOPLE) if state not in MAKING else None,
                "approved_on": approved,
                "stands_until": approved and approved + timedelta(days=365),
                "rule": approved and "career_plan 2026",
                "renews_plan_id": None,
                "version": 1 + who,
            }


def goals() -> Iterator[Row]:
    for plan in plans():
        for place, horizon in enumerate(("SHORT", "LONG")):
            yield {
                "id": key("goal", str(plan["id"]), place),
                "plan_id": plan["id"],
                "employee_id": plan["employee_id"],
                "title": said(place),
                "due": plan["begins_on"] + timedelta(days=300 + 300 * place),
                "horizon": horizon,
            }


def steps() -> Iterator[Row]:
    kinds = ("TRAINING", "COMPETENCY", "APPRAISAL", "MENTORING", "OTHER")
    for spot, goal in enumerate(goals()):
        for place in range(spot % 4):
            kind = kinds[(spot + place) % 5]
            yield {
                "id": key("step", str(goal["id"]), place),
                "goal_id": goal["id"],
                "plan_id": goal["plan_id"],
                "employee_id": goal["employee_id"],
                "kind": kind,
                "what": said(spot),
                "due": goal["due"] - timedelta(days=place),
                "course_id": key("course", spot % 6) if kind == "TRAINING" else None,
                **(named(spot) if kind == "COMPETENCY" else dict.fromkeys(named(0))),
                "level": 1 + spot % 5 if kind == "COMPETENCY" else None,
                "intention_id": None,
                "done_on": TODAY - timedelta(days=spot) if spot % 3 == 0 else None,
            }


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


def cases() -> Iterator[Row]:
    """Of everybody one: open or closed, answered or not; of every third one that was closed before."""
    for who in range(PEOPLE):
        for place in range(1 + (who % 3 == 0)):
            answered, closed = who % 4 > 1, place or who % 5 == 0
            opened = date(2026 - place, 1 + who % 12, 9)
            yield {
                "id": key("stagnation", who, place),
                "employee_id": person(who),
                "opened_on": opened,
                "signs": ["PLAN", "TRAINING", "DIALOGUE"] if who % 2 else ["MOVE", "PLAN", "DIALOGUE"],
                "moved_on": date(2019, 1 + who % 12, 1),
                "planned_on": None,
                "trained_on": date(2023, 1 + who % 12, 3) if who % 3 else None,
                "talked_on": None,
                "rule": "stagnation 2026",
                "answer": tuple(StagnationAnswer)[who % 4] if answered else None,
                "comment": said(who) if answered else None,
                "answered_by_employee_id": person((who + 1) % PEOPLE) if answered else None,
                "answered_on": opened + timedelta(days=who) if answered else None,
                "ended_on": opened + timedelta(days=90) if closed else None,
                "ended_by": tuple(StagnationEnd)[who % 3] if closed else None,
                "version": 1 + who % 3,
            }


def is_told(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    """The own, or one that runs and somebody else may know of."""
    return row["employee_id"] == viewer.employee_id or not (
        row["withdrawn_on"] or row["consent"] == Consent.SELF_ONLY
    )


GUARDS: dict[tuple[str, str], Callable[[Found], bool]] = {
    ("CareerAspiration", "aspiration:confided"): lambda row: row["consent"] == Consent.COMMITTEE
}


def leads(rows: Rows, row: Found, at: date) -> bool:
    """A path holds, and so do the positions at its ends."""
    ends = [
        one
        for end in ("from_position_id", "to_position_id")
        for one in rows.where("positions", "id", row[end])
    ]
    return all(holds(one, at) for one in (row, *ends))


WHERES: dict[str, Callable[[Rows, Found, date], bool]] = {
    "Position.pathsFrom": leads,
    "Position.pathsTo": leads,
    "Query.careerPaths": leads,
}


def is_shown(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    return row["state"] not in UNSEEN or bool(row["employee_id"] == viewer.employee_id)


def is_shown_with_plan(rows: Rows, row: Found, viewer: Viewer, today: date) -> bool:
    (plan,) = rows.where("career_plans", "id", row["plan_id"])
    return is_shown(rows, plan, viewer, today)


def counted(rows: Rows, row: Found, _: date) -> list[Found]:
    return rows.where("career_steps", "plan_id", row["id"])


def below(rows: Rows, row: Found, at: date) -> list[Found]:
    """Who is placed in a unit and below it."""
    return [
        held
        for step in rows.at("unit_ancestry", "ancestor_id", row["unit_id"], at)
        for held in rows.at("placements", "unit_id", step["unit_id"], at)
    ]


def is_covered(rows: Rows, held: Found, at: date) -> bool:
    plans_of = rows.where("career_plans", "employee_id", held["employee_id"])
    return any(one["approved_on"] and one["approved_on"] <= at < one["stands_until"] for one in plans_of)


def covered(rows: Rows, row: Found, at: date) -> int:
    return sum(is_covered(rows, held, at) for held in below(rows, row, at))


def percent(rows: Rows, row: Found, at: date) -> float | None:
    people = len(below(rows, row, at))
    return float(round(Decimal(100 * covered(rows, row, at)) / people, 1)) if people else None


def course_code(rows: Rows, row: Found, _: date) -> object:
    return next((one["code"] for one in rows.where("training_courses", "id", row["course_id"])), None)


def decided_by(rows: Rows, row: Found, _: date) -> object:
    return next((one["name"] for one in rows.where("employees", "id", row["decided_by_employee_id"])), None)


def answered_by(rows: Rows, row: Found, _: date) -> object:
    return next((one["name"] for one in rows.where("employees", "id", row["answered_by_employee_id"])), None)


def below_units(rows: Rows, row: Found, _: date) -> list[object]:
    """The units in which somebody is placed today, and those above."""
    return [
        step["ancestor_id"]
        for held in rows.at("placements", "employee_id", row["employee_id"], TODAY)
        for step in rows.at("unit_ancestry", "unit_id", held["unit_id"], TODAY)
    ]


def is_own_wish(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    """Whether an aspiration is the viewer's own, and wasn't taken back."""
    return row["withdrawn_on"] is None and bool(row["employee_id"] == viewer.employee_id)


def own_in(*states: str) -> Callable[[Rows, Found, Viewer, date], bool]:
    """Whether a plan is the viewer's own, in one of these states."""

    def judged(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
        return row["state"] in states and bool(row["employee_id"] == viewer.employee_id)

    return judged


def may_renew(rows: Rows, row: Found, viewer: Viewer, today: date) -> bool:
    others = rows.where("career_plans", "employee_id", row["employee_id"])
    return own_in("APPROVED")(rows, row, viewer, today) and all(one["state"] not in MAKING for one in others)


def is_anothers(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    return row["state"] == "SUBMITTED" and bool(row["employee_id"] != viewer.employee_id)


def is_to_answer(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    """Whether a case of somebody else waits for an answer, and the viewer is a person."""
    waits = row["ended_on"] is None and row["answered_on"] is None
    return waits and viewer.employee_id is not None and bool(row["employee_id"] != viewer.employee_id)


LEAVES: dict[str, Callable[[Rows, Found, date], object]] = {
    "CareerPlan.decidedByName": decided_by,
    "CareerPlan.steps": lambda rows, row, at: len(counted(rows, row, at)),
    "CareerPlan.stepsDone": lambda rows, row, at: sum(
        one["done_on"] is not None for one in counted(rows, row, at)
    ),
    "CareerPlanCoverage.people": lambda rows, row, at: len(below(rows, row, at)),
    "CareerPlanCoverage.percent": percent,
    "CareerPlanCoverage.planned": covered,
    "StagnationCase.answeredByName": answered_by,
    "CareerStep.courseCode": course_code,
    "CareerStep.fromImprovement": lambda _, row, __: row["intention_id"] is not None,
}
COMPARED: dict[str, Callable[[Rows, Found, date], Sequence[object]]] = {
    "CareerPlanFilter.within": below_units,
    "StagnationCaseFilter.within": below_units,
}
MINE: dict[str, Callable[[Rows, Found, Viewer, date], bool]] = {
    "CareerAspirationCan.change": is_own_wish,
    "CareerPlanCan.change": own_in("DRAFT", "RETURNED"),
    "CareerPlanCan.decide": is_anothers,
    "CareerPlanCan.finishSteps": own_in("APPROVED"),
    "CareerPlanCan.renew": may_renew,
    "CareerPlanCan.takeBack": own_in("SUBMITTED"),
    "StagnationCaseCan.answer": is_to_answer,
}
SHOWN: dict[str, Callable[[Rows, Found, Viewer, date], bool]] = {
    "CareerAspiration": is_told,
    "CareerPlan": is_shown,
    "CareerGoal": is_shown_with_plan,
    "CareerStep": is_shown_with_plan,
}
TOLD_BY = {"training:read": "TRAINING", "competence:read": "COMPETENCY", "appraisal:read": "APPRAISAL"}


def is_of_another_kind(kind: str) -> Callable[[Rows, Found], bool]:
    return lambda _, row: row["kind"] != kind


def has_none_of(kind: str) -> Callable[[Rows, Found], bool]:
    return lambda rows, row: all(
        step["kind"] != kind for step in rows.where("career_steps", "plan_id", row["id"])
    )


KEPT: dict[tuple[str, str], Callable[[Rows, Found], bool]] = {
    **{("CareerStep.doneOn", needs): is_of_another_kind(kind) for needs, kind in TOLD_BY.items()},
    **{("CareerPlan.stepsDone", needs): has_none_of(kind) for needs, kind in TOLD_BY.items()},
}
