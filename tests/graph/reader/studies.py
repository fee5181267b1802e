"""The world's study leaves: requested, under way, reported, with what is owed for them; and twins."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from graph.reader.appraisal_twins import name_by
from graph.reader.appraisals import PEOPLE, moment, said
from graph.reader.rows import Row as Found
from graph.reader.rows import Rows
from graph.reader.world import Row, key, person

from jenjang.core.permission import Viewer
from jenjang.study import models
from jenjang.study.entitlements import StudyEntitlement

YEARS = (2024, 2026, 2027)
STATES = ("REQUESTED", "APPROVED", "REPORTED", "REPORTED", "DECLINED", "WITHDRAWN")
BONDS = (date(2025, 3, 1), date(2040, 1, 1))
"""One was served, one is to be served for long; who left meanwhile broke it."""
Asked = Callable[[Rows, Found, Viewer, date], bool]
LEFT = ("RESIGNED", "DISMISSED", "TRANSFERRED_OUT", "CONTRACT_ENDED")


def studies() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield models.StudyQuota, quotas()
    yield models.StudyLeave, leaves()
    yield StudyEntitlement, entitlements()


def quotas() -> Iterator[Row]:
    for place, year in enumerate(YEARS):
        yield {
            "id": key("quota", year),
            "year": year,
            "level": ("S2", "S1")[place % 2],
            "seats": 40 + place,
            "taken": 10 * place,
            "version": 1 + place,
        }


def leaves() -> Iterator[Row]:
    for who in range(PEOPLE):
        state = STATES[who % len(STATES)]
        approved, reported = state in ("APPROVED", "REPORTED"), state == "REPORTED"
        owes = reported and who % 5 > 0
        ahead = 18 if who % 3 == 1 and not reported else 0
        yield {
            "id": key("study", who),
            "employee_id": person(who),
            "level": ("S2", "S1")[who % 2],
            "programme": said(who),
            "school": said(who + 1),
            "funding": ("GOVERNMENT", "SCHOLARSHIP", "SELF")[who % 3],
            "duty": ("RELEASED", "KEPT")[who % 2],
            "is_priority": who % 4 == 0,
            "begins_on": date(2022 + ahead, 1 + who % 12, 5),
            "ends_on": date(2024 + ahead, 1, 5),
            "approved_end": date(2023, 12, 5) if approved else None,
            "state": state,
            "made_at": moment(who),
            "quota_id": key("quota", YEARS[who % 3]) if approved else None,
            "decided_by_employee_id": person((who + 3) % PEOPLE) if state != "REQUESTED" else None,
            "checked": ["HEALTH", "ADMISSION"][: who % 3] if approved else [],
            "reason": said(who + 2) if who % 2 else None,
            "rule": "study_leave 2021",
            "finished_on": date(2024, 1, 5) if reported else None,
            "is_completed": who % 2 == 0 if reported else None,
            "report": said(who + 4) if reported else None,
            "reported_at": moment(who + 9) if reported else None,
            "settled_on": date(2024, 2, 5) if reported and who % 3 else None,
            "bond_months": 24 if owes else 0 if reported else None,
            "bond_to": BONDS[who % 2] if owes else None,
            "version": 1 + who % 3,
        }


def entitlements() -> Iterator[Row]:
    """Of everybody one: claimed for a leave or a course, or not, and over or not."""
    for who in range(PEOPLE):
        leave, course = who % 4 == 0, who % 4 == 1
        yield {
            "id": key("entitlement", who),
            "employee_id": person(who),
            "year": 2022 + who % 4,
            "predicate": "VERY_GOOD",
            "rule": "merit_entitlement 2026",
            "granted_on": date(2023 + who % 4, 1, 20),
            "expires_on": date(2025 + who % 4, 1, 1) if who % 3 else date(2040, 1, 1),
            "leave_id": key("study", who) if leave else None,
            "claimed_course": said(who) if course else None,
            "claimed_on": date(2026, 1, 1 + who % 28) if leave or course else None,
            "version": 1 + who % 3,
        }


def claimed(rows: Rows, row: Found, at: date) -> str:
    """Whether a right can be claimed on a day: that for a leave which came to nothing isn't claimed."""
    leaves_of = rows.where("study_leaves", "id", row["leave_id"]) if row["leave_id"] else []
    nothing = any(one["state"] in ("DECLINED", "WITHDRAWN") for one in leaves_of)
    if row["claimed_on"] and not nothing:
        return "CLAIMED"
    return "OPEN" if at < row["expires_on"] else "EXPIRED"


def bond(rows: Rows, row: Found, at: date) -> str | None:
    """How somebody stands to what is owed on a day."""
    if row["bond_months"] is None:
        return None
    if row["bond_to"] is None:
        return "NONE"
    went = [
        one["valid_from"]
        for one in rows.where("service_periods", "employee_id", row["employee_id"])
        if one["state"] in LEFT
    ]
    if any(day < row["bond_to"] and day <= at for day in went):
        return "BROKEN"
    return "RUNNING" if at < row["bond_to"] else "SERVED"


def is_own(_: Rows, row: Found, viewer: Viewer, __: date) -> bool:
    return bool(row["employee_id"] == viewer.employee_id)


def may_withdraw(rows: Rows, row: Found, viewer: Viewer, on: date) -> bool:
    ahead = row["state"] == "REQUESTED" or (row["state"] == "APPROVED" and row["begins_on"] > on)
    return ahead and is_own(rows, row, viewer, on)


def may_report(rows: Rows, row: Found, viewer: Viewer, on: date) -> bool:
    return row["state"] == "APPROVED" and row["begins_on"] < on and is_own(rows, row, viewer, on)


def of_another_in(state: str) -> Asked:
    """Whether a leave is somebody else's, in that state."""
    return lambda rows, row, viewer, on: row["state"] == state and not is_own(rows, row, viewer, on)


def may_approve(rows: Rows, row: Found, viewer: Viewer, on: date) -> bool:
    return row["begins_on"] > on and of_another_in("REQUESTED")(rows, row, viewer, on)


def may_extend(rows: Rows, row: Found, viewer: Viewer, on: date) -> bool:
    return row["ends_on"] > on and of_another_in("APPROVED")(rows, row, viewer, on)


def may_claim(rows: Rows, row: Found, viewer: Viewer, on: date) -> bool:
    return claimed(rows, row, on) == "OPEN" and is_own(rows, row, viewer, on)


MINE: dict[str, Asked] = {
    "StudyLeaveCan.approve": may_approve,
    "StudyLeaveCan.decline": of_another_in("REQUESTED"),
    "StudyLeaveCan.extend": may_extend,
    "StudyLeaveCan.settle": of_another_in("REPORTED"),
    "StudyLeaveCan.withdraw": may_withdraw,
    "StudyLeaveCan.report": may_report,
    "StudyEntitlementCan.claim": may_claim,
}
LEAVES: dict[str, Callable[[Rows, Found, date], object]] = {
    "StudyLeave.bond": bond,
    "StudyLeave.decidedByName": name_by("decided_by_employee_id"),
    "StudyEntitlement.state": claimed,
    "StudyLeaveFilter.settled": lambda _, row, __: row["settled_on"] is not None,
}
GUARDS: dict[tuple[str, str], Callable[[Found], bool]] = {
    ("StudyEntitlement", "appraisal:read"): lambda row: row["claimed_on"] is not None
}
