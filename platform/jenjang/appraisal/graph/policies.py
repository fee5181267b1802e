"""What a government sets itself, its holidays, and what somebody is told."""

import datetime

import strawberry

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.notice_names import ABOUT_NAME
from jenjang.appraisal.graph.settings import WORDS
from jenjang.appraisal.graph.subjects import FOR_OWN_EYES, TAKE_PART
from jenjang.appraisal.models import policy as models
from jenjang.graph.declare import Node, field, record
from jenjang.graph.filters import choice, day, filter_input, flag, order_input
from jenjang.organisation import models as organisation

READ = "policy:read"
BY = (
    "SELECT coalesce(e.name, a.subject) FROM accounts a LEFT JOIN employees e"
    " ON e.tenant_id = a.tenant_id AND e.id = a.employee_id"
    " WHERE a.tenant_id = {{tenant}} AND a.id = {{row}}.{column}"
)

PolicyFilter = filter_input(
    "AppraisalPolicyFilter",
    "Which settings.",
    {"state": choice(enums.PolicyState, "state", "By where they stand.")},
)
PolicyOrder = order_input(
    "AppraisalPolicyOrder", {"VALID_FROM": ("valid_from", "By first day.")}, [("VALID_FROM", "DESC")]
)
HolidayFilter = filter_input("LocalHolidayFilter", "Which holidays.", {"day": day("day", "By day.")})
HolidayOrder = order_input("LocalHolidayOrder", {"DAY": ("day", "By day.")}, [("DAY", "ASC")])
NoticeFilter = filter_input(
    "NoticeFilter",
    "Which notices.",
    {
        "kind": choice(enums.NoticeKind, "kind", "By kind."),
        "unread": flag("({row}.read_at IS NULL) {test}", "Those not read yet, or the others."),
    },
)
NoticeOrder = order_input("NoticeOrder", {"MADE_AT": ("made_at", "By time.")}, [("MADE_AT", "DESC")])


@record(models.AppraisalPolicy, needs=READ)
class AppraisalPolicy(Node):
    """What a government set within the law's bounds, from a day on: every employee may read it.

    Proposed by one person and published by another. Days are working days but where said otherwise.
    """

    number: int = field("Its place among the government's settings, from 1.")
    state: enums.PolicyState = field("Where it stands.")
    valid_from: datetime.date = field("The first day on which it holds.")
    delivery_days: int = field(WORDS["delivery_days"])
    answer_days: int = field(WORDS["answer_days"])
    objection_days: int = field(WORDS["objection_days"])
    statement_days: int = field(WORDS["statement_days"])
    decision_days: int = field(WORDS["decision_days"])
    escalation_days: int = field(WORDS["escalation_days"])
    reminder_days: int = field(WORDS["reminder_days"])
    fewest_raters: int = field(WORDS["fewest_raters"])
    six_day_week: bool = field("Whether Saturday is a working day.")
    reason: str = field("Why it was set so.")
    proposed_by_name: str = field("Who proposed it.", sql=BY.format(column="proposed_by_account_id"))
    proposed_at: datetime.datetime = field("When.")
    published_by_name: str | None = field(
        "Who published it.", sql=BY.format(column="published_by_account_id")
    )
    published_at: datetime.datetime | None = field("When.")


@record(models.LocalHoliday, needs=READ)
class LocalHoliday(Node):
    """A day on which this government doesn't work, beside the national holidays."""

    day: datetime.date = field("The day.")
    name: str = field("Its name.")


@record(organisation.Notice, needs=TAKE_PART, about=FOR_OWN_EYES)
class Notice(Node):
    """What you are told, once."""

    kind: enums.NoticeKind = field("What it is about.")
    about: strawberry.ID = field(
        "Global id of what it is about; ask `node` for it.",
        sql="translate(encode(convert_to({row}.about_type || ':' || {row}.about_id, 'UTF8'),"
        " 'base64'), E'\\n', '')",
    )
    about_name: str | None = field(
        "The same in words: the name of the person (of two, the other one), the unit, the position, the"
        " course and training that you go to, the step of your plan, or which period.",
        sql=ABOUT_NAME,
    )
    count: int = field("Of how many things in it you are told: 1, but of evaluations that went to you.")
    made_at: datetime.datetime = field("When you were told.")
    read_at: datetime.datetime | None = field("When you read it.")
