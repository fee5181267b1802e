"""An event under a partner's agreement: it holds on all days, and gives no more than was agreed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from factories.partnership import (
    a_contribution,
    a_partner,
    a_programme,
    a_trainer,
    an_agreement,
)
from factories.training import ZONE, a_course, an_event
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.core.errors import NotFound
from jenjang.partnership.actions.agreements import (
    AgreementEnd,
    ContributionSet,
    TrainingsUnderIt,
    end_agreement,
    set_contribution,
)
from jenjang.partnership.models.agreements import PartnerAgreement
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.rules.agreements import (
    AgreementNotValid,
    ContributionExceeded,
    ContributionUsed,
    ProgrammeNotValid,
)
from jenjang.partnership.terms import ContributionKind
from jenjang.training.actions.events import (
    EventCancel,
    EventChange,
    EventOpen,
    MeetingAt,
    cancel_event,
    change_event,
    open_event,
)
from jenjang.training.actions.partnered import NoAgreement, PartnerTrainerBusy
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.events import TrainingEvent

AUGUST = date(2026, 8, 3)


@pytest.fixture
async def course(session: AsyncSession) -> TrainingCourse:
    """A course that anybody may hold."""
    return await a_course(session, hours=2)


@pytest.fixture
async def partner(session: AsyncSession) -> Partner:
    """A university."""
    return await a_partner(session)


@pytest.fixture
async def agreement(session: AsyncSession, partner: Partner) -> PartnerAgreement:
    """An agreement of the whole year, on thirty seats, three days of a trainer and a million rupiah."""
    made = await an_agreement(session, partner)
    await a_contribution(session, made, "SEATS", 30)
    await a_contribution(session, made, "TRAINER", 3)
    await a_contribution(session, made, "MONEY", 1_000_000)
    return made


def opening(course: TrainingCourse, begins: date = AUGUST, days: int = 2, **more: object) -> EventOpen:
    """An event of meetings from 08:00 to 10:00, on one day after the other."""
    first = datetime(begins.year, begins.month, begins.day, 8, tzinfo=ZONE)
    times = [first + timedelta(days=day) for day in range(days)]
    meetings = tuple(MeetingAt(topic="Materi", begins_at=at, ends_at=at + timedelta(hours=2)) for at in times)
    said = {"title": "Angkatan I", "place": "Aula", "quota": 20, "enrol_until": begins}
    return EventOpen(course_id=course.id, meetings=meetings, **{**said, **more})  # type: ignore[arg-type]  # a table's values


async def test_an_event_is_held_under_an_agreement_with_what_it_takes(
    session: AsyncSession, as_: As, course: TrainingCourse, partner: Partner, agreement: PartnerAgreement
) -> None:
    trainer = await a_trainer(session, partner)
    programme = await a_programme(session, agreement)
    terms = {"agreement_id": agreement.id, "programme_id": programme.id, "partner_trainer_id": trainer.id}
    made = await open_event(as_("admin"), opening(course, partner_money=Decimal(250_000), **terms))
    assert (made.agreement_id, made.programme_id, made.partner_trainer_id) == tuple(terms.values())
    assert (made.partner_days, made.partner_money) == (2, Decimal(250_000))


@pytest.mark.parametrize(
    ("begins", "days", "on"),
    [
        (date(2026, 12, 31), 2, date(2027, 1, 1)),
        (date(2027, 1, 1), 1, date(2027, 1, 1)),
        (date(2027, 3, 1), 1, date(2027, 3, 1)),
    ],
)
async def test_an_agreement_that_holds_no_more_on_any_day_blocks_by_name(
    as_: As,
    refused: Refused,
    course: TrainingCourse,
    agreement: PartnerAgreement,
    begins: date,
    days: int,
    on: date,
) -> None:
    facts = {"number": "PKS-1/2026", "partner": "Universitas Sebelas Maret", "until": date(2026, 12, 31)}
    async with refused(AgreementNotValid, "agreementId", **facts, begins=date(2026, 1, 1), on=on):
        await open_event(as_("admin"), opening(course, begins, days, agreement_id=agreement.id))


async def test_an_agreement_that_doesnt_hold_yet_or_was_ended_blocks(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, agreement: PartnerAgreement
) -> None:
    agreement.valid_from = date(2026, 8, 4)
    async with refused(AgreementNotValid, "agreementId", begins=date(2026, 8, 4), on=AUGUST):
        await open_event(as_("admin"), opening(course, agreement_id=agreement.id))
    agreement.valid_from = date(2026, 1, 1)
    ending = AgreementEnd(agreement_id=agreement.id, on=date(2026, 8, 4), reason="Mundur", expected_version=1)
    assert (await end_agreement(as_("admin"), ending)).ended_on == date(2026, 8, 4)
    async with refused(AgreementNotValid, "agreementId", until=AUGUST, on=date(2026, 8, 4)):
        await open_event(as_("admin"), opening(course, agreement_id=agreement.id))
    made = await open_event(as_("admin"), opening(course, days=1, agreement_id=agreement.id))
    assert made.agreement_id == agreement.id


async def test_what_an_agreement_gives_is_never_passed(
    as_: As, refused: Refused, session: AsyncSession, course: TrainingCourse, agreement: PartnerAgreement
) -> None:
    admin, under = as_("admin"), {"agreement_id": agreement.id}
    first = (await open_event(admin, opening(course, **under))).id
    taking = {"number": "PKS-1/2026", "kind": ContributionKind.SEATS, "left": Decimal(10)}
    async with refused(ContributionExceeded, "quota", **taking, asked=Decimal(11)):
        await open_event(admin, opening(course, quota=11, **under))
    await open_event(admin, opening(course, quota=10, **under))
    more = EventChange(event_id=first, expected_version=1, quota=21)
    async with refused(ContributionExceeded, "quota", left=Decimal(20), asked=Decimal(21)):
        await change_event(admin, more)
    await cancel_event(admin, EventCancel(event_id=first, expected_version=1, reason="Batal"))
    await open_event(admin, opening(course, quota=19, **under))
    async with refused(ContributionExceeded, "partnerMoney", left=Decimal(1_000_000)):
        await open_event(admin, opening(course, quota=1, partner_money=Decimal(1_000_001), **under))


async def test_days_of_a_partners_trainer_are_used_up(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    course: TrainingCourse,
    partner: Partner,
    agreement: PartnerAgreement,
) -> None:
    trainer = await a_trainer(session, partner)
    terms = {"agreement_id": agreement.id, "partner_trainer_id": trainer.id, "quota": 5}
    await open_event(as_("admin"), opening(course, **terms))
    async with refused(ContributionExceeded, "partnerTrainerId", left=Decimal(1), asked=Decimal(2)):
        await open_event(as_("admin"), opening(course, date(2026, 9, 1), **terms))
    made = await open_event(as_("admin"), opening(course, date(2026, 9, 1), days=1, **terms))
    assert made.partner_days == 1


async def test_a_programme_is_taken_off_an_event_and_all_else_of_the_agreement_stays(
    session: AsyncSession, as_: As, course: TrainingCourse, partner: Partner, agreement: PartnerAgreement
) -> None:
    programme, trainer = await a_programme(session, agreement), await a_trainer(session, partner)
    given = {"agreement_id": agreement.id, "programme_id": programme.id, "partner_trainer_id": trainer.id}
    made = await open_event(as_("admin"), opening(course, **given, partner_money=Decimal(500)))
    asked = EventChange(event_id=made.id, expected_version=1, without_programme=True)
    changed = await change_event(as_("admin"), asked)
    assert (changed.programme_id, changed.agreement_id) == (None, agreement.id)
    assert (changed.partner_trainer_id, changed.partner_money) == (trainer.id, Decimal(500))


async def test_a_partners_trainer_isnt_in_two_places_at_once(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    course: TrainingCourse,
    partner: Partner,
    agreement: PartnerAgreement,
) -> None:
    trainer = await a_trainer(session, partner)
    terms = {"agreement_id": agreement.id, "partner_trainer_id": trainer.id, "quota": 5, "days": 1}
    first = (await open_event(as_("admin"), opening(course, **terms))).id
    async with refused(
        PartnerTrainerBusy, "partnerTrainerId", name="Dr. Wati", title="Pelayanan Publik, Angkatan I"
    ):
        await open_event(as_("admin"), opening(course, **terms))
    await cancel_event(as_("admin"), EventCancel(event_id=first, expected_version=1, reason="Batal"))
    assert (await open_event(as_("admin"), opening(course, **terms))).partner_trainer_id == trainer.id


async def test_what_isnt_of_the_agreement_isnt_found(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, agreement: PartnerAgreement
) -> None:
    other = await an_agreement(session, await a_partner(session, "PT Lain"), "PKS-2/2026")
    programme = await a_programme(session, other)
    trainer = await a_trainer(session, await a_partner(session, "PT Ketiga"))
    under = {"agreement_id": agreement.id}
    async with refused(NotFound, "programmeId"):
        await open_event(as_("admin"), opening(course, programme_id=programme.id, **under))
    async with refused(NotFound, "partnerTrainerId"):
        await open_event(as_("admin"), opening(course, partner_trainer_id=trainer.id, **under))
    short = await a_programme(session, agreement, "Sebentar", valid_to=date(2026, 8, 4))
    async with refused(ProgrammeNotValid, "programmeId", name="Sebentar", on=date(2026, 8, 4)):
        await open_event(as_("admin"), opening(course, programme_id=short.id, **under))
    async with refused(NoAgreement, "agreementId"):
        await open_event(as_("admin"), opening(course, partner_trainer_id=trainer.id))


async def test_terms_that_are_left_out_stay_as_long_as_the_agreement_does(
    session: AsyncSession, as_: As, course: TrainingCourse, agreement: PartnerAgreement, partner: Partner
) -> None:
    trainer = await a_trainer(session, partner)
    made = await an_event(session, course, AUGUST)
    admin = as_("admin")

    async def changed(version: int, **more: object) -> tuple[object, ...]:
        change = EventChange(event_id=made.id, expected_version=version, **more)  # type: ignore[arg-type]  # a table's values
        event: TrainingEvent = await change_event(admin, change)
        return event.agreement_id, event.partner_trainer_id, event.partner_days, event.partner_money

    money = Decimal(5)
    assert await changed(1, agreement_id=agreement.id, partner_money=money) == (agreement.id, None, 0, money)
    joined = (agreement.id, trainer.id, 2, money)
    assert await changed(2, partner_trainer_id=trainer.id) == joined
    assert await changed(3, title="Angkatan III") == joined
    assert await changed(4, without_trainer=True) == (agreement.id, None, 0, money)
    other = await an_agreement(session, partner, "PKS-2/2026")
    assert await changed(5, agreement_id=other.id) == (other.id, None, 0, 0)
    assert await changed(6, without_agreement=True) == (None, None, 0, 0)


async def test_what_is_used_of_an_agreement_can_neither_be_taken_back_nor_ended(
    as_: As, refused: Refused, course: TrainingCourse, agreement: PartnerAgreement
) -> None:
    admin = as_("admin")
    made = await open_event(admin, opening(course, agreement_id=agreement.id))
    given = {"agreement_id": agreement.id, "kind": ContributionKind.SEATS, "expected_version": 1}
    async with refused(ContributionUsed, "amount", used=Decimal(20)):
        await set_contribution(admin, ContributionSet(amount=Decimal(19), **given))
    assert (await set_contribution(admin, ContributionSet(amount=Decimal(20), **given))).version == 2
    ending = {"agreement_id": agreement.id, "reason": "Mundur", "expected_version": 1}
    async with refused(TrainingsUnderIt, "on", title="Angkatan I", on=date(2026, 8, 4)):
        await end_agreement(admin, AgreementEnd(on=date(2026, 8, 4), **ending))
    await cancel_event(admin, EventCancel(event_id=made.id, expected_version=1, reason="Batal"))
    assert (await end_agreement(admin, AgreementEnd(on=TODAY, **ending))).ended_on == TODAY


async def test_an_agreement_doesn_t_end_before_what_was_held_under_it(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, agreement: PartnerAgreement
) -> None:
    held = await an_event(session, course, date(2026, 6, 1), state="COMPLETED", agreement_id=agreement.id)
    ending = {"agreement_id": agreement.id, "reason": "Mundur", "expected_version": 1}
    async with refused(TrainingsUnderIt, "on", title=held.title, on=held.ends_on):
        await end_agreement(as_("admin"), AgreementEnd(on=held.ends_on, **ending))
    after = held.ends_on + timedelta(days=1)
    assert (await end_agreement(as_("admin"), AgreementEnd(on=after, **ending))).ended_on == after
