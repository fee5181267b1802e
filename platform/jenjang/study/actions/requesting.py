"""Who wants to go to school asks for leave, and takes that back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.superiors import superiors_of_all
from jenjang.organisation.actions.versions import check_version, own_person
from jenjang.organisation.terms import NoticeKind
from jenjang.study.actions.judging import judge
from jenjang.study.actions.quotas import give_back
from jenjang.study.models import StudyLeave
from jenjang.study.rules.leaves import check_asked
from jenjang.study.rules.requirements import Study, check_met
from jenjang.study.terms import UNDER_WAY, StudyDuty, StudyFunding, StudyLeaveState

LONGEST_NAME = 200
"""Characters of the name of a school or of what is studied there."""


class NothingToWithdraw(Conflict):
    """This leave is {state}: only what is requested, or approved and not begun, is taken back."""


class StudyBegan(Conflict):
    """The study began on {on}: report back from it instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which school one wants to go to, when, and who pays."""

    level: str
    programme: str
    school: str
    funding: StudyFunding
    duty: StudyDuty
    begins_on: date
    back_on: date
    is_priority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Which leave one doesn't want any more, and why."""

    leave_id: UUID
    expected_version: int
    reason: str


async def request(context: Context, asked: Request) -> StudyLeave:
    """Ask for leave to study: every requirement that a record can tell is met.

    Raises NotAPerson, NoSuchSchool, NoText, TextTooLong, StudyNotAhead, BackBeforeItBegins,
    RequirementsMissing, NoRuleInForce.
    """
    person = own_person(context)
    check_asked(asked.begins_on, asked.back_on, context.today)
    named = {
        "programme": check_text(asked.programme, "programme", LONGEST_NAME),
        "school": check_text(asked.school, "school", LONGEST_NAME),
    }
    await one_at_a_time(context, f"study of {person}")
    study = Study(asked.level, asked.duty, asked.begins_on, asked.back_on, asked.is_priority)
    judged = await judge(context, person, study)
    check_met(judged.findings)
    made = StudyLeave(
        employee_id=person,
        level=asked.level,
        funding=asked.funding,
        duty=asked.duty,
        is_priority=asked.is_priority,
        begins_on=asked.begins_on,
        ends_on=asked.back_on,
        state=StudyLeaveState.REQUESTED,
        made_at=context.now,
        rule=judged.rule,
        checked=[],
        version=1,
        **named,
    )
    context.session.add(made)
    await context.session.flush()
    superior = (await superiors_of_all(context, [person], context.today)).get(person)
    if superior:
        await tell_again(context, NoticeKind.STUDY_REQUESTED, Ref("StudyLeave", made.id), superior)
    return made


async def withdraw(context: Context, asked: Withdraw) -> StudyLeave:
    """Take the own request back, or what was approved and hasn't begun: another may have the place.

    Raises NotAPerson, NotFound, NothingToWithdraw, StudyBegan, Stale, NoText, TextTooLong.
    """
    person = own_person(context)
    reason = check_text(asked.reason, "reason")
    leave = await context.get(StudyLeave, asked.leave_id, lock=True, field="leaveId")
    if leave.employee_id != person:
        raise NotFound("leaveId")
    check_version(leave, asked.expected_version)
    if leave.state not in UNDER_WAY:
        raise NothingToWithdraw("leaveId", state=StudyLeaveState(leave.state))
    if leave.state == StudyLeaveState.APPROVED and leave.begins_on <= context.today:
        raise StudyBegan("leaveId", on=leave.begins_on)
    await give_back(context, leave)
    leave.state, leave.reason = StudyLeaveState.WITHDRAWN, reason
    leave.version += 1
    await context.session.flush()
    return leave
