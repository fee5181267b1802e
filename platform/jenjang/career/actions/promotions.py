"""The next rank (kenaikan pangkat): the windows ahead with what stands in the way, and the first open one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from jenjang.career.actions.candidates import Known, check_weighed, known
from jenjang.career.actions.law import promotion_on
from jenjang.career.rules.promotion import FURTHEST, Bearer, PromotionRule, Window, first_open, windows
from jenjang.career.terms import Blocker, PromotionKind
from jenjang.core.context import Context
from jenjang.core.months import YEAR
from jenjang.organisation.actions.history import facts
from jenjang.organisation.actions.law import rank_rule_on, ranks
from jenjang.organisation.models import RankHolding
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.terms import EmployeeKind, Predicate
from jenjang.organisation.windows import credit_expected
from jenjang.reference.models import PositionKind, PositionLevel

AHEAD = 6
"""Windows that are told, of a month each."""
RANK = "RANK"
"""The target of credit that a further rank is (the window `credit_expected`)."""
KINDS = {
    PositionKind.PELAKSANA: PromotionKind.REGULER,
    PositionKind.JF_KEAHLIAN: PromotionKind.FUNCTIONAL,
    PositionKind.JF_KETERAMPILAN: PromotionKind.FUNCTIONAL,
}
"""The way to the next rank by kind of position; the others are structural."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """The rank held and since when, the windows ahead, the first open one, and what was assumed."""

    rank: str
    since: date
    kind: PromotionKind
    assumed: Predicate | None
    windows: Sequence[Window]
    first_open: Window | None


async def promotion(
    context: Context, employee_id: UUID, assumed: Predicate | None = None
) -> Promotion | None:
    """When somebody's next rank may begin; None of who bears no rank of PNS.

    `assumed` is the predicate of this year and of those ahead that have none yet, by which credit grows, too;
    None: the latest known one. Raises NotFound, Forbidden, NoRuleInForce.
    """
    await check_weighed(context, employee_id, "employeeId")
    who = await known(context, employee_id, context.today)
    rank = who.candidate.rank
    if rank is None or rank.scheme is not EmployeeKind.PNS:
        return None
    rule = await promotion_on(context, context.today)
    months = (await rank_rule_on(context, context.today)).months
    expected = assumed or _latest(who.candidate.predicates)
    bearer = await _bearer(context, who, rank, rule, expected)
    ahead = tuple(islice(windows(bearer, rule, months, context.today), AHEAD))
    opens = first_open(bearer, rule, months, context.today)
    return Promotion(rank.code, bearer.since, bearer.kind, expected, ahead, opens)


async def _bearer(
    context: Context, who: Known, rank: Rank, rule: PromotionRule, expected: Predicate | None
) -> Bearer:
    kind = await _kind(context, who)
    return Bearer(
        rank=rank,
        since=await _since(context, who.employee.id, rank),
        kind=kind,
        tops=await _tops(context, who, rule, kind),
        predicates=_with(who.candidate.predicates, expected, context.today.year),
        sanctions=who.candidate.sanctions,
        credit_met_on=await _credit_met_on(context, who.employee.id, expected),
        leaves_on=who.employee.retires_on,
    )


def _latest(predicates: Mapping[int, str]) -> Predicate | None:
    return Predicate(predicates[max(predicates)]) if predicates else None


def _with(predicates: Mapping[int, str], expected: Predicate | None, year: int) -> Mapping[int, str]:
    """What is known, and what is expected of this year and those ahead that have none."""
    ahead = range(year, year + FURTHEST // YEAR + 1) if expected else range(0)
    return {**{one: str(expected) for one in ahead}, **predicates}


async def _kind(context: Context, who: Known) -> PromotionKind:
    if who.position is None:
        return PromotionKind.REGULER
    level = await context.session.get_one(PositionLevel, who.position.level)
    return KINDS.get(PositionKind(level.kind), PromotionKind.STRUCTURAL)


async def _since(context: Context, employee_id: UUID, rank: Rank) -> date:
    """Since when the rank is borne: what was recorded twice in a row is one."""
    holdings = await facts(context.session, RankHolding, RankHolding.employee_id == employee_id)
    begun = [one for one in holdings if one.valid_from <= context.today]
    since = begun[-1].valid_from
    for one in reversed(begun):
        if one.rank != rank.code:
            break
        since = one.valid_from
    return since


async def _tops(
    context: Context, who: Known, rule: PromotionRule, kind: PromotionKind
) -> Mapping[Blocker, Rank]:
    """The highest ranks: to which the education leads by the regular way, and which the position spans."""
    education = rule.top_ranks.get(who.candidate.education or "") if kind is PromotionKind.REGULER else None
    position = who.position.highest_rank if who.position else None
    found = await ranks(context, education, position)
    tops = {Blocker.TOP_OF_EDUCATION: found.get(education), Blocker.TOP_OF_POSITION: found.get(position)}
    return {why: top for why, top in tops.items() if top and top.scheme is EmployeeKind.PNS}


async def _credit_met_on(context: Context, employee_id: UUID, expected: Predicate | None) -> date | None:
    window = credit_expected
    met = select(window.c.met_on).where(
        window.c.employee_id == employee_id, window.c.target == RANK, window.c.predicate == expected
    )
    found: date | None = await context.session.scalar(met)
    return found
