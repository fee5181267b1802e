"""Who manages training lets somebody go to school, or not, or for longer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Forbidden
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.versions import check_version
from jenjang.organisation.terms import NoticeKind
from jenjang.study.actions.judging import judge
from jenjang.study.actions.law import study_on
from jenjang.study.actions.quotas import take
from jenjang.study.models import StudyLeave
from jenjang.study.rules.leaves import check_longer
from jenjang.study.rules.requirements import Study, check_checked, check_met
from jenjang.study.terms import StudyDuty, StudyLeaveState, StudyRequirement

MANAGE = "training:manage"


class LeaveDecided(Conflict):
    """This leave is {state}: there is nothing to decide any more."""


class NotUnderWay(Conflict):
    """This leave is {state}: only an approved one is made longer."""


class StudyOver(Conflict):
    """The study was to be over on {ends}: it isn't made longer afterwards."""


class NotOnesOwnLeave(Forbidden):
    """Nobody decides on the own leave."""


class BeganMeanwhile(Conflict):
    """The study was to begin on {on}: ask for it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """Whom one lets go, and what was looked at that no record tells."""

    leave_id: UUID
    expected_version: int
    checked: tuple[StudyRequirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Whom one doesn't let go, and why."""

    leave_id: UUID
    expected_version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """Who studies for longer, until when, and why."""

    leave_id: UUID
    expected_version: int
    back_on: date
    reason: str


async def approve(context: Context, asked: Approve) -> StudyLeave:
    """Let somebody go to school, if all that is asked is met today and a place of the year is free.

    Raises NotFound, NotOnesOwnLeave, LeaveDecided, Stale, BeganMeanwhile, RequirementsMissing, NotChecked,
    QuotaUsedUp, NoRuleInForce.
    """
    leave = await _to_decide(context, asked.leave_id, asked.expected_version)
    if leave.begins_on <= context.today:
        raise BeganMeanwhile("leaveId", on=leave.begins_on)
    judged = await judge(context, leave.employee_id, _study(leave, leave.ends_on), besides=leave.id)
    check_met(judged.findings)
    check_checked(judged.findings, asked.checked, "checked")
    await take(context, leave)
    leave.state, leave.rule = StudyLeaveState.APPROVED, judged.rule
    leave.checked = sorted(set(asked.checked))
    leave.approved_end = leave.ends_on
    leave.decided_by_employee_id = context.viewer.employee_id
    await save_and_tell(context, leave)
    return leave


async def decline(context: Context, asked: Decline) -> StudyLeave:
    """Don't let somebody go, and say why.

    Raises NotFound, NotOnesOwnLeave, LeaveDecided, Stale, NoText, TextTooLong.
    """
    reason = check_text(asked.reason, "reason")
    leave = await _to_decide(context, asked.leave_id, asked.expected_version)
    leave.state, leave.reason = StudyLeaveState.DECLINED, reason
    leave.decided_by_employee_id = context.viewer.employee_id
    await save_and_tell(context, leave)
    return leave


async def extend(context: Context, asked: Extend) -> StudyLeave:
    """Let somebody study for longer, within what the rule allows beyond the end that was approved.

    Enough time of service is left after the new end, too.

    Raises NotFound, NotOnesOwnLeave, NotUnderWay, StudyOver, NotLonger, RequirementsMissing, Stale, NoText,
    TextTooLong, NoRuleInForce.
    """
    reason = check_text(asked.reason, "reason")
    leave = await of_another(context, asked.leave_id)
    if leave.state != StudyLeaveState.APPROVED or leave.approved_end is None:
        raise NotUnderWay("leaveId", state=StudyLeaveState(leave.state))
    check_version(leave, asked.expected_version)
    if leave.ends_on <= context.today:
        raise StudyOver("leaveId", ends=leave.ends_on)
    rule, _ = await study_on(context, context.today)
    check_longer(rule, leave.approved_end, leave.ends_on, asked.back_on)
    judged = await judge(context, leave.employee_id, _study(leave, asked.back_on), besides=leave.id)
    check_met([one for one in judged.findings if one.requirement is StudyRequirement.SERVICE_LEFT])
    leave.ends_on, leave.reason = asked.back_on, reason
    await save_and_tell(context, leave)
    return leave


def _study(leave: StudyLeave, ends: date) -> Study:
    return Study(leave.level, StudyDuty(leave.duty), leave.begins_on, ends, leave.is_priority)


async def _to_decide(context: Context, leave_id: UUID, expected_version: int) -> StudyLeave:
    leave = await of_another(context, leave_id)
    if leave.state != StudyLeaveState.REQUESTED:
        raise LeaveDecided("leaveId", state=StudyLeaveState(leave.state))
    check_version(leave, expected_version)
    return leave


async def of_another(context: Context, leave_id: UUID) -> StudyLeave:
    """Somebody else's leave, locked. Raises NotFound, NotOnesOwnLeave."""
    leave = await context.get(StudyLeave, leave_id, lock=True, field="leaveId")
    if leave.employee_id == context.viewer.employee_id:
        raise NotOnesOwnLeave("leaveId")
    return leave


async def save_and_tell(context: Context, leave: StudyLeave) -> None:
    """Save what was decided, and tell whom it is about."""
    leave.version += 1
    await context.session.flush()
    await tell_again(context, NoticeKind.STUDY_DECIDED, Ref("StudyLeave", leave.id), leave.employee_id)
