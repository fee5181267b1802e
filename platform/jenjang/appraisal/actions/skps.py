"""An SKP as deeds: draft, change, offer, give back, acknowledge, revise, withdraw."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.appraisal.actions.sides import (
    check_employee,
    check_side,
    check_superior,
    evaluator_of,
    standing_seen,
)
from jenjang.appraisal.actions.skp_contents import Content, check_content, content_of, write_content
from jenjang.appraisal.actions.skp_editions import (
    agreed_editions,
    check_same_place,
    counts_from,
    edition_in_force,
    next_number,
    one_of_a_year_at_a_time,
    skp_to_change,
)
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.skps import NotPlacedThen, begins_in, check_year
from jenjang.appraisal.rules.transitions import SKP, check_may
from jenjang.appraisal.terms import SkpState
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import facts, runs_on, time_of
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.versions import check_version
from jenjang.organisation.models import Employee, Placement
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import NoticeKind


class AgreedHere(Conflict):
    """For {year} an SKP is agreed in this place: the direct superior revises it."""


class ReasonMissing(BadUserInput):
    """Say why this edition follows the agreed one."""


class NotADraft(Conflict):
    """Only a draft is changed; this edition is {state}."""


class NotAnAgreedOne(Conflict):
    """Only the edition that is agreed is revised; this one is {state}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSkp(Content):
    """Whose SKP of which year is drafted, from which day on, and what it says."""

    employee_id: UUID
    year: int
    begins_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSkp(Content):
    """Which draft says what from now on."""

    skp_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOfSkp:
    """Which SKP, of the version that was seen."""

    skp_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonedStepOfSkp:
    """Which SKP, of the version that was seen, and why."""

    skp_id: UUID
    reason: str
    expected_version: int | None = None


async def draft_skp(context: Context, asked: DraftSkp) -> Skp:
    """Begin somebody's SKP of a year, or one for a new place: by the employee or the direct superior."""
    await context.get(Employee, asked.employee_id, field="employeeId")
    standing = await standing_seen(context, asked.employee_id, "employeeId")
    check_side(context, asked.employee_id, standing, "employeeId")
    check_year(asked.year, context.today)
    if standing is None:
        raise NotPlacedThen("year", year=asked.year)
    placed = await _placed(context, asked.employee_id)
    begins = begins_in(asked.year, placed, asked.begins_on, context.today)
    await one_of_a_year_at_a_time(context, asked.employee_id, asked.year)
    known = await agreed_editions(context, asked.employee_id, asked.year)
    skp = Skp(
        employee_id=asked.employee_id,
        evaluator_employee_id=evaluator_of(standing, "employeeId"),
        unit_id=standing.unit_id,
        year=asked.year,
        edition=next_number(known),
        model=asked.model,
        state=SkpState.DRAFT,
        begins_on=begins,
        change_reason=_why_anew(known[-1], placed, asked) if known else None,
    )
    await counts_from(context, skp, known, "year")
    content = await check_content(context, skp, skp.evaluator_employee_id, asked)
    return await _begin(context, skp, content)


async def _begin(context: Context, skp: Skp, content: Content) -> Skp:
    """Keep a new draft that says this."""
    context.session.add(skp)
    await context.session.flush()
    await write_content(context, skp, content)
    return skp


def _why_anew(last: Skp, placed: Span, asked: DraftSkp) -> str:
    """Why an agreed SKP is followed by a draft of its own: only for a place that was joined since."""
    if last.begins_on >= placed.begins:
        raise AgreedHere("year", year=last.year)
    if asked.reason is None:
        raise ReasonMissing("reason")
    return check_text(asked.reason, "reason")


async def _placed(context: Context, employee_id: UUID) -> Span:
    """The time of the placement that runs today, of somebody who is placed."""
    running = await facts(
        context.session, Placement, Placement.employee_id == employee_id, runs_on(Placement, context.today)
    )
    return time_of(running[0])


async def _enter(context: Context, skp: Skp, state: SkpState) -> Skp:
    """Let an SKP be in another state, as its next version."""
    skp.state = state
    skp.version += 1
    await context.session.flush()
    return skp


async def change_skp(context: Context, asked: ChangeSkp) -> Skp:
    """Let a draft say something else: by either side."""
    skp, standing = await skp_to_change(context, asked.skp_id)
    check_side(context, skp.employee_id, standing, "skpId")
    if skp.state != SkpState.DRAFT:
        raise NotADraft("skpId", state=SkpState(skp.state))
    check_version(skp, asked.expected_version)
    check_same_place(skp, standing)
    evaluator_id = evaluator_of(standing, "skpId")
    content = await check_content(context, skp, evaluator_id, asked)
    skp.evaluator_employee_id = evaluator_id
    await write_content(context, skp, content)
    return await _enter(context, skp, SkpState.DRAFT)


