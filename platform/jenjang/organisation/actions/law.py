"""National values as the pure rules read them: lists from reference, rule sets from the shelf."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.rules.life import Transitions, transitions_of
from jenjang.organisation.rules.number import NumberRule
from jenjang.organisation.rules.rank import Rank, RankRule, rank_rule
from jenjang.organisation.terms import EmployeeKind
from jenjang.reference.models import Rank as ListedRank
from jenjang.rules.shelf import Rule, rule_in_force


def cite(rule: Rule) -> str:
    """How a result names the version of the rule that it came from."""
    return f"{rule.name} {rule.version}"


async def in_force(context: Context, name: str, on: date) -> Rule:
    """The version of a rule on a date; the deed at hand cites it. Raises NoRuleInForce."""
    rule = await rule_in_force(context.session, name, on)
    context.cite(cite(rule))
    return rule


async def number_rule(context: Context) -> NumberRule:
    """The bounds of civil-service numbers today: numbers given before were recoded."""
    rule = await in_force(context, "civil_service_number", context.today)
    return NumberRule(**rule.body)


async def transitions_on(context: Context, on: date) -> Transitions:
    """The legal ways from state to state on a date."""
    return transitions_of((await in_force(context, "service_transitions", on)).body)


async def rank_rule_on(context: Context, on: date) -> RankRule:
    """The windows and steps of changes of rank on a date."""
    return rank_rule((await in_force(context, "rank_change", on)).body)


async def ranks(context: Context, *codes: str | None) -> Mapping[str | None, Rank]:
    """The ranks of those codes that exist, with their place in the order."""
    wanted = [code for code in codes if code]
    rows = await context.session.scalars(select(ListedRank).where(ListedRank.code.in_(wanted)))
    return {row.code: Rank(row.code, EmployeeKind(row.scheme), row.position) for row in rows}


async def rank(context: Context, code: str | None, field: str) -> Rank | None:
    """The rank of that code, if one is given. Raises NotFound at the field."""
    if code is None:
        return None
    if found := (await ranks(context, code)).get(code):
        return found
    raise NotFound(field)
