"""Requests for a budget's money in the order that is advised: judged by the rule."""

import re
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated
from uuid import UUID

import strawberry

from jenjang.core.context import Context
from jenjang.graph.declare import Connection
from jenjang.graph.deeds import key
from jenjang.graph.judged import cursor, judged, many, page
from jenjang.graph.reader.cursor import BadCursor, Key, read_cursor
from jenjang.graph.scalars import encode_id
from jenjang.training.actions.requests import Asking, requests_of
from jenjang.training.rules.ranking import Place

MARK = "requests"
WORTH = re.compile(r"(0|-[1-9]\d{0,30})(/[1-9]\d{0,30})?")
"""A worth as a cursor holds it: below 0, so that the larger comes first, or 0."""
KEYS = [
    Key("worth", "text", descending=True),
    Key("made_at", "timestamptz", descending=False),
    Key("id", "uuid", descending=False),
]


@strawberry.type(description="Somebody's request for a training that costs something, in its place, and why.")
class TrainingRequest:
    enrolment_id: strawberry.ID = strawberry.field(description="Global id of the enrolment that waits.")
    employee_id: strawberry.ID = strawberry.field(description="Global id of the person.")
    event_id: strawberry.ID = strawberry.field(description="Global id of the event.")
    gap_points: int = strawberry.field(
        description="How many levels of what the position asks for the course would close; who isn't assessed"
        " begins at 0."
    )
    critical: bool = strawberry.field(description="Whether the position is a critical one.")
    weight: Decimal = strawberry.field(description="The position's weight, by the rule.")
    cost: Decimal = strawberry.field(description="Rupiah of the seat.")
    score: Decimal = strawberry.field(
        description="Gap points times weight for each million rupiah, to four places."
    )
    cumulative_cost: Decimal = strawberry.field(
        description="Rupiah that it takes together with those before it that are within the budget."
    )
    within: bool = strawberry.field(description="Whether what is left of the budget covers that.")


@strawberry.type(description="Requests for a budget's money, in the order advised. A person decides on each.")
class TrainingRequestConnection(Connection[TrainingRequest]):
    available: Decimal = strawberry.field(
        description="Rupiah left in the budget once who is approved and waits has seats, at least 0."
    )
    rule: str = strawberry.field(description="Version of the rule by which they are weighed.")


@judged(
    "Who asks for a budget's money for trainings to come, those first that close the most gaps of weighty"
    " positions for it: gap points times the position's weight, by cost. An advice: it approves nothing."
    " Tells of people over whom you hold `competence:read` and `training:read`.",
    needs="budget:read",
)
async def training_requests(
    context: Context,
    budget_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the budget.")],
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
    after: Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")] = None,
) -> TrainingRequestConnection | None:
    most, beyond = many(first), _after(after)
    found = await requests_of(context, key(budget_id, "TrainingBudget", "budgetId"))
    following = [one for one in found.requests if beyond is None or one.ranked.place > beyond]
    rows = [(cursor(MARK, *one.ranked.place), _told(one)) for one in following[:most]]
    told = page(rows, after, more=len(following) > most, total=len(found.requests))
    return TrainingRequestConnection(**vars(told), available=found.left, rule=found.rule)


def _after(after: str | None) -> Place | None:
    """Where a page begins. Raises BadCursor."""
    if after is None:
        return None
    worth, made_at, enrolment_id = read_cursor(after, MARK, KEYS)
    assert isinstance(made_at, datetime)  # noqa: S101  # They were read as such.
    assert isinstance(enrolment_id, UUID)  # noqa: S101
    if not WORTH.fullmatch(str(worth)):
        raise BadCursor("after")
    return Fraction(str(worth)), made_at, enrolment_id


def _told(one: Asking) -> TrainingRequest:
    found = one.ranked
    return TrainingRequest(
        enrolment_id=strawberry.ID(encode_id("TrainingEnrolment", found.request.enrolment_id)),
        employee_id=strawberry.ID(encode_id("Employee", one.employee_id)),
        event_id=strawberry.ID(encode_id("TrainingEvent", one.event_id)),
        gap_points=found.points,
        critical=found.request.is_critical,
        weight=found.weight,
        cost=found.request.cost,
        score=found.score,
        cumulative_cost=found.cumulative,
        within=found.is_within,
    )
