"""What takes of an agreement asks here: whether it holds on the days, and whether enough is left."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.partnership.actions.agreements import locked_agreement, time_of, used_of
from jenjang.partnership.models.agreements import PartnerAgreement, PartnerContribution, PartnerProgramme
from jenjang.partnership.models.partners import Partner, PartnerTrainer
from jenjang.partnership.rules.agreements import (
    AgreementNotValid,
    ProgrammeNotValid,
    TrainerEnded,
    check_left,
)
from jenjang.partnership.terms import ContributionKind


async def valid_agreement(context: Context, agreement_id: UUID, first: date, last: date) -> PartnerAgreement:
    """The agreement, locked, that holds on all days from the first to the last.

    Raises NotFound, AgreementNotValid.
    """
    agreement = await locked_agreement(context, agreement_id, "agreementId")
    time = time_of(agreement)
    if on := time.outside(first, last):
        partner = await context.get(Partner, agreement.partner_id)
        named = {"number": agreement.number, "partner": partner.name}
        raise AgreementNotValid("agreementId", **named, begins=time.begins, until=time.until, on=on)
    return agreement


async def check_programme(
    context: Context, agreement: PartnerAgreement, programme_id: UUID, first: date, last: date
) -> None:
    """Refuse a programme that isn't of the agreement, or doesn't run on all days.

    Raises NotFound, ProgrammeNotValid.
    """
    # Who ends it waits, or is waited for.
    programme = await context.get(PartnerProgramme, programme_id, lock=True, field="programmeId")
    if programme.agreement_id != agreement.id:
        raise NotFound("programmeId")
    time = time_of(programme)
    if on := time.outside(first, last):
        raise ProgrammeNotValid(
            "programmeId", name=programme.name, begins=time.begins, until=time.until, on=on
        )


async def locked_trainer(
    context: Context, agreement: PartnerAgreement, trainer_id: UUID, last: date
) -> PartnerTrainer:
    """Somebody who trains for the agreement's partner until the last day, locked.

    Raises NotFound, TrainerEnded.
    """
    trainer = await context.get(PartnerTrainer, trainer_id, lock=True, field="partnerTrainerId")
    if trainer.partner_id != agreement.partner_id:
        raise NotFound("partnerTrainerId")
    if trainer.ended_on and trainer.ended_on <= last:
        until = trainer.ended_on - timedelta(days=1)
        raise TrainerEnded("partnerTrainerId", name=trainer.name, until=until, on=last)
    return trainer


async def check_contributions(
    context: Context, agreement: PartnerAgreement, event_id: UUID, asked: Mapping[ContributionKind, Decimal]
) -> None:
    """Refuse what takes more than the partner gives: of a locked agreement, for one event.

    Seats and days that the agreement says nothing of aren't counted; money is given only where it says so.
    Raises ContributionExceeded.
    """
    of = PartnerContribution
    given = select(of.kind, of.amount).where(of.agreement_id == agreement.id)
    amounts = {row.kind: row.amount for row in await context.session.execute(given)}
    for kind, wanted in asked.items():
        amount = amounts.get(kind, Decimal(0) if kind is ContributionKind.MONEY else None)
        if amount is not None and wanted:
            used = await used_of(context, agreement.id, kind, but=event_id)
            check_left(agreement.number, kind, amount, used, wanted)
