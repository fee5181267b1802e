"""A government's own settings and holidays as mutations."""

import datetime

import strawberry

from jenjang.appraisal.actions import local_holidays, policies
from jenjang.appraisal.graph.policies import AppraisalPolicy, LocalHoliday
from jenjang.appraisal.graph.settings import WORDS
from jenjang.appraisal.policy import DEADLINES, NUMBERS, bounds, defaults
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, key, payload_of
from jenjang.graph.perform import Ref
from jenjang.rules.shelf import all_shipped_of

PROPOSE, PUBLISH, MANAGE = "policy:propose", "policy:publish", "appraisal:manage"

LAW = all_shipped_of(DEADLINES)[-1]
"""The newest version that this release ships: descriptions don't change with the calendar."""


def _within(name: str) -> str:
    """What a number is, within which bounds, and what holds where a government sets nothing."""
    bound, national = bounds(LAW.body)[name], getattr(defaults(LAW.body), name)
    return f"{WORDS[name]} {bound.least} to {bound.most}; the nation's own value is {national}."


ProposeInput = input_of(
    policies.ProposePolicy,
    "PolicyProposeInput",
    f"Settings from a day on, all of them; days are working days. Bounds are of {LAW.name} {LAW.version};"
    " `appraisalSettings(asOf:)` tells those of the first day, and what holds now.",
    {
        "valid_from": "The first day on which they are to hold, today at the earliest.",
        **{name: _within(name) for name in NUMBERS},
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
