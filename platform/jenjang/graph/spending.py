"""`rateLimit`: what an operation costs, and what the application that asks may still spend."""

import datetime
from typing import Annotated

import strawberry
from strawberry.types import Info

from jenjang.core import clock
from jenjang.graph.perform import Performance


@strawberry.type(description="What this operation costs, and what the application may still spend.")
class RateLimit:
    limit: int = strawberry.field(description="Points of cost that may be spent in one window.")
    cost: int = strawberry.field(description="Points that this operation costs.")
    remaining: int = strawberry.field(description="Points that are left, this operation's spent.")
    reset_at: datetime.datetime = strawberry.field(description="When all points are there again.")
    node_count: int = strawberry.field(description="Rows that this operation may answer with, at most.")


DryRun = Annotated[
    bool,
    strawberry.argument(
        description="Only reckon: nothing is spent, and no other field of the operation is answered."
    ),
]


def rate_limit(info: Info, dry_run: DryRun = False) -> RateLimit:  # noqa: ARG001  # The operator sees to a dry run.
    """The allowance of the running operation."""
    performance: Performance = info.context
    measure, allowance = performance.planned.measure, performance.allowance
    return RateLimit(
        limit=allowance.limit,
        cost=measure.price,
        remaining=allowance.remaining,
        reset_at=clock.now() + datetime.timedelta(seconds=allowance.reset_seconds),
        node_count=measure.nodes,
    )
