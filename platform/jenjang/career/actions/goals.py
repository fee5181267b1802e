"""Positions as the rules look at them, for whoever is to hold them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from jenjang.career.actions.candidates import Known
from jenjang.career.rules.requirements import Goal
from jenjang.career.terms import MoveKind
from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite, in_force, ranks
from jenjang.organisation.models import Position
from jenjang.organisation.rules.placement import (
    Ends,
    level_below,
    span_demanded,
    span_of_rising,
    standard_span,
)
from jenjang.rules.shelf import Rule

SPANS = "rank_span"


async def goals_of(
    context: Context, who: Known, rows: Sequence[RowMapping], moves: Mapping[str, MoveKind]
) -> Sequence[Goal]:
    """Each of the positions that `REACHED` tells, with the ranks that it demands as a placement judges them.

    Raises NoRuleInForce.
    """
    rule = await in_force(context, SPANS, context.today)
    held = who.position.level if who.position else None
    demanded = [_demanded(rule, who, row, held) for row in rows]
    known = await ranks(context, *(end for ends in demanded for end in ends))
    return [
        Goal(
            level=row["level"],
            move=moves[row["level"]],
            lowest_rank=known.get(lowest),
            highest_rank=known.get(highest),
            vacancies=row["vacancies"],
            rises=held is not None and level_below(rule.body, row["level"]) == held,
            stays=_same_work(who, row),
        )
        for row, (lowest, highest) in zip(rows, demanded, strict=True)
    ]


def _same_work(who: Known, row: RowMapping) -> bool:
    """Whether it is the position held in another place: a functional position is known by its name alone."""
    held = who.position
    return held is not None and (held.level, held.name.casefold()) == (row["level"], row["name"].casefold())


def _demanded(rule: Rule, who: Known, row: RowMapping, held: str | None) -> Ends:
    standard = standard_span(rule.body, row["level"], row["echelon"])
    own = (row["lowest_rank"], row["highest_rank"])
    demanded, _ = span_demanded(own, standard, who.candidate.kind, cite(rule))
    return span_of_rising(rule.body, demanded, row["level"], held)


async def span_held(context: Context, who: Known, position: Position) -> tuple[Ends, str | None]:
    """The ranks that a position demands of its holder, and the level above. Raises NoRuleInForce."""
    rule = await in_force(context, SPANS, context.today)
    standard = standard_span(rule.body, position.level, position.echelon)
    own = (position.lowest_rank, position.highest_rank)
    demanded, _ = span_demanded(own, standard, who.candidate.kind, cite(rule))
    above = (one for one in rule.body["levels"] if level_below(rule.body, one) == position.level)
    return demanded, next(above, None)
