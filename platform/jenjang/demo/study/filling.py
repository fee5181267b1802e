"""One region's study leaves, in every state, and the rights that very good years gave."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select, text

from jenjang.core.context import Context
from jenjang.core.months import months_later
from jenjang.demo.dealings import as_, on_day
from jenjang.demo.study.stories import NEXT, PROGRAMMES, SCHOOLS, STORIES, Outcome, Story
from jenjang.organisation.models import Employee
from jenjang.study.actions.deciding import Approve, Decline, approve, decline
from jenjang.study.actions.entitling import Claim, claim, grant
from jenjang.study.actions.law import study_on
from jenjang.study.actions.quotas import QuotaSet, set_quota, take
from jenjang.study.actions.reporting import Report, report
from jenjang.study.actions.requesting import Request, Withdraw, request, withdraw
from jenjang.study.entitlements import StudyEntitlement
from jenjang.study.models import StudyLeave
from jenjang.study.rules.requirements import RequirementsMissing
from jenjang.study.terms import StudyDuty, StudyFunding, StudyLeaveState, StudyRequirement

SEATS = {"S1": 4, "S2": 8}
CHECKED = (StudyRequirement.PRIORITY, StudyRequirement.ADMISSION, StudyRequirement.HEALTH)
COURSE = "Analisis kebijakan, kelas spesialis"
AWAY = text("""
    SELECT s.employee_id, s.valid_from FROM service_periods s
     WHERE s.tenant_id = :tenant AND s.state = 'STUDY_LEAVE' AND s.valid_to IS NULL
     ORDER BY s.employee_id
""")
FIT = text("""
    SELECT e.id, (array_agg(d.level ORDER BY l.position DESC))[1] AS school
      FROM employees e
      JOIN educations d ON d.tenant_id = :tenant AND d.employee_id = e.id
      JOIN education_levels l ON l.code = d.level
     WHERE e.tenant_id = :tenant AND e.state = 'ACTIVE' AND e.kind = 'PNS' AND e.number <> ALL(:personas)
       AND e.retires_on > CAST(:today AS date) + 3650
       AND NOT EXISTS (SELECT FROM leaderships h
                        WHERE h.tenant_id = :tenant AND h.employee_id = e.id AND h.valid_to IS NULL)
       AND (SELECT count(*) FROM performance_years y WHERE y.tenant_id = :tenant AND y.employee_id = e.id
               AND y.predicate IN ('GOOD', 'VERY_GOOD')) >= 3
     GROUP BY e.id, e.number
     ORDER BY NOT EXISTS (SELECT FROM study_entitlements r
                           WHERE r.tenant_id = :tenant AND r.employee_id = e.id),
              md5(e.number)
