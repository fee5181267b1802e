"""The next rank (kenaikan pangkat): the windows ahead with what stands in the way, and the first open one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from jenjang.career.actions.candidates import Known, check_weighed, known
from jenjang.career.actions.credit import RANK, credit_need
from jenjang.career.actions.goals import span_held
from jenjang.career.actions.law import promotion_on
from jenjang.career.rules.expected import with_expected
from jenjang.career.rules.promotion import Bearer, PromotionRule, Window, first_open, windows
from jenjang.career.terms import Blocker, PromotionKind
from jenjang.core.context import Context
from jenjang.organisation.actions.history import facts, time_of
from jenjang.organisation.actions.law import rank_rule_on, ranks
from jenjang.organisation.models import Position, RankHolding, ServicePeriod
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.terms import EmployeeKind, Predicate, ServiceState
from jenjang.reference.models import PositionKind, PositionLevel

AHEAD = 6
"""Windows that are told, of a month each."""
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

    `assumed` is the predicate of each year that has no result yet (`with_expected`), by which credit grows,
    too; None: the latest known one. Raises NotFound, Forbidden, NoRuleInForce.
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
    # The way to a rank stays that of the position which study leave was taken from.
    studies = who.employee.state == ServiceState.STUDY_LEAVE
    position = who.last if who.position is None and studies else who.position
    kind = await _kind(context, position)
    tops, next_level = await _tops(context, who, position, rule, kind)
    credit = await credit_need(context, who.employee.id, position, RANK, expected)
    service = await facts(context.session, ServicePeriod, ServicePeriod.employee_id == who.employee.id)
    return Bearer(
        rank=rank,
        since=await _since(context, who.employee.id, rank),
        kind=kind,
        tops=tops,
        predicates=with_expected(who.candidate.predicates, expected, context.today),
        sanctions=who.candidate.sanctions,
        credit_met_on=credit.met_on if credit else None,
        leaves_on=who.employee.retires_on,
        next_level=next_level,
        service=[(ServiceState(one.state), time_of(one)) for one in service],
    )


def _latest(predicates: Mapping[int, str]) -> Predicate | None:
    return Predicate(predicates[max(predicates)]) if predicates else None


async def _kind(context: Context, position: Position | None) -> PromotionKind:
    if position is None:
        return PromotionKind.REGULER
    level = await context.session.get_one(PositionLevel, position.level)
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
    context: Context, who: Known, position: Position | None, rule: PromotionRule, kind: PromotionKind
) -> tuple[Mapping[Blocker, Rank], str | None]:
    """The highest ranks by what they block, and the functional level above the position's.

    By the regular way the education leads up to one, and a rank may exceed what the position spans and the
    superior's (PerBKN 2/2025); by the others the position spans up to one.
    """
    if kind is PromotionKind.REGULER or position is None:
        why, top, above = Blocker.TOP_OF_EDUCATION, rule.top_ranks.get(who.candidate.education or ""), None
    else:
        (_, top), above = await span_held(context, who, position)
        why = Blocker.TOP_OF_POSITION
    found = (await ranks(context, top)).get(top)
    return {why: found} if found and found.scheme is EmployeeKind.PNS else {}, above
