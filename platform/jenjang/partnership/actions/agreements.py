"""Agreements: made, ended; what partners give; programmes and what is found of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import changed, check_version
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.rules.years import check_days
from jenjang.partnership.actions.partners import LONGEST_NAME, bids_of
from jenjang.partnership.models.agreements import (
    CRITERIA,
    PartnerAgreement,
    PartnerContribution,
    PartnerProgramme,
    ProgrammeEvaluation,
)
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.rules.agreements import (
    ContributionUsed,
    Holding,
    OutsideTheAgreement,
    PartnerInProcurement,
    bid_within,
    check_amount,
    check_rating,
    told,
)
from jenjang.partnership.terms import AgreementKind, ContributionKind
from jenjang.partnership.windows import agreement_uses


class AgreementKnown(Conflict):
    """There is an agreement {number} already."""


class PartnerClosed(Conflict):
    """Nothing is agreed on with {partner} from {on} on."""


class SignedLater(BadUserInput):
    """An agreement holds from the day of its signing, {on}, or later."""


class AgreementEnded(Conflict):
    """This agreement ends on {on} already."""


class TrainingsUnderIt(Conflict):
    """{title} needs this until {on}: end this later, or cancel or change what isn't held yet."""


class ProgrammeKnown(Conflict):
    """This agreement has a programme of that name already."""


class NotOfTheProgramme(BadUserInput):
    """The programme ran in the years {first} to {last}, and it is judged when the year has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAdd:
    """What was agreed with a partner."""

    partner_id: UUID
    number: str
    kind: AgreementKind
    subject: str
    signed_on: date
    valid_from: date
    valid_to: date
    conflict_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnd:
    """From when on an agreement holds no more, and why."""

    agreement_id: UUID
    on: date
    reason: str
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionSet:
    """How much a partner gives under an agreement."""

    agreement_id: UUID
    kind: ContributionKind
    amount: Decimal
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeAdd:
    """What is done under an agreement."""

    agreement_id: UUID
    name: str
    aim: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEvaluate:
    """What was found of a programme in a year."""

    programme_id: UUID
    year: int
    rating: int
    finding: str
    relevance: int | None = None
    effectiveness: int | None = None
    efficiency: int | None = None
    impact: int | None = None
    sustainability: int | None = None
    reached: str | None = None
    next_step: str | None = None
    expected_version: int | None = None


async def add_agreement(context: Context, asked: AgreementAdd) -> PartnerAgreement:
    """Keep what was agreed with a partner.

    Where the partner bids in a procurement on any day from the signing to the one on which it begins, the
    reason is kept on record.

    Raises NotFound, NoText, TextTooLong, NoSuchYear, EndsBeforeItBegins, SignedLater, AgreementKnown,
    PartnerClosed, PartnerInProcurement.
    """
    partner = await context.get(Partner, asked.partner_id, lock=True, field="partnerId")
    number = check_text(asked.number, "number", LONGEST_NAME)
    check_days(signedOn=asked.signed_on, validFrom=asked.valid_from, validTo=asked.valid_to)
    if asked.valid_to <= asked.valid_from:
        raise EndsBeforeItBegins("validTo", begins=asked.valid_from, ends=asked.valid_to)
    if asked.signed_on > asked.valid_from:
        raise SignedLater("validFrom", on=asked.signed_on)
    agreed = (asked.signed_on, asked.valid_from, asked.valid_to)
    reason = await conflict_reason(context, partner, *agreed, asked.conflict_reason)
    row = {
        "partner_id": partner.id,
        "number": number,
        "kind": asked.kind,
        "subject": check_text(asked.subject, "subject"),
        "signed_on": asked.signed_on,
        "valid_from": asked.valid_from,
        "valid_to": asked.valid_to,
        "conflict_reason": reason,
    }
    new = insert(PartnerAgreement).values(row).on_conflict_do_nothing().returning(PartnerAgreement)
    if made := await context.session.scalar(new):
        return made
    raise AgreementKnown("number", number=number)


async def conflict_reason(
    context: Context, partner: Partner, agreed: date, begins: date, ends: date, reason: str | None
) -> str | None:
    """Why something is agreed on with a locked partner that bids in a procurement, if it is said.

    It bids on any day from that of the agreement to that on which the time agreed on begins.

    Raises PartnerClosed, PartnerInProcurement, NoText, TextTooLong.
    """
    if partner.closed_on and ends > partner.closed_on:
        raise PartnerClosed("validTo", partner=partner.name, on=partner.closed_on)
    bid = bid_within(await bids_of(context, partner.id), agreed, begins)
    if bid and reason is None:
        raise PartnerInProcurement("conflictReason", partner=partner.name, procurement=bid.procurement)
    return None if reason is None else check_text(reason, "conflictReason")


async def end_agreement(context: Context, asked: AgreementEnd) -> PartnerAgreement:
    """Let an agreement hold no more from a day on; no training, held or still to be held, may need it then.

    Raises NotFound, Stale, NoText, TextTooLong, EndsBeforeItBegins, AgreementEnded, TrainingsUnderIt.
    """
    agreement = await locked_agreement(context, asked.agreement_id, "agreementId")
    changed(agreement, asked.expected_version)
    reason = check_text(asked.reason, "reason")
    ends = time_of(agreement).ends
    if asked.on < agreement.valid_from:
        raise EndsBeforeItBegins("on", begins=agreement.valid_from, ends=asked.on)
    if asked.on >= ends:
        raise AgreementEnded("on", on=ends)
    await check_nothing_later(context, agreement_uses.c.agreement_id == agreement.id, asked.on)
    agreement.ended_on, agreement.end_reason = asked.on, reason
    await context.session.flush()
    return agreement


async def set_contribution(context: Context, asked: ContributionSet) -> PartnerContribution:
    """Say how much a partner gives, or another amount: never below what trainings use of it.

    Raises NotFound, Stale, NotAContribution, ContributionUsed.
    """
    agreement = await locked_agreement(context, asked.agreement_id, "agreementId")
    amount = check_amount(asked.kind, asked.amount)
    if amount < (used := await used_of(context, agreement.id, asked.kind)):
        raise ContributionUsed("amount", used=told(used))
    of = PartnerContribution
    row = (
        await context.session.scalars(
            select(of).where(of.agreement_id == agreement.id, of.kind == asked.kind)
        )
    ).one_or_none()
    if row is None:
        row = of(agreement_id=agreement.id, kind=asked.kind, amount=amount, version=1)
        context.session.add(row)
    else:
        # Who sets it without having seen it meant a new one.
        check_version(row, asked.expected_version or 0)
        changed(row, asked.expected_version).amount = amount
    await context.session.flush()
    return row


async def add_programme(context: Context, asked: ProgrammeAdd) -> PartnerProgramme:
    """Begin a programme under an agreement, within its time.

    Raises NotFound, NoText, TextTooLong, EndsBeforeItBegins, OutsideTheAgreement, ProgrammeKnown.
    """
    agreement = await locked_agreement(context, asked.agreement_id, "agreementId")
    name = check_text(asked.name, "name", LONGEST_NAME)
    if asked.valid_to <= asked.valid_from:
        raise EndsBeforeItBegins("validTo", begins=asked.valid_from, ends=asked.valid_to)
    time = time_of(agreement)
    if asked.valid_from < time.begins or asked.valid_to > time.ends:
        raise OutsideTheAgreement("validFrom", begins=time.begins, until=time.until)
    of = PartnerProgramme
    same = select(of.id).where(of.agreement_id == agreement.id, of.name == name)
    if await context.session.scalar(same):
        raise ProgrammeKnown("name")
    made = of(
        agreement_id=agreement.id,
        name=name,
        aim=check_text(asked.aim, "aim"),
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def evaluate_programme(context: Context, asked: ProgrammeEvaluate) -> ProgrammeEvaluation:
    """Say what was found of a programme in a calendar year in which it ran, or say it anew.

    Raises NotFound, Stale, NoSuchRating, NoText, TextTooLong, NotOfTheProgramme.
    """
    programme = await context.get(PartnerProgramme, asked.programme_id, lock=True, field="programmeId")
    first, last = programme.valid_from.year, time_of(programme).until.year
    if not first <= asked.year <= min(last, context.today.year):
        raise NotOfTheProgramme("year", first=first, last=last)
    said = _said(asked)
    of = ProgrammeEvaluation
    known = select(of).where(of.programme_id == programme.id, of.year == asked.year)
    row = (await context.session.scalars(known)).one_or_none()
    if row is None:
        row = of(programme_id=programme.id, year=asked.year, version=1, **said)
        context.session.add(row)
    else:
        check_version(row, asked.expected_version or 0)
        changed(row, asked.expected_version)
        for name, value in said.items():
            setattr(row, name, value)
    row.by_employee_id = context.viewer.employee_id
    await context.session.flush()
    return row


def _said(asked: ProgrammeEvaluate) -> dict[str, object]:
    """What is said of a programme, as columns: what is left out isn't said. Raises as the deed does."""
    scores = {name: getattr(asked, name) for name in CRITERIA}
    texts = {"reached": ("reached", asked.reached), "next_step": ("nextStep", asked.next_step)}
    return {
        "rating": check_rating(asked.rating, "rating"),
        "finding": check_text(asked.finding, "finding"),
        **{name: None if one is None else check_rating(one, name) for name, one in scores.items()},
        **{name: None if text is None else check_text(text, field) for name, (field, text) in texts.items()},
    }


