"""Study leave as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.study.actions import deciding, quotas, reporting, requesting, settling
from jenjang.study.graph.leaves import StudyLeave, StudyQuota
from jenjang.study.models import StudyLeave as Row

TAKE_PART = "training:take_part"
WORDS = {
    "leave_id": "Global id of the study leave.",
    "expected_version": EXPECTED_VERSION,
    "reason": "Why, 1 to 2000 characters; the person reads it.",
    "back_on": "The day on which the person is back.",
}
LEAVE = {"leave_id": "StudyLeave"}
RequestInput = input_of(
    requesting.Request,
    "StudyLeaveRequestInput",
    "Which school you want to go to.",
    {
        "level": "Code of the level of school, such as S2.",
        "programme": "What you study, at most 200 characters.",
        "school": "Where, at most 200 characters.",
        "funding": "Who pays.",
        "duty": "Whether you work on.",
        "begins_on": "The first day, within 24 months from today.",
        "back_on": "The day on which you are back.",
        "is_priority": "Whether the government needs the field most; who decides looks at that.",
    },
    {},
)
WithdrawInput = input_of(
    requesting.Withdraw, "StudyLeaveWithdrawInput", "What you take back, and why.", WORDS, LEAVE
)
ApproveInput = input_of(
    deciding.Approve,
    "StudyLeaveApproveInput",
    "Whom you let go.",
    {**WORDS, "checked": "What you looked at, of all that `studyRequirements` tells as MANUAL."},
    LEAVE,
)
DeclineInput = input_of(
    deciding.Decline, "StudyLeaveDeclineInput", "Whom you don't let go, and why.", WORDS, LEAVE
)
ExtendInput = input_of(deciding.Extend, "StudyLeaveExtendInput", "Who studies for longer.", WORDS, LEAVE)
ReportInput = input_of(
    reporting.Report,
    "StudyLeaveReportInput",
    "That you are back from school.",
    {
        **WORDS,
        "finished_on": "Since when you are back: after the study began, by today.",
        "is_completed": "Whether you finished the school.",
        "report": "What came of it, and what you bring to your work: 1 to 20000 characters.",
    },
    LEAVE,
)
SettleInput = input_of(
    settling.Settle,
    "StudyLeaveSettleInput",
    "How long a study really took.",
    {**WORDS, "finished_on": "Since when the person is back: after the study began, by today."},
    LEAVE,
)
QuotaInput = input_of(
    quotas.QuotaSet,
    "StudyQuotaSetInput",
    "How many may go to school.",
    {
        "year": "Calendar year in which the leaves begin.",
        "level": "Code of the level of school, such as S2.",
        "seats": "How many, 0 to 10000; no fewer than were let go.",
        "expected_version": f"{EXPECTED_VERSION} Left out for a new quota.",
    },
    {},
)
LeavePayload = payload_of(
    "StudyLeavePayload", "What became of the leave.", leave=(StudyLeave, "The study leave.")
)
QuotaPayload = payload_of("StudyQuotaPayload", "What became of the quota.", quota=(StudyQuota, "The quota."))


async def _request(context: Context, asked: requesting.Request) -> dict[str, object]:
    return _told(context, await requesting.request(context, asked))


async def _withdraw(context: Context, asked: requesting.Withdraw) -> dict[str, object]:
    return _told(context, await requesting.withdraw(context, asked))


async def _approve(context: Context, asked: deciding.Approve) -> dict[str, object]:
    return _told(context, await deciding.approve(context, asked))


async def _decline(context: Context, asked: deciding.Decline) -> dict[str, object]:
    return _told(context, await deciding.decline(context, asked))


async def _extend(context: Context, asked: deciding.Extend) -> dict[str, object]:
    return _told(context, await deciding.extend(context, asked))


async def _report(context: Context, asked: reporting.Report) -> dict[str, object]:
    return _told(context, await reporting.report(context, asked))


async def _settle(context: Context, asked: settling.Settle) -> dict[str, object]:
    return _told(context, await settling.settle(context, asked))


async def _set_quota(context: Context, asked: quotas.QuotaSet) -> dict[str, object]:
    return {"quota": Ref("StudyQuota", (await quotas.set_quota(context, asked)).id)}


def _told(context: Context, leave: Row) -> dict[str, object]:
    context.concern("Employee", leave.employee_id)
    return {"leave": Ref("StudyLeave", leave.id)}


@strawberry.type
class Mutation:
    study_leave_request = deed(
        "Ask for leave to go to school (tugas belajar). What a record can tell must be met:"
        " `studyRequirements` tells beforehand.",
        needs=TAKE_PART,
        asks=RequestInput,
        gives=LeavePayload,
        do=_request,
        of_own=True,
    )
    study_leave_withdraw = deed(
        "Take your request back, or what was approved and hasn't begun; another may have the place.",
        needs=TAKE_PART,
        asks=WithdrawInput,
        gives=LeavePayload,
        do=_withdraw,
        of_own=True,
    )
    study_leave_approve = deed(
        "Let somebody go to school, within the quota of the year. All is judged again; what no record tells,"
        " you say that you looked at. Nobody decides on the own leave.",
        needs=deciding.MANAGE,
        asks=ApproveInput,
        gives=LeavePayload,
        do=_approve,
    )
    study_leave_decline = deed(
        "Don't let somebody go to school, and say why.",
        needs=deciding.MANAGE,
        asks=DeclineInput,
        gives=LeavePayload,
        do=_decline,
    )
    study_leave_extend = deed(
        "Let somebody study for longer, within what the rule allows.",
        needs=deciding.MANAGE,
        asks=ExtendInput,
        gives=LeavePayload,
        do=_extend,
    )
    study_leave_report = deed(
        "Report back from school. From then on the service that you owe for it runs (ikatan dinas), for as"
        " long as the leave was granted: who is back earlier has `studyLeaveSettle` reckon it.",
        needs=TAKE_PART,
        asks=ReportInput,
        gives=LeavePayload,
        do=_report,
        of_own=True,
    )
    study_leave_settle = deed(
        "Settle since when somebody is back who reported, by what you were shown: from then on the service"
        " owed (ikatan dinas) is counted by the real length. Nobody settles the own leave.",
        needs=deciding.MANAGE,
        asks=SettleInput,
        gives=LeavePayload,
        do=_settle,
    )
    study_quota_set = deed(
        "Set how many leaves for a level of school may begin in a year.",
        needs=deciding.MANAGE,
        asks=QuotaInput,
        gives=QuotaPayload,
        do=_set_quota,
    )
