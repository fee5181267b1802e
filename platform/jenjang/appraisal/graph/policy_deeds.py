"""A government's own settings and holidays as mutations."""

import datetime

import strawberry

from jenjang.appraisal.actions import local_holidays, policies
from jenjang.appraisal.graph.policies import AppraisalPolicy, LocalHoliday
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, key, payload_of
from jenjang.graph.perform import Ref

PROPOSE, PUBLISH, MANAGE = "policy:propose", "policy:publish", "appraisal:manage"

ProposeInput = input_of(
    policies.ProposePolicy,
    "PolicyProposeInput",
    "Settings from a day on, all of them; days are working days.",
    {
        "valid_from": "The first day on which they are to hold, today at the earliest.",
        "delivery_days": "Days in which a result is delivered after the period.",
        "answer_days": "Days in which the employee returns it.",
        "objection_days": "Days in which an objection may be filed.",
        "statement_days": "Days in which both sides may explain.",
        "decision_days": "Days in which an objection is decided.",
        "escalation_days": "Days after which a late evaluation goes to the leader's leader.",
        "reminder_days": "Days before the last one on which evaluators are reminded.",
        "fewest_raters": "From how many raters on colleagues' ratings are shown; 3 or more.",
        "six_day_week": "Whether Saturday is a working day.",
        "reason": "Why, such as the number of the decree.",
    },
    {},
)
SetHolidayInput = input_of(
    local_holidays.SetHoliday,
    "LocalHolidaySetInput",
    "Which day is a holiday of your government.",
    {"day": "The day, today at the earliest.", "name": "Its name, at most 200 characters."},
    {},
)


@strawberry.input(description="Which settings are meant.")
class PolicyInput:
    policy_id: strawberry.ID = strawberry.field(description="Global id of the settings.")


@strawberry.input(description="Which day is a holiday no more.")
class LocalHolidayDropInput:
    day: datetime.date = strawberry.field(description="The day, today at the earliest.")


PolicyPayload = payload_of("PolicyPayload", "The settings.", policy=(AppraisalPolicy, "The settings."))
HolidayPayload = payload_of("LocalHolidayPayload", "The holiday.", holiday=(LocalHoliday, "The holiday."))
DropPayload = payload_of(
    "LocalHolidayDropPayload", "What was dropped.", day=(datetime.date, "The day that is worked again.")
)


async def _propose(context: Context, asked: policies.ProposePolicy) -> dict[str, object]:
    return {"policy": Ref("AppraisalPolicy", (await policies.propose(context, asked)).id)}


async def _publish(context: Context, asked: PolicyInput) -> dict[str, object]:
    policy = key(asked.policy_id, "AppraisalPolicy", "policyId")
    return {"policy": Ref("AppraisalPolicy", (await policies.publish(context, policy)).id)}


async def _withdraw(context: Context, asked: PolicyInput) -> dict[str, object]:
    policy = key(asked.policy_id, "AppraisalPolicy", "policyId")
    return {"policy": Ref("AppraisalPolicy", (await policies.withdraw(context, policy)).id)}


async def _set(context: Context, asked: local_holidays.SetHoliday) -> dict[str, object]:
    return {"holiday": Ref("LocalHoliday", (await local_holidays.set_holiday(context, asked)).id)}


async def _drop(context: Context, asked: LocalHolidayDropInput) -> dict[str, object]:
    return {"day": await local_holidays.drop_holiday(context, asked.day)}


@strawberry.type
class Mutation:
    policy_propose = deed(
        "Propose settings of your government, within what the law leaves open.",
        needs=PROPOSE,
        asks=ProposeInput,
        gives=PolicyPayload,
        do=_propose,
    )
    policy_publish = deed(
        "Publish settings that another person proposed. Cycles keep the values they were opened with.",
        needs=PUBLISH,
        asks=PolicyInput,
        gives=PolicyPayload,
        do=_publish,
    )
    policy_withdraw = deed(
        "Take back settings that are proposed and not published.",
        needs=PROPOSE,
        asks=PolicyInput,
        gives=PolicyPayload,
        do=_withdraw,
    )
    local_holiday_set = deed(
        "Make a day a holiday of your government, or call it otherwise.",
        needs=MANAGE,
        asks=SetHolidayInput,
        gives=HolidayPayload,
        do=_set,
    )
    local_holiday_drop = deed(
        "Let a day be worked again.",
        needs=MANAGE,
        asks=LocalHolidayDropInput,
        gives=DropPayload,
        do=_drop,
    )
