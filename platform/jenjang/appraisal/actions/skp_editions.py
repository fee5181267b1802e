"""Editions of an SKP: those of a year, one of them to be changed, and the one that counts for a period."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.sides import standing_seen
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.periods import Before, Edition, Period, edition_for, period_rule
from jenjang.appraisal.rules.skps import check_applies_within
from jenjang.appraisal.terms import SkpState
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import cite
from jenjang.organisation.actions.superiors import Standing
from jenjang.organisation.actions.versions import check_version
from jenjang.organisation.models import Employee
from jenjang.rules.shelf import rule_in_force

UNFINISHED = (SkpState.DRAFT, SkpState.OFFERED)
AGREED = (SkpState.ACKNOWLEDGED, SkpState.SUPERSEDED)


class DraftExists(Conflict):
    """For {year} an edition of this SKP is being drafted or offered already: go on with that one."""


class MovedMeanwhile(Conflict):
    """This person is placed elsewhere by now: withdraw what isn't agreed, and draft one for the new place."""


async def one_of_a_year_at_a_time(context: Context, employee_id: UUID, year: int) -> None:
    """Let whoever else begins or changes an edition of that year wait until this is committed.

    A file of SKPs, which holds the people that it names, is waited for, too.
    """
    held = select(Employee.id).where(Employee.id == employee_id).with_for_update(read=True)
    await context.session.execute(held)
    await one_at_a_time(context, f"SKP of {employee_id} for {year}")


async def editions(
    context: Context, employee_id: UUID, year: int, states: Sequence[SkpState]
) -> Sequence[Skp]:
    """Somebody's editions of a year that stand there: by when they count, which one that a file brought in
    afterwards did before others that were numbered first."""
    of_year = select(Skp).where(Skp.employee_id == employee_id, Skp.year == year, Skp.state.in_(states))
    return (await context.session.scalars(of_year.order_by(Skp.applies_from, Skp.edition))).all()


async def agreed_editions(
    context: Context, employee_id: UUID, year: int, field: str = "year"
) -> Sequence[Skp]:
    """The editions of a year that were agreed on, the last to count last; none is under way.

    Raises DraftExists.
    """
    known = await editions(context, employee_id, year, (*UNFINISHED, *AGREED))
    if any(one.state in UNFINISHED for one in known):
        raise DraftExists(field, year=year)
    return known


async def edition_in_force(context: Context, skp: Skp) -> Sequence[Skp]:
    """The edition that holds until this one is agreed on, if there is one."""
    return await editions(context, skp.employee_id, skp.year, [SkpState.ACKNOWLEDGED])


def next_number(known: Sequence[Skp]) -> int:
    """The number of the edition that comes after those of the year."""
    return max((one.edition for one in known), default=0) + 1


async def counts_from(
    context: Context, skp: Skp, known: Sequence[Skp], field: str = "skpId"
) -> tuple[date, str]:
    """From when an edition counts that both sides agree on today, and by which version of the rule.

    `known`: at least the one that holds now. Raises TooLateForTheYear, NoRuleInForce.
    """
    holding = [one for one in known if one.state == SkpState.ACKNOWLEDGED]
    rule = await rule_in_force(context.session, "appraisal_periods", context.today)
    applies_from = period_rule(rule.body).applies_after(
        skp.begins_on,
        context.today,
        skp.edition,
        [Before(one.begins_on, one.applies_from) for one in holding],
    )
    check_applies_within(skp.year, applies_from, field)
    return applies_from, cite(rule)


async def skp_to_change(context: Context, skp_id: UUID) -> tuple[Skp, Standing | None]:
    """The SKP, locked with the others of that year, and where the person stands. Raises NotFound.

    The caller checks the version after the state: who comes too late is helped by what the SKP is now, not by
    trying again.
    """
    seen = await context.get(Skp, skp_id, field="skpId")
    standing = await standing_seen(context, seen.employee_id, "skpId", skp_id)
    await one_of_a_year_at_a_time(context, seen.employee_id, seen.year)
    skp = await context.get(Skp, skp_id, lock=True, field="skpId")
    return skp, standing


def check_same_place(skp: Skp, standing: Standing | None) -> None:
    """Refuse an SKP of a place that the person has left. Raises MovedMeanwhile."""
    if standing is None or standing.unit_id != skp.unit_id:
        raise MovedMeanwhile("skpId")


async def skp_that_counts(context: Context, employee_id: UUID, period: Period) -> Skp:
    """The edition by which somebody is evaluated in a period. Raises NotAgreed."""
    agreed = await editions(context, employee_id, period.year, AGREED)
    by_number = {one.edition: one for one in agreed}
    known = [Edition(one.edition, one.applies_from) for one in agreed if one.applies_from]
    return by_number[edition_for(period, known).number]
