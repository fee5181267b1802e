"""Who manages training settles how long a study really took: by that the service owed for it is reckoned."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import check_version
from jenjang.study.actions.deciding import of_another, save_and_tell
from jenjang.study.actions.reporting import owe
from jenjang.study.models import StudyLeave
from jenjang.study.rules.leaves import check_finished
from jenjang.study.terms import StudyLeaveState


class NothingToSettle(Conflict):
    """This leave is {state}: how long a study took is settled once it was reported of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Since when somebody is back by what one was shown, and what that was."""

    leave_id: UUID
    expected_version: int
    finished_on: date
    reason: str


async def settle(context: Context, asked: Settle) -> StudyLeave:
    """Settle since when somebody is back. What is owed is counted by the real length from then on.

    It may be settled anew, as it was seen.

    Raises NotFound, NotOnesOwnLeave, NothingToSettle, NotBegun, FinishedElsewhen, Stale, NoText, TextTooLong,
    NoRuleInForce.
    """
    reason = check_text(asked.reason, "reason")
    leave = await of_another(context, asked.leave_id)
    if leave.state != StudyLeaveState.REPORTED:
        raise NothingToSettle("leaveId", state=StudyLeaveState(leave.state))
    check_version(leave, asked.expected_version)
    check_finished(leave.begins_on, asked.finished_on, context.today)
    await owe(context, leave, asked.finished_on, asked.finished_on)
    leave.settled_on = context.today
    leave.reason, leave.decided_by_employee_id = reason, context.viewer.employee_id
    await save_and_tell(context, leave)
    return leave
