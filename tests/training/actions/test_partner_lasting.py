"""What a training to come needs of a partner doesn't end under it; what was prolonged is there again."""

from datetime import date, timedelta

from factories.partnership import a_partner, a_programme, a_trainer, an_agreement
from factories.training import a_course
from sqlalchemy.ext.asyncio import AsyncSession
from training.actions.test_partnered import AUGUST, opening
from training.conftest import As, Refused

from jenjang.partnership.actions.agreements import TrainingsUnderIt
from jenjang.partnership.actions.lasting import (
    AgreementProlong,
    ProgrammeEnd,
    TrainerEnd,
    end_programme,
    end_trainer,
    prolong_agreement,
)
from jenjang.partnership.rules.agreements import AgreementNotValid, ProgrammeNotValid, TrainerEnded
from jenjang.training.actions.events import EventCancel, cancel_event, open_event

DAY = timedelta(days=1)
SECOND = AUGUST + DAY
"""The last day of the event that `opening` opens."""


async def test_an_event_is_opened_under_what_was_prolonged(
    session: AsyncSession, as_: As, refused: Refused
) -> None:
    course = await a_course(session, hours=2)
    over = await an_agreement(session, await a_partner(session), valid_to=AUGUST)
    asked = opening(course, agreement_id=over.id)
    async with refused(AgreementNotValid, "agreementId", on=AUGUST):
        await open_event(as_("admin"), asked)
    longer = AgreementProlong(agreement_id=over.id, valid_to=SECOND, reason="Berhasil", expected_version=1)
    await prolong_agreement(as_("admin"), longer)
    async with refused(AgreementNotValid, "agreementId", on=SECOND):
        await open_event(as_("admin"), asked)
    again = AgreementProlong(
        agreement_id=over.id, valid_to=SECOND + DAY, reason="Berhasil", expected_version=2
    )
    await prolong_agreement(as_("admin"), again)
    assert (await open_event(as_("admin"), asked)).agreement_id == over.id


async def test_a_trainer_and_a_programme_stay_while_a_training_ahead_names_them(
    session: AsyncSession, as_: As, refused: Refused
) -> None:
    course, partner = await a_course(session, hours=2), await a_partner(session)
    agreement = await an_agreement(session, partner)
    trainer, programme = await a_trainer(session, partner), await a_programme(session, agreement)
    terms = {"agreement_id": agreement.id, "programme_id": programme.id, "partner_trainer_id": trainer.id}
    event = await open_event(as_("admin"), opening(course, **terms))

    later = {"begins": SECOND, "title": "Angkatan II", "agreement_id": agreement.id}
    with_trainer = opening(course, **later, partner_trainer_id=trainer.id)
    of_programme = opening(course, **later, programme_id=programme.id)
    cancelled = EventCancel(event_id=event.id, expected_version=event.version, reason="Batal")
    trainer_id, programme_id = trainer.id, programme.id

    def off(on: date) -> TrainerEnd:
        return TrainerEnd(trainer_id=trainer_id, on=on, expected_version=1)

    def over(on: date) -> ProgrammeEnd:
        return ProgrammeEnd(programme_id=programme_id, on=on, reason="Tuntas", expected_version=1)

    for day in (AUGUST, SECOND):
        async with refused(TrainingsUnderIt, "on", title="Angkatan I", on=SECOND):
            await end_trainer(as_("admin"), off(day))
        async with refused(TrainingsUnderIt, "on", title="Angkatan I", on=SECOND):
            await end_programme(as_("admin"), over(day))
    await end_trainer(as_("admin"), off(SECOND + DAY))
    await end_programme(as_("admin"), over(SECOND + DAY))
    until = {"until": SECOND, "on": SECOND + DAY}
    async with refused(TrainerEnded, "partnerTrainerId", name="Dr. Wati", **until):
        await open_event(as_("admin"), with_trainer)
    async with refused(ProgrammeNotValid, "programmeId", name="Smart City", **until):
        await open_event(as_("admin"), of_programme)
    await cancel_event(as_("admin"), cancelled)
    earlier = TrainerEnd(trainer_id=trainer_id, on=AUGUST, expected_version=2)
    assert (await end_trainer(as_("admin"), earlier)).ended_on == AUGUST
