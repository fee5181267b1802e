"""How long it lasts: agreements are prolonged; trainers, programmes and partners end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.rules.years import check_days
from jenjang.partnership.actions.agreements import (
    AgreementEnded,
    check_nothing_later,
    conflict_reason,
    locked_agreement,
    time_of,
)
from jenjang.partnership.models.agreements import PartnerAgreement, PartnerProgramme
from jenjang.partnership.models.partners import Partner, PartnerTrainer
from jenjang.partnership.windows import agreement_uses


class NotProlonged(BadUserInput):
    """It holds until {until}: `validTo` is the first day on which it holds no more, after {valid_to}."""


class EndedBefore(Conflict):
    """This ends on {on} already."""


class AgreementHolds(Conflict):
    """The agreement {number} holds until {until}: end it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementProlong:
    """Until when an agreement holds from now on, and why."""

    agreement_id: UUID
    valid_to: date
    reason: str
    expected_version: int
    conflict_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerEnd:
    """From when on somebody trains for a partner no more."""

    trainer_id: UUID
    on: date
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEnd:
    """From when on a programme runs no more, and why."""

    programme_id: UUID
    on: date
    reason: str
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerClose:
    """From when on nothing is agreed on with a partner, and why."""

    partner_id: UUID
    on: date
    reason: str
    expected_version: int


async def prolong_agreement(context: Context, asked: AgreementProlong) -> PartnerAgreement:
    """Let an agreement hold longer: one that ran out holds again, without a gap; one that was ended doesn't.

    Where the partner bids in a procurement on any day from today to the first of the new days that isn't
    past, the reason is kept on record.

    Raises NotFound, Stale, NoText, TextTooLong, AgreementEnded, NoSuchYear, NotProlonged, PartnerClosed,
    PartnerInProcurement.
    """
    seen = await context.get(PartnerAgreement, asked.agreement_id, field="agreementId")
    # Partners are locked before what was agreed with them, as where an agreement is made.
    partner = await context.get(Partner, seen.partner_id, lock=True)
    agreement = await locked_agreement(context, asked.agreement_id, "agreementId")
    changed(agreement, asked.expected_version)
    reason = check_text(asked.reason, "reason")
    if agreement.ended_on:
        raise AgreementEnded("agreementId", on=agreement.ended_on)
    before = agreement.valid_to
    check_days(validTo=asked.valid_to)
    if asked.valid_to <= before:
        raise NotProlonged("validTo", until=time_of(agreement).until, valid_to=before)
    begins = max(before, context.today)
    agreed = (context.today, begins, asked.valid_to)
    conflict = await conflict_reason(context, partner, *agreed, asked.conflict_reason)
    agreement.valid_to, agreement.prolonged_from, agreement.prolong_reason = asked.valid_to, before, reason
    agreement.conflict_reason = conflict or agreement.conflict_reason
    await context.session.flush()
    return agreement


async def end_trainer(context: Context, asked: TrainerEnd) -> PartnerTrainer:
    """Take a trainer off from a day on; no training, held or still to be held, may name them then.

    Raises NotFound, NoSuchYear, Stale, EndedBefore, TrainingsUnderIt.
    """
    check_days(on=asked.on)
    trainer = await context.get(PartnerTrainer, asked.trainer_id, lock=True, field="trainerId")
    changed(trainer, asked.expected_version)
    if trainer.ended_on and trainer.ended_on <= asked.on:
        raise EndedBefore("on", on=trainer.ended_on)
    await check_nothing_later(context, agreement_uses.c.trainer_id == trainer.id, asked.on)
    trainer.ended_on = asked.on
    await context.session.flush()
    return trainer


async def end_programme(context: Context, asked: ProgrammeEnd) -> PartnerProgramme:
    """Let a programme run no more from a day on; no training, held or to be held, may be of it then.

    Raises NotFound, Stale, NoText, TextTooLong, EndsBeforeItBegins, EndedBefore, TrainingsUnderIt.
    """
    programme = await context.get(PartnerProgramme, asked.programme_id, lock=True, field="programmeId")
    changed(programme, asked.expected_version)
    reason = check_text(asked.reason, "reason")
    # A programme that ends on the day of its beginning never ran, and would have no year to be judged by.
    if asked.on <= programme.valid_from:
        raise EndsBeforeItBegins("on", begins=programme.valid_from, ends=asked.on)
    if asked.on >= (ends := time_of(programme).ends):
        raise EndedBefore("on", on=ends)
    await check_nothing_later(context, agreement_uses.c.programme_id == programme.id, asked.on)
    programme.ended_on, programme.end_reason = asked.on, reason
    await context.session.flush()
    return programme


async def close_partner(context: Context, asked: PartnerClose) -> Partner:
    """Agree on nothing with a partner from a day on; no agreement with it may hold then.

    Raises NotFound, Stale, NoText, TextTooLong, EndedBefore, AgreementHolds.
    """
    partner = await context.get(Partner, asked.partner_id, lock=True, field="partnerId")
    changed(partner, asked.expected_version)
    reason = check_text(asked.reason, "reason")
    if partner.closed_on and partner.closed_on <= asked.on:
        raise EndedBefore("on", on=partner.closed_on)
    of = PartnerAgreement
    ends = func.coalesce(of.ended_on, of.valid_to)
    later = select(of).where(of.partner_id == partner.id, ends > asked.on)
    if held := await context.session.scalar(later.order_by(ends.desc(), of.number).limit(1)):
        raise AgreementHolds("on", number=held.number, until=time_of(held).until)
    partner.closed_on, partner.close_reason = asked.on, reason
    await context.session.flush()
    return partner
