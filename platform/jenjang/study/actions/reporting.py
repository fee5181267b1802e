"""Who studied reports back; from then on the bond runs. Who doesn't report is reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.versions import check_version, own_person
from jenjang.organisation.terms import NoticeKind
from jenjang.study.actions.law import study_on
from jenjang.study.models import StudyLeave
from jenjang.study.rules.bond import bond_months, bond_of
from jenjang.study.rules.leaves import check_finished
from jenjang.study.terms import StudyDuty, StudyFunding, StudyLeaveState

LONGEST_REPORT = 20_000
"""Characters."""


class NothingToReport(Conflict):
    """This leave is {state}: only who was let go reports back, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """That somebody is back from school, since when, and what came of it."""

    leave_id: UUID
    expected_version: int
    finished_on: date
    is_completed: bool
    report: str


async def report(context: Context, asked: Report) -> StudyLeave:
    """Report back from the own study. What is owed for it is counted by the length that was granted.

    Who is back earlier may owe less: whoever manages training settles that by what they are shown.

    Raises NotAPerson, NotFound, NothingToReport, NotBegun, FinishedElsewhen, Stale, NoText, TextTooLong,
    NoRuleInForce.
    """
    person = own_person(context)
    told = check_text(asked.report, "report", LONGEST_REPORT)
    leave = await context.get(StudyLeave, asked.leave_id, lock=True, field="leaveId")
    if leave.employee_id != person:
        raise NotFound("leaveId")
    if leave.state != StudyLeaveState.APPROVED:
        raise NothingToReport("leaveId", state=StudyLeaveState(leave.state))
    check_version(leave, asked.expected_version)
    check_finished(leave.begins_on, asked.finished_on, context.today)
    await owe(context, leave, asked.finished_on, max(asked.finished_on, leave.ends_on))
    leave.state, leave.is_completed = StudyLeaveState.REPORTED, asked.is_completed
    leave.report, leave.reported_at = told, context.now
    leave.version += 1
    await context.session.flush()
    return leave


async def owe(context: Context, leave: StudyLeave, back: date, until: date) -> None:
    """Let service be owed from the day on which somebody is back, for a study that counts until a day.

    Raises NoRuleInForce.
    """
    rule, leave.rule = await study_on(context, context.today)
    duty, funding = StudyDuty(leave.duty), StudyFunding(leave.funding)
    months = bond_months(rule, duty, funding, leave.begins_on, until)
    bond = bond_of(months, back)
    leave.finished_on, leave.bond_months = back, months
    leave.bond_to = bond.ends if bond else None


async def remind_students(context: Context) -> int:
    """Tell, once, who should have reported back by now; how many there are of them."""
    rule, _ = await study_on(context, context.today)
    due = context.today - timedelta(days=rule.report_days)
    of = StudyLeave
    late = select(of.employee_id, of.id).where(of.state == StudyLeaveState.APPROVED, of.ends_on <= due)
    found: Sequence[tuple[UUID, UUID]] = [
        (person, leave_id) for person, leave_id in await context.session.execute(late)
    ]
    about = [(person, Ref("StudyLeave", leave_id)) for person, leave_id in found]
    await tell_all(context, NoticeKind.STUDY_REPORT_DUE, about)
    return len(found)
