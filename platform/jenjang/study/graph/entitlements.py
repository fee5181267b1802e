"""Rights that merit gave, as they are read, and how they are claimed."""

import datetime

import strawberry

from jenjang.core.context import Context
from jenjang.graph.declare import Connection, Guard, Node, extend, field, one, page, record
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.filters import day, filter_input, number, order_input
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.enums import Predicate
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.study import entitlements as models
from jenjang.study.actions import entitling
from jenjang.study.actions.judging import READ
from jenjang.study.graph import enums
from jenjang.study.graph.leaves import StudyLeave

APPRAISED = "appraisal:read"
UNCLAIMED = {APPRAISED: Guard("{row}.claimed_on IS NOT NULL")}
"""That somebody has a right tells of the result that gave it: who claims it tells that of the own accord."""
TO_NOTHING = (
    "EXISTS (SELECT FROM study_leaves l WHERE l.tenant_id = {tenant} AND l.id = {row}.leave_id"
    " AND l.state IN ('DECLINED', 'WITHDRAWN'))"
)
"""SQL: it was claimed for a leave that was declined or taken back."""
STATE = (
    f"SELECT CASE WHEN {{row}}.claimed_on IS NOT NULL AND NOT {TO_NOTHING}"
    " THEN 'CLAIMED' WHEN {at} < {row}.expires_on THEN 'OPEN' ELSE 'EXPIRED' END"
)
EntitlementFilter = filter_input(
    "StudyEntitlementFilter",
    "Which rights.",
    {
        "year": number("year", "By the year that they were earned in."),
        "expires_on": day("expires_on", "By the first day on which they can't be claimed any more."),
        "claimed_on": day("claimed_on", "By the day on which they were claimed."),
    },
)
EntitlementOrder = order_input(
    "StudyEntitlementOrder", {"YEAR": ("year", "By the year that they were earned in.")}, [("YEAR", "DESC")]
)


@record(models.StudyEntitlement, needs=READ, about=OF_PERSON, guards=UNCLAIMED)
class StudyEntitlement(Node):
    """A right to school or to a specialist course that somebody earned by the result of a year."""

    employee: Employee | None = one("Whose right it is.", by="employee_id")
    year: int = field("The calendar year that it was earned in.")
    predicate: Predicate | None = field("The predicate that earned it.", needs=APPRAISED)
    rule: str = field("Version of the rule that gave it.")
    granted_on: datetime.date = field("When it was given.")
    expires_on: datetime.date = field("The first day on which it can't be claimed any more.")
    state: enums.EntitlementState = field("Whether it can be claimed on the date.", sql=STATE)
    leave: StudyLeave | None = one("The study leave that it was claimed for.", by="leave_id")
    claimed_course: str | None = field("The course that it was claimed for.")
    claimed_on: datetime.date | None = field("When it was claimed.")
    version: int = field("Grows by one with each change.")


@extend(Employee)
class EmployeeEntitlements:
    study_entitlements: Connection[StudyEntitlement] | None = page(
        "The rights to school or to a course that the person earned, latest year first.",
        of="employee_id",
        filter=EntitlementFilter,
        order=EntitlementOrder,
    )


ClaimInput = input_of(
    entitling.Claim,
    "StudyEntitlementClaimInput",
    "Which right you claim, and for what: a leave or a course.",
    {
        "entitlement_id": "Global id of the right.",
        "expected_version": EXPECTED_VERSION,
        "leave_id": "Global id of a study leave of yours.",
        "course": "The course, by code or name, at most 200 characters.",
    },
    {"entitlement_id": "StudyEntitlement", "leave_id": "StudyLeave"},
)
EntitlementPayload = payload_of(
    "StudyEntitlementPayload", "What became of the right.", entitlement=(StudyEntitlement, "The right.")
)


async def _claim(context: Context, asked: entitling.Claim) -> dict[str, object]:
    claimed = await entitling.claim(context, asked)
    context.concern("Employee", claimed.employee_id)
    return {"entitlement": Ref("StudyEntitlement", claimed.id)}


@strawberry.type
class Mutation:
    study_entitlement_claim = deed(
        "Claim a right that you earned, for a study leave or for a course. Where the leave comes to nothing,"
        " you may claim it again until it expires.",
        needs="training:take_part",
        asks=ClaimInput,
        gives=EntitlementPayload,
        do=_claim,
        of_own=True,
    )
