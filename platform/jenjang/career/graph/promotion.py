"""When somebody's next rank may begin, and what stands in the way: judged by the rules."""

import datetime
from typing import Annotated

import strawberry

from jenjang.career.actions import promotions
from jenjang.career.actions.candidates import READ
from jenjang.career.graph import enums
from jenjang.career.rules.promotion import Window
from jenjang.core.context import Context
from jenjang.graph.deeds import key
from jenjang.graph.judged import judged
from jenjang.organisation.graph.enums import Predicate


@strawberry.type(description="What stands in the way of the next rank.")
class RankBlocker:
    by: enums.Blocker = strawberry.field(description="What stands in the way of the rank.")
    until: datetime.date | None = strawberry.field(
        description="The first day on which it does no more; null where time alone won't do."
    )
    next_level: str | None = strawberry.field(
        description="Of TOP_OF_POSITION: code of the functional level (jenjang) to be reached first, such as"
        " AHLI_MUDA. It is open to who bears this rank. Null where no level leads on."
    )


@strawberry.type(description="A day on which a rank may begin (TMT), and what stands in the way then.")
class RankWindow:
    on: datetime.date = strawberry.field(description="The first of a month.")
    open: bool = strawberry.field(description="Whether nothing stands in the way.")
    blockers: list[RankBlocker] = strawberry.field(description="All that stands in the way.")


@strawberry.type(description="When somebody's next rank (kenaikan pangkat) may begin.")
class RankPromotion:
    rank: str = strawberry.field(description="Code of the rank held, such as III/a.")
    since: datetime.date = strawberry.field(description="Since when it is held (TMT).")
    kind: enums.PromotionKind = strawberry.field(description="By which way the next one is reached.")
    assumed_predicate: Predicate | None = strawberry.field(
        description="What years without a result are expected to have, and credit to grow by."
    )
    windows: list[RankWindow] = strawberry.field(description="The next six windows.")
    first_open: RankWindow | None = strawberry.field(
        description="The first in which nothing stands in the way; null: none in twenty years."
    )


@judged(
    "When somebody's next rank may begin: the next six monthly windows with all that stands in the way, and"
    " the first open one. Years without a result yet, from last year on, are expected to have the latest"
    " predicate, or that of `assume`; nothing is saved. Null of who bears no rank of PNS. Takes what it is"
    " made of, too: `employee:discipline`, `appraisal:read` and `competence:read` over the person.",
    needs=READ,
)
async def rank_promotion(
    context: Context,
    employee_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the person.")],
    assume: Annotated[
        Predicate | None, strawberry.argument(description="The predicate of years that have none yet.")
    ] = None,
) -> RankPromotion | None:
    found = await promotions.promotion(context, key(employee_id, "Employee", "employeeId"), assume)
    if found is None:
        return None
    return RankPromotion(
        rank=found.rank,
        since=found.since,
        kind=found.kind,
        assumed_predicate=found.assumed,
        windows=[_told(one) for one in found.windows],
        first_open=_told(found.first_open) if found.first_open else None,
    )


def _told(window: Window) -> RankWindow:
    blockers = [RankBlocker(by=one.by, until=one.until, next_level=one.level) for one in window.blocked]
    return RankWindow(on=window.on, open=not blockers, blockers=blockers)