async def check_nothing_later(context: Context, named: ColumnElement[bool], on: date) -> None:
    """Refuse where a training that names it goes on, or went on, on a day or later; cancelled ones don't.

    Raises TrainingsUnderIt.
    """
    of = agreement_uses.c
    later = select(of.title, of.ends_on).where(named, of.ends_on >= on)
    last = later.order_by(of.ends_on.desc(), of.title)
    if held := (await context.session.execute(last)).first():
        raise TrainingsUnderIt("on", title=held.title, on=held.ends_on)


async def locked_agreement(context: Context, agreement_id: UUID, field: str) -> PartnerAgreement:
    """The agreement, of which nobody else takes anything until the transaction ends. Raises NotFound."""
    return await context.get(PartnerAgreement, agreement_id, lock=True, field=field)


def time_of(one: PartnerAgreement | PartnerProgramme) -> Holding:
    """The time in which an agreement holds, or held; in which a programme runs, or ran."""
    return Holding(one.valid_from, min(one.ended_on or one.valid_to, one.valid_to))


async def used_of(
    context: Context, agreement_id: UUID, kind: ContributionKind, but: UUID | None = None
) -> Decimal:
    """How much of a contribution trainings use, all but one: rupiah, seats or days."""
    of = agreement_uses.c
    column = {"MONEY": of.money, "SEATS": of.seats, "TRAINER": of.trainer}[kind]
    used = select(func.sum(column)).where(of.agreement_id == agreement_id, of.id.is_distinct_from(but))
    return Decimal(await context.session.scalar(used) or 0)