async def offer_skp(context: Context, asked: StepOfSkp) -> Skp:
    """Offer a draft to the employee, who is told: by the direct superior."""
    skp, standing = await skp_to_change(context, asked.skp_id)
    check_superior(context, standing, "skpId")
    check_may(SkpState(skp.state), SkpState.OFFERED, SKP, "skpId")
    check_version(skp, asked.expected_version)
    check_same_place(skp, standing)
    await counts_from(context, skp, await edition_in_force(context, skp))
    skp.evaluator_employee_id = evaluator_of(standing, "skpId")
    skp.offered_at = context.now
    kind = NoticeKind.SKP_OFFERED if skp.edition == 1 else NoticeKind.SKP_CHANGED
    await tell_again(context, kind, Ref("Skp", skp.id), skp.employee_id)
    return await _enter(context, skp, SkpState.OFFERED)


async def return_skp(context: Context, asked: ReasonedStepOfSkp) -> Skp:
    """Give an offer back, saying why; who offered it is told: by the employee."""
    skp, _ = await skp_to_change(context, asked.skp_id)
    check_employee(context, skp.employee_id, "skpId")
    check_may(SkpState(skp.state), SkpState.DRAFT, SKP, "skpId")
    check_version(skp, asked.expected_version)
    skp.return_reason = check_text(asked.reason, "reason")
    skp.returned_at = context.now
    await tell_again(context, NoticeKind.SKP_RETURNED, Ref("Skp", skp.id), skp.evaluator_employee_id)
    return await _enter(context, skp, SkpState.DRAFT)


async def acknowledge_skp(context: Context, asked: StepOfSkp) -> Skp:
    """Agree on an offer, which holds from then on; who offered it is told: by the employee."""
    skp, standing = await skp_to_change(context, asked.skp_id)
    check_employee(context, skp.employee_id, "skpId")
    check_may(SkpState(skp.state), SkpState.ACKNOWLEDGED, SKP, "skpId")
    check_version(skp, asked.expected_version)
    check_same_place(skp, standing)
    before = await edition_in_force(context, skp)
    applies_from, applies_rule = await counts_from(context, skp, before)
    for one in before:
        await _enter(context, one, SkpState.SUPERSEDED)
    skp.applies_from, skp.applies_rule = applies_from, applies_rule
    context.cite(skp.applies_rule)
    skp.acknowledged_at = context.now
    await _enter(context, skp, SkpState.ACKNOWLEDGED)
    await tell_again(context, NoticeKind.SKP_ACKNOWLEDGED, Ref("Skp", skp.id), skp.evaluator_employee_id)
    return skp


async def revise_skp(context: Context, asked: ReasonedStepOfSkp) -> Skp:
    """Begin the next edition of an agreed SKP, which holds until that is agreed: by the direct superior."""
    skp, standing = await skp_to_change(context, asked.skp_id)
    check_superior(context, standing, "skpId")
    if skp.state != SkpState.ACKNOWLEDGED:
        raise NotAnAgreedOne("skpId", state=SkpState(skp.state))
    check_version(skp, asked.expected_version)
    known = await agreed_editions(context, skp.employee_id, skp.year, "skpId")
    revised = Skp(
        employee_id=skp.employee_id,
        evaluator_employee_id=evaluator_of(standing, "skpId"),
        unit_id=skp.unit_id,
        year=skp.year,
        edition=next_number(known),
        model=skp.model,
        state=SkpState.DRAFT,
        begins_on=skp.begins_on,
        change_reason=check_text(asked.reason, "reason"),
    )
    await counts_from(context, revised, known)
    check_same_place(skp, standing)
    return await _begin(context, revised, await content_of(context, skp))


async def withdraw_skp(context: Context, asked: StepOfSkp) -> Skp:
    """Give up what isn't agreed: by the direct superior, or the employee while a first edition is a draft."""
    skp, standing = await skp_to_change(context, asked.skp_id)
    check_side(context, skp.employee_id, standing, "skpId")
    if skp.state != SkpState.DRAFT or skp.edition > 1:
        check_superior(context, standing, "skpId")
    check_may(SkpState(skp.state), SkpState.WITHDRAWN, SKP, "skpId")
    check_version(skp, asked.expected_version)
    return await _enter(context, skp, SkpState.WITHDRAWN)
