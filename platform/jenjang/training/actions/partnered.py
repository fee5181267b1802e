"""Events under a partner's agreement: it holds on all their days, and gives what they take."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.partnership.actions.using import (
    check_contributions,
    check_programme,
    locked_trainer,
    valid_agreement,
)
from jenjang.partnership.terms import ContributionKind
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.money import check_amount
from jenjang.training.terms import EventState


class NoAgreement(BadUserInput):
    """A partner's programme, trainer or money comes with an agreement: name it."""


class PartnerTrainerBusy(Conflict):
    """{name} trains at {title} at one of these times."""


class Asked(Protocol):
    """What is asked of a partner."""

    @property
    def agreement_id(self) -> UUID | None: ...
    @property
    def programme_id(self) -> UUID | None: ...
    @property
    def partner_trainer_id(self) -> UUID | None: ...
    @property
    def partner_money(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what an event is held, and what the partner gives to it; None: nothing, or as before."""

    agreement_id: UUID | None = None
    programme_id: UUID | None = None
    trainer_id: UUID | None = None
    money: Decimal | None = None

    @classmethod
    def of(cls, asked: Asked) -> "Terms":
        """What somebody asked for."""
        return cls(asked.agreement_id, asked.programme_id, asked.partner_trainer_id, asked.partner_money)


async def join(context: Context, event: TrainingEvent, terms: Terms) -> None:
    """Hold a locked event, with its meetings, under these terms, and no others.

    The agreement is locked: what is left of it isn't given twice.

    Raises NotFound, NoAgreement, AgreementNotValid, ProgrammeNotValid, TrainerEnded,
    PartnerTrainerBusy, ContributionExceeded, NotAnAmount.
    """
    money = check_amount(terms.money or Decimal(0), "partnerMoney")
    if terms.agreement_id is None:
        if terms.programme_id or terms.trainer_id or money:
            raise NoAgreement("agreementId")
        event.agreement_id = event.programme_id = event.partner_trainer_id = None
        event.partner_days, event.partner_money = 0, money
        return await context.session.flush()
    first, last = event.begins_on, event.ends_on
    agreement = await valid_agreement(context, terms.agreement_id, first, last)
    if terms.programme_id:
        await check_programme(context, agreement, terms.programme_id, first, last)
    days = 0
    if terms.trainer_id:
        trainer = await locked_trainer(context, agreement, terms.trainer_id, last)
        if title := await _trains_elsewhere(context, event, trainer.id):
            raise PartnerTrainerBusy("partnerTrainerId", name=trainer.name, title=title)
        days = await _days(context, event)
    taken = {
        ContributionKind.SEATS: Decimal(event.quota),
        ContributionKind.TRAINER: Decimal(days),
        ContributionKind.MONEY: money,
    }
    await check_contributions(context, agreement, event.id, taken)
    event.agreement_id, event.programme_id = agreement.id, terms.programme_id
    event.partner_trainer_id, event.partner_days, event.partner_money = terms.trainer_id, days, money
    return await context.session.flush()


async def rejoin(
    context: Context, event: TrainingEvent, terms: Terms, *, leaving: bool = False, ending: bool = False
) -> None:
    """Change the terms of a locked event: what is left out stays, as long as the agreement does.

    `leaving`: under no agreement any more; `ending`: of no programme any more.
    With other seats the agreement is asked again. Raises as `join`.
    """
    if leaving:
        return await join(context, event, terms)
    agreement = terms.agreement_id or event.agreement_id
    same = agreement == event.agreement_id
    kept = Terms(event.agreement_id, event.programme_id, event.partner_trainer_id, event.partner_money)
    if agreement is None and terms == Terms():
        return None
    money = terms.money if terms.money is not None or not same else kept.money
    programme = terms.programme_id or (kept.programme_id if same and not ending else None)
    trainer = terms.trainer_id or (kept.trainer_id if same else None)
    return await join(context, event, Terms(agreement, programme, trainer, money))


async def _days(context: Context, event: TrainingEvent) -> int:
    """On how many days of the government's an event meets."""
    begins = select(TrainingMeeting.begins_at).where(TrainingMeeting.event_id == event.id)
    return len({context.day_of(at) for at in await context.session.scalars(begins)})


async def _trains_elsewhere(context: Context, event: TrainingEvent, trainer_id: UUID) -> str | None:
    """At which other event a partner's trainer, who is locked, is at one of its times; the first."""
    here, there, other = aliased(TrainingMeeting), aliased(TrainingMeeting), aliased(TrainingEvent)
    same_time = (there.begins_at < here.ends_at) & (there.ends_at > here.begins_at)
    meets = select(TrainingCourse.name + ", " + other.title).where(
        TrainingCourse.id == other.course_id,
        *(here.event_id == event.id, there.event_id == other.id, other.id != event.id, same_time),
        *(other.partner_trainer_id == trainer_id, other.state == EventState.OPEN),
    )
    return await context.session.scalar(meets.order_by(there.begins_at, there.id).limit(1))
