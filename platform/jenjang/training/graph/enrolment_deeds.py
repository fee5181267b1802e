"""Enrolment and caps of hours as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.people import Employee
from jenjang.training.actions import enrolling, hours
from jenjang.training.actions.attending import MANAGE
from jenjang.training.graph.event_deeds import TAKE_PART
from jenjang.training.graph.people import TrainingEnrolment
from jenjang.training.models.enrolments import TrainingEnrolment as Row

WORDS = {
    "event_id": "Global id of the event.",
    "enrolment_id": "Global id of the enrolment.",
    "expected_version": EXPECTED_VERSION,
    "reason": "Why; the person reads it.",
    "employee_id": "Global id of the person, a PPPK.",
    "year": "Calendar year.",
    "hours": "JP that the person may have in that year, more than before.",
}
ENROLMENT = {"enrolment_id": "TrainingEnrolment"}
EnrolInput = input_of(
    enrolling.Enrol, "TrainingEnrolInput", "Where you want to go.", WORDS, {"event_id": "TrainingEvent"}
)
ApproveInput = input_of(
    enrolling.Approve, "TrainingEnrolmentApproveInput", "Whom you let go.", WORDS, ENROLMENT
)
DeclineInput = input_of(
    enrolling.Decline, "TrainingEnrolmentDeclineInput", "Whom you don't let go, and why.", WORDS, ENROLMENT
)
WithdrawInput = input_of(
    enrolling.Withdraw, "TrainingEnrolmentWithdrawInput", "What you take back.", WORDS, ENROLMENT
)
CapInput = input_of(
    hours.CapRaise,
    "TrainingHoursCapRaiseInput",
    "Up to how many hours somebody may have in a year, and why.",
    {**WORDS, "reason": "Why; it stays on record."},
    {"employee_id": "Employee"},
)
EnrolmentPayload = payload_of(
    "TrainingEnrolmentPayload",
    "What became of the enrolment.",
    enrolment=(TrainingEnrolment, "The enrolment."),
)
CapPayload = payload_of(
    "TrainingHoursCapRaisePayload", "Whose cap was raised.", employee=(Employee, "The person.")
)


async def _enrol(context: Context, asked: enrolling.Enrol) -> dict[str, object]:
    return _told(context, await enrolling.enrol(context, asked))


async def _approve(context: Context, asked: enrolling.Approve) -> dict[str, object]:
    return _told(context, await enrolling.approve(context, asked))


async def _decline(context: Context, asked: enrolling.Decline) -> dict[str, object]:
    return _told(context, await enrolling.decline(context, asked))


async def _withdraw(context: Context, asked: enrolling.Withdraw) -> dict[str, object]:
    return _told(context, await enrolling.withdraw(context, asked))


async def _raise(context: Context, asked: hours.CapRaise) -> dict[str, object]:
    return {"employee": Ref("Employee", (await hours.raise_cap(context, asked)).employee_id)}


def _told(context: Context, enrolment: Row) -> dict[str, object]:
    context.concern("Employee", enrolment.employee_id)
    return {"enrolment": Ref("TrainingEnrolment", enrolment.id)}


@strawberry.type
class Mutation:
    training_enrol = deed(
        "Enrol for an event that is for you: with a seat if one is free, else on the waiting list, from which"
        " you get one by itself. What costs something waits for your leader's approval.",
        needs=TAKE_PART,
        asks=EnrolInput,
        gives=EnrolmentPayload,
        do=_enrol,
        of_own=True,
    )
    training_enrolment_withdraw = deed(
        "Take your enrolment back before the event begins; whoever is next on the list gets your seat.",
        needs=TAKE_PART,
        asks=WithdrawInput,
        gives=EnrolmentPayload,
        do=_withdraw,
        of_own=True,
    )
    training_enrolment_approve = deed(
        "Let somebody go where it costs something. A seat is given, and its cost promised from the unit's"
        " budget, if there are both; else it waits on the list. Nobody approves the own enrolment.",
        needs=enrolling.APPROVE,
        asks=ApproveInput,
        gives=EnrolmentPayload,
        do=_approve,
        in_units=True,
    )
    training_enrolment_decline = deed(
        "Don't let somebody go, and say why.",
        needs=enrolling.APPROVE,
        asks=DeclineInput,
        gives=EnrolmentPayload,
        do=_decline,
        in_units=True,
    )
    training_hours_cap_raise = deed(
        "Let a PPPK have more hours in a year than the law's cap; who did so, and why, stays on record.",
        needs=MANAGE,
        asks=CapInput,
        gives=CapPayload,
        do=_raise,
    )
