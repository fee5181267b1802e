"""What a government may set itself of appraisal: days and thresholds, each within bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from jenjang.appraisal.terms import Setting
from jenjang.core.errors import BadUserInput, Refusal, refuse_all

DEADLINES = "appraisal_deadlines"
"""The rule set that says what a government may set."""


class OutOfBounds(BadUserInput):
    """The setting {setting} can't be {value}: {law} allows {least} to {most}."""


class DecisionBeforeStatements(BadUserInput):
    """Both sides have {statement} working days to explain, but the decision is due after {decision}."""


class SettingWithoutBounds(BadUserInput):
    """The rule set gives no value and bounds for {missing}."""


class BoundsUpsideDown(BadUserInput):
    """The rule set gives {setting} the value {value}, which isn't between {least} and {most}."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Working days of each step, how many raters make a rating that may be shown, and the kind of week."""

    delivery_days: int
    answer_days: int
    objection_days: int
    statement_days: int
    decision_days: int
    escalation_days: int
    reminder_days: int
    fewest_raters: int
    six_day_week: bool


NUMBERS = tuple(one.name for one in fields(Settings) if one.name != "six_day_week")
"""The settings that have bounds."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which values, both included, a setting may lie, and where that is said."""

    least: int
    most: int
    law: str


def defaults(
    body: Mapping[str, Any],
) -> Settings:  # Any: settings, each with its value and bounds, and a flag.
    """The nation's values in the rule set `appraisal_deadlines`, for a government that sets none."""
    told = body["settings"]
    return Settings(**{name: told[name]["value"] for name in NUMBERS}, six_day_week=body["six_day_week"])


def bounds(body: Mapping[str, Any]) -> Mapping[str, Bound]:  # Any: as in `defaults`.
    """What the rule set `appraisal_deadlines` allows, by setting.

    Raises SettingWithoutBounds; BoundsUpsideDown where the nation's own value lies outside.
    """
    told = body["settings"]
    if missing := [name for name in NUMBERS if name not in told]:
        raise SettingWithoutBounds("body", missing=", ".join(missing))
    for name in NUMBERS:
        one = told[name]
        if not one["least"] <= one["value"] <= one["most"]:
            raise BoundsUpsideDown(
                "body", setting=name, value=one["value"], least=one["least"], most=one["most"]
            )
    return {name: Bound(told[name]["least"], told[name]["most"], told[name]["law"]) for name in NUMBERS}


def check_allowed(settings: Settings, allowed: Mapping[str, Bound]) -> None:
    """Refuse settings that lie outside their bounds, all of them at once, or that end before they can be met.

    Raises OutOfBounds at each such setting, DecisionBeforeStatements.
    """
    faults: list[Refusal] = [
        _out_of_bounds(name, getattr(settings, name), bound)
        for name, bound in allowed.items()
        if not bound.least <= getattr(settings, name) <= bound.most
    ]
    if settings.decision_days < settings.statement_days:
        days = {"statement": settings.statement_days, "decision": settings.decision_days}
        faults.append(DecisionBeforeStatements("decisionDays", **days))
    refuse_all(faults)


def _out_of_bounds(name: str, value: int, bound: Bound) -> OutOfBounds:
    setting = Setting[name.upper()]
    return OutOfBounds(
        _camel(name), setting=setting, value=value, least=bound.least, most=bound.most, law=bound.law
    )


def _camel(name: str) -> str:
    """A setting's name as the contract spells it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