""")
"""Who may go to school, whoever earned a right to it first."""
OPEN = (
    select(StudyEntitlement)
    .join(Employee, Employee.id == StudyEntitlement.employee_id)
    .where(StudyEntitlement.claimed_on.is_(None))
    .order_by(StudyEntitlement.year.desc(), Employee.number)
)


async def send_to_school(context: Context, personas: Mapping[str, str]) -> int:
    """Give rights for very good years, and tell the stories of whoever wants to go; how many leaves.

    Results come first. Each step is a deed of the house, done on its day by whom it belongs to.
    """
    people = await context.session.scalars(select(Employee.id).order_by(Employee.id))
    await grant(context, people.all())
    chance = Random(f"study of {context.tenant}")  # noqa: S311  # It keeps no secret.
    await _quotas(context)
    admin = await _manager(context, personas["admin"])
    fit = await _fitting(context, [*personas.values()])
    told = [await _tell(admin, story, fit, chance) for story in STORIES]
    leaves = [leave for leave in told if leave]
    away = await _away(admin, chance)
    await _claim(context, leaves, [*personas.values()])
    return len(leaves) + away


async def _quotas(context: Context) -> None:
    for year in range(context.today.year - 2, context.today.year + 3):
        for level, seats in SEATS.items():
            await set_quota(context, QuotaSet(year=year, level=level, seats=seats))


async def _manager(context: Context, number: str) -> Context:
    """The dealings of whoever manages the personnel, under the own name."""
    person = (await context.session.scalars(select(Employee.id).where(Employee.number == number))).one()
    return replace(context, viewer=replace(context.viewer, employee_id=person))


async def _fitting(context: Context, personas: list[str]) -> Iterator[tuple[UUID, str]]:
    """Whoever may go, one after the other: the person, and which school comes next."""
    given = {"tenant": context.tenant, "today": context.today, "personas": personas}
    rows = (await context.session.execute(FIT, given)).all()
    return ((row.id, NEXT[row.school]) for row in rows if row.school in NEXT)


async def _tell(
    admin: Context, story: Story, fit: Iterator[tuple[UUID, str]], chance: Random
) -> StudyLeave | None:
    """A story of the first for whom nothing is missing; None where there is nobody left."""

    def day(days: int) -> date:
        return admin.today + timedelta(days=days)

    for person, level in fit:
        own = on_day(as_(admin, person), day(story.asked))
        wish = Request(
            level=level,
            **_school(chance, level),
            funding=story.funding,
            duty=story.duty,
            begins_on=day(story.begins),
            back_on=day(story.ends),
            is_priority=story.is_priority,
        )
        try:
            leave = await request(own, wish)
        except RequirementsMissing:
            continue
        await _go_on(on_day(admin, day(story.asked + 5)), own, leave, story)
        return leave
    return None


async def _go_on(admin: Context, own: Context, leave: StudyLeave, story: Story) -> None:
    """What became of a request, by whoever decides or asked."""
    seen = leave.version
    if story.outcome is Outcome.DECLINED:
        await decline(admin, Decline(leave_id=leave.id, expected_version=seen, reason=story.says))
    elif story.outcome is Outcome.TAKEN_BACK:
        later = on_day(own, admin.today)
        await withdraw(later, Withdraw(leave_id=leave.id, expected_version=seen, reason=story.says))
    elif story.outcome in (Outcome.LET_GO, Outcome.BACK):
        checked = CHECKED if story.is_priority else CHECKED[1:]
        await approve(admin, Approve(leave_id=leave.id, expected_version=seen, checked=checked))
    if story.outcome is Outcome.BACK:
        home = Report(
            leave_id=leave.id,
            expected_version=leave.version,
            finished_on=leave.ends_on,
            is_completed=True,
            report=story.says,
        )
        await report(on_day(own, leave.ends_on + timedelta(days=6)), home)


async def _away(admin: Context, chance: Random) -> int:
    """The leaves of those who are away to study, as their files tell; how many they are.

    No deed makes them: who is away asks for nothing any more.
    """
    away = (await admin.session.execute(AWAY, {"tenant": admin.tenant})).all()
    _, rule = await study_on(admin, admin.today)
    for row in away:
        back = months_later(row.valid_from, 24)
        asked = on_day(admin, row.valid_from - timedelta(days=100))
        leave = StudyLeave(
            employee_id=row.employee_id,
            level="S2",
            **_school(chance, "S2"),
            funding=chance.choice([StudyFunding.GOVERNMENT, StudyFunding.SCHOLARSHIP]),
            duty=StudyDuty.RELEASED,
            is_priority=False,
            begins_on=row.valid_from,
            ends_on=back,
            approved_end=back,
            state=StudyLeaveState.APPROVED,
            made_at=asked.now,
            decided_by_employee_id=admin.viewer.employee_id,
            checked=CHECKED[1:],
            rule=rule,
            version=2,
        )
        await take(admin, leave)
        admin.session.add(leave)
    await admin.session.flush()
    return len(away)


def _school(chance: Random, level: str) -> dict[str, str]:
    return {"programme": chance.choice(PROGRAMMES[level]), "school": chance.choice(SCHOOLS)}


async def _claim(context: Context, leaves: list[StudyLeave], personas: list[str]) -> None:
    """Who is let go claims a right for that; somebody else claims one for a course, and no persona any."""
    going = {one.employee_id: one for one in leaves if one.state == StudyLeaveState.APPROVED}
    rights = (await context.session.scalars(OPEN.where(Employee.number.not_in(personas)))).all()
    for_leave = next((one for one in rights if one.employee_id in going), None)
    if for_leave:
        own = as_(context, for_leave.employee_id)
        leave = going[for_leave.employee_id].id
        await claim(own, Claim(entitlement_id=for_leave.id, expected_version=1, leave_id=leave))
    for_course = next((one for one in rights if one.employee_id not in going), None)
    if for_course:
        own = as_(context, for_course.employee_id)
        await claim(own, Claim(entitlement_id=for_course.id, expected_version=1, course=COURSE))
