"""The settings in force on a date: a government's own where it published some, else the nation's; bounds."""

import datetime
from typing import Any

import strawberry

from jenjang.appraisal.policy import DEADLINES, NUMBERS
from jenjang.graph.declare import field, one, plain, record
from jenjang.rules.models import RuleSet

WORDS = {
    "delivery_days": "Days in which a result is delivered after the period.",
    "answer_days": "Days in which the employee returns it.",
    "objection_days": "Days in which an objection may be filed.",
    "statement_days": "Days in which both sides may explain.",
    "decision_days": "Days in which an objection is decided; no fewer than `statementDays`.",
    "escalation_days": "Days after which a late evaluation goes to the leader's leader.",
    "reminder_days": "Days before the last one on which evaluators are reminded.",
    "fewest_raters": "From how many raters on colleagues' ratings are shown.",
}
"""What each number is, wherever it is told or asked for."""
OWN = (
    "(SELECT p.{column} FROM appraisal_policies p WHERE p.tenant_id = {{tenant}} AND p.state = 'PUBLISHED'"
    " AND p.valid_from <= {{at}} ORDER BY p.valid_from DESC, p.number DESC LIMIT 1)"
)
"""SQL of what the government's own settings say that hold on the date; null where there are none."""
LAW = "({{row}}.body -> 'settings' -> '{name}' ->> '{part}')::int"
OWN_ID = "translate(encode(convert_to('AppraisalPolicy:' || {id}, 'UTF8'), 'base64'), E'\\n', '')"


def in_force(column: str, law: str) -> str:
    """SQL of a setting: the government's own, or the nation's."""
    return f"coalesce({OWN.format(column=column)}, {law})"


def _numbers(name: str, words: str, part: str) -> Any:  # Any: a class.
    """A type of one number for each setting: that part of the nation's rule set."""
    annotations = dict.fromkeys(NUMBERS, int)
    members = {one: field(WORDS[one], sql=LAW.format(name=one, part=part)) for one in NUMBERS}
    made = type(
        name, (), {"__module__": __name__, "__doc__": words, "__annotations__": annotations, **members}
    )
    return plain(made)


NationalSettings = _numbers("NationalSettings", "What holds where a government sets nothing itself.", "value")
LeastSettings = _numbers("LeastSettings", "The least that a government may set.", "least")
MostSettings = _numbers("MostSettings", "The most that a government may set.", "most")


def _value(name: str) -> Any:  # Any: a declaration, as field() gives it.
    return field(WORDS[name], sql=in_force(name, LAW.format(name=name, part="value")))


@record(RuleSet, key="version", needs="policy:read", dated=True, shown=f"{{row}}.name = '{DEADLINES}'")
class AppraisalSettings:
    """The numbers that hold on a date, whoever set them. Days are working days."""

    policy_id: strawberry.ID | None = field(
        "Global id of the government's own settings that hold; null: it set none, and the nation's do.",
        sql=OWN_ID.format(id=OWN.format(column="id")),
    )
    since: datetime.date = field("Since which day they hold.", sql=in_force("valid_from", "{row}.valid_from"))
    delivery_days: int = _value("delivery_days")
    answer_days: int = _value("answer_days")
    objection_days: int = _value("objection_days")
    statement_days: int = _value("statement_days")
    decision_days: int = _value("decision_days")
    escalation_days: int = _value("escalation_days")
    reminder_days: int = _value("reminder_days")
    fewest_raters: int = _value("fewest_raters")
    six_day_week: bool = field(
        "Whether Saturday is a working day.",
        sql=in_force("six_day_week", "({row}.body ->> 'six_day_week')::boolean"),
    )
    rule: str = field(
        "Version of the rule set that gives the nation's values and the bounds.",
        sql="{row}.name || ' ' || {row}.version",
    )
    source: str = field("Where that is said, and how sure we are of it.")
    national: NationalSettings = one("The nation's values.")  # type: ignore[valid-type]  # the type is made above
    least: LeastSettings = one("The least that may be set.")  # type: ignore[valid-type]  # the type is made above
    most: MostSettings = one("The most that may be set.")  # type: ignore[valid-type]  # the type is made above
