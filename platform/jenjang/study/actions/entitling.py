"""Rights that merit gives: granted as results are published, claimed by the person, reminded of in time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.database.many import insertion
from jenjang.events.handling import Letter, on, person_of
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.versions import check_version, own_person
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.life import IN_SERVICE, NotInService
from jenjang.organisation.terms import NoticeKind
from jenjang.organisation.windows import performance_years
from jenjang.study.actions.law import merit_on
from jenjang.study.entitlements import StudyEntitlement
from jenjang.study.models import StudyLeave
from jenjang.study.rules.entitlements import earned
from jenjang.study.terms import NOT_TAKEN, UNDER_WAY, StudyLeaveState

RESULT_PUBLISHED = "appraisal.result_published"
LONGEST_COURSE = 200
"""Characters of the name of a course."""


class ClaimOneThing(BadUserInput):
    """A right is claimed for one thing: a study leave of yours, or a course."""


class EntitlementExpired(Conflict):
    """This right was to be claimed before {on}."""


class EntitlementClaimed(Conflict):
    """This right was claimed on {on}."""


class LeaveNotTaken(Conflict):
    """This leave is {state}: nothing is claimed for it."""


class LeaveBeforeTheRight(Conflict):
    """This study began on {began} and is over; the right was given later, on {granted}."""


class LeaveClaimedFor(Conflict):
    """The right of {year} is claimed for this leave already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Which right one claims, and for what: a study leave of one's own, or a course."""

    entitlement_id: UUID
    expected_version: int
    leave_id: UUID | None = None
    course: str | None = None


@on(RESULT_PUBLISHED, deed="studyEntitlementsGrant")
async def grant_of_results(context: Context, letters: Sequence[Letter]) -> None:
    """Give those whose results became known the rights that they earned."""
    await grant(context, {person_of(letter) for letter in letters})


async def grant(context: Context, people: Iterable[UUID]) -> int:
    """Give people in service each right that they earned and have not got; how many that are.

    Once a person and year, whatever becomes of the result afterwards. Raises NoRuleInForce.
    """
    rule, cited = await merit_on(context, context.today)
    years = performance_years.c
    known = (
        select(years.employee_id, years.year, years.predicate)
        .join(Employee, Employee.id == years.employee_id)
        .where(years.employee_id.in_(list(people)), Employee.state.in_(IN_SERVICE))
    )
    by_person: dict[UUID, dict[int, str]] = defaultdict(dict)
    for row in await context.session.execute(known):
        by_person[row.employee_id][row.year] = row.predicate
    given = {"rule": cited, "granted_on": context.today}
    rows = [
        {"employee_id": person, "year": year, "predicate": told[year], "expires_on": ends, **given}
        for person, told in by_person.items()
        for year, ends in earned(rule, told, context.today).items()
    ]
    if not rows:
        return 0
    new = insertion(StudyEntitlement, rows).on_conflict_do_nothing()
    made = (
        await context.session.execute(new.returning(StudyEntitlement.employee_id, StudyEntitlement.id))
    ).all()
    context.cite(cited)
    for _, entitlement_id in made:
        context.concern("StudyEntitlement", entitlement_id)
    await _tell(context, NoticeKind.ENTITLEMENT_GRANTED, made)
    return len(made)


async def claim(context: Context, asked: Claim) -> StudyEntitlement:
    """Claim a right of one's own before it is over; one whose leave came to nothing may be claimed again.

    Raises NotAPerson, ClaimOneThing, NotFound, EntitlementClaimed, EntitlementExpired, LeaveNotTaken,
    LeaveBeforeTheRight, LeaveClaimedFor, NotInService, Stale, NoText, TextTooLong.
    """
    person = own_person(context)
    if (await context.get(Employee, person)).state not in IN_SERVICE:
        raise NotInService(on=context.today)
    if bool(asked.leave_id) == bool(asked.course):
        raise ClaimOneThing
    course = check_text(asked.course, "course", LONGEST_COURSE) if asked.course else None
    await one_at_a_time(context, f"rights of {person}")
    found = await context.get(StudyEntitlement, asked.entitlement_id, lock=True, field="entitlementId")
    if found.employee_id != person:
        raise NotFound("entitlementId")
    if found.claimed_on and not await _came_to_nothing(context, found.leave_id):
        raise EntitlementClaimed("entitlementId", on=found.claimed_on)
    if found.expires_on <= context.today:
        raise EntitlementExpired("entitlementId", on=found.expires_on)
    check_version(found, asked.expected_version)
    if asked.leave_id:
        await _check_leave(context, person, asked.leave_id, found.granted_on)
    found.leave_id, found.claimed_course, found.claimed_on = asked.leave_id, course, context.today
    found.version += 1
    await context.session.flush()
    return found


async def remind_entitled(context: Context) -> int:
    """Tell, once, who serves and whose unclaimed right is about to be over; how many rights that are."""
    rule, _ = await merit_on(context, context.today)
    of, leave = StudyEntitlement, StudyLeave
    unclaimed = (
        select(of.employee_id, of.id)
        .join(Employee, Employee.id == of.employee_id)
        .outerjoin(leave, leave.id == of.leave_id)
        .where(
            Employee.state.in_(IN_SERVICE),
            or_(of.claimed_on.is_(None), leave.state.in_(NOT_TAKEN)),
            of.expires_on > context.today,
            of.expires_on <= context.today + timedelta(days=rule.remind_days),
        )
    )
    found = (await context.session.execute(unclaimed)).all()
    await _tell(context, NoticeKind.ENTITLEMENT_EXPIRES, found)
    return len(found)


async def _tell(context: Context, kind: NoticeKind, of: Iterable[Sequence[UUID]]) -> None:
    await tell_all(context, kind, [(person, Ref("StudyEntitlement", key)) for person, key in of])


async def _came_to_nothing(context: Context, leave_id: UUID | None) -> bool:
    return leave_id is not None and (await context.get(StudyLeave, leave_id)).state in NOT_TAKEN


async def _check_leave(context: Context, person: UUID, leave_id: UUID, granted: date) -> None:
    leave = await context.get(StudyLeave, leave_id, lock=True, field="leaveId")
    if leave.employee_id != person:
        raise NotFound("leaveId")
    if leave.state in NOT_TAKEN:
        raise LeaveNotTaken("leaveId", state=StudyLeaveState(leave.state))
    if leave.state not in UNDER_WAY and leave.begins_on < granted:
        raise LeaveBeforeTheRight("leaveId", began=leave.begins_on, granted=granted)
    of = StudyEntitlement
    if year := await context.session.scalar(select(of.year).where(of.leave_id == leave_id)):
        raise LeaveClaimedFor("leaveId", year=year)
