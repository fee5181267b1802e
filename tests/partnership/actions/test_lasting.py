"""Agreements are prolonged; trainers, programmes, partners end with nothing bound to them."""

from datetime import date, timedelta
from typing import Any

import pytest
from factories.partnership import a_bid, a_partner, a_programme, a_trainer, an_agreement
from partnership.conftest import TODAY, As, Refused
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.partnership.actions.agreements import (
    AgreementAdd,
    AgreementEnded,
    NotOfTheProgramme,
    PartnerClosed,
    ProgrammeEvaluate,
    add_agreement,
    evaluate_programme,
)
from jenjang.partnership.actions.lasting import (
    AgreementHolds,
    AgreementProlong,
    EndedBefore,
    NotProlonged,
    PartnerClose,
    ProgrammeEnd,
    TrainerEnd,
    close_partner,
    end_programme,
    end_trainer,
    prolong_agreement,
)
from jenjang.partnership.actions.partners import TrainerAdd, TrainerKnown, add_trainer
from jenjang.partnership.actions.using import valid_agreement
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.rules.agreements import AgreementNotValid, NoSuchRating, PartnerInProcurement
from jenjang.partnership.terms import AgreementKind

DAY = timedelta(days=1)
JANUARY, NEXT, AFTER = date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)


@pytest.fixture
async def partner(session: AsyncSession) -> Partner:
    """A university."""
    return await a_partner(session)


def prolonging(key: Any, until: date = AFTER, version: int = 1, **more: str) -> AgreementProlong:
    said = {"reason": "Berhasil", **more}
    return AgreementProlong(agreement_id=key, valid_to=until, expected_version=version, **said)


async def test_an_agreement_is_prolonged_again_and_again_and_never_shortened(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    key = (await an_agreement(session, partner)).id
    for day in (NEXT, NEXT - DAY, JANUARY):
        async with refused(NotProlonged, "validTo", until=date(2026, 12, 31), valid_to=date(2027, 1, 1)):
            await prolong_agreement(as_("admin"), prolonging(key, day))
    async with refused(NoText, "reason"):
        await prolong_agreement(as_("admin"), prolonging(key, reason=" "))
    async with refused(Stale, "expectedVersion", current=1):
        await prolong_agreement(as_("admin"), prolonging(key, version=2))
    made = await prolong_agreement(as_("admin"), prolonging(key))
    assert (made.valid_to, made.prolonged_from, made.prolong_reason) == (AFTER, NEXT, "Berhasil")
    again = await prolong_agreement(as_("admin"), prolonging(key, AFTER + DAY, 2, reason="Sehari"))
    assert (again.prolonged_from, again.prolong_reason, again.version) == (AFTER, "Sehari", 3)


async def test_what_ran_out_holds_again_for_new_trainings_and_what_was_ended_doesnt(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    over = (await an_agreement(session, partner, valid_to=TODAY)).id
    async with refused(AgreementNotValid, "agreementId"):
        await valid_agreement(as_("admin"), over, TODAY, TODAY)
    await prolong_agreement(as_("admin"), prolonging(over, NEXT))
    assert (await valid_agreement(as_("admin"), over, TODAY, NEXT - DAY)).id == over
    broken = await an_agreement(session, partner, "PKS-2", ended_on=TODAY, end_reason="Mundur")
    async with refused(AgreementEnded, "agreementId", on=TODAY):
        await prolong_agreement(as_("admin"), prolonging(broken.id))


@pytest.mark.parametrize(
    ("ends", "since", "until", "flagged"),
    [
        (NEXT, TODAY, None, True),
        (NEXT, TODAY, TODAY + DAY, True),
        (NEXT, date(2026, 6, 1), TODAY, False),
        (NEXT, NEXT + DAY, None, False),
        (date(2026, 3, 1), date(2026, 2, 1), TODAY, False),
        (date(2026, 3, 1), date(2026, 6, 1), TODAY + DAY, True),
    ],
)
async def test_while_the_partner_bids_it_takes_a_reason_to_prolong(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    partner: Partner,
    ends: date,
    since: date,
    until: date | None,
    flagged: bool,
) -> None:
    key = (await an_agreement(session, partner, valid_to=ends, conflict_reason="Dulu")).id
    await a_bid(session, partner, valid_from=since, valid_to=until)
    if flagged:
        async with refused(PartnerInProcurement, "conflictReason", procurement="Server 2026"):
            await prolong_agreement(as_("admin"), prolonging(key))
        made = await prolong_agreement(as_("admin"), prolonging(key, conflict_reason="Panitia lain"))
        assert made.conflict_reason == "Panitia lain"
    else:
        assert (await prolong_agreement(as_("admin"), prolonging(key))).conflict_reason == "Dulu"


async def test_a_trainer_is_taken_off_earlier_but_not_later_and_may_come_back(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    key = (await a_trainer(session, partner)).id
    again = TrainerAdd(partner_id=partner.id, name="Dr. Wati", expertise="Statistik")
    async with refused(TrainerKnown, "name"):
        await add_trainer(as_("admin"), again)
    off = await end_trainer(as_("admin"), TrainerEnd(trainer_id=key, on=TODAY, expected_version=1))
    assert (off.ended_on, off.version) == (TODAY, 2)
    for day in (TODAY, TODAY + DAY):
        async with refused(EndedBefore, "on", on=TODAY):
            await end_trainer(as_("admin"), TrainerEnd(trainer_id=key, on=day, expected_version=2))
    earlier = await end_trainer(as_("admin"), TrainerEnd(trainer_id=key, on=TODAY - DAY, expected_version=2))
    assert earlier.ended_on == TODAY - DAY
    back = await add_trainer(as_("admin"), again)
    assert (back.id, back.ended_on, back.expertise, back.version) == (key, None, "Statistik", 4)


async def test_a_programme_ends_after_its_first_day_and_is_judged_by_the_years_in_which_it_ran(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    times = {"valid_from": date(2025, 1, 1), "valid_to": AFTER}
    key = (await a_programme(session, await an_agreement(session, partner, **times), **times)).id

    def ending(on: date, version: int = 1) -> ProgrammeEnd:
        return ProgrammeEnd(programme_id=key, on=on, reason="Tuntas", expected_version=version)

    async with refused(EndsBeforeItBegins, "on"):
        await end_programme(as_("admin"), ending(date(2025, 1, 1)))
    async with refused(EndedBefore, "on", on=AFTER):
        await end_programme(as_("admin"), ending(AFTER))
    ended = await end_programme(as_("admin"), ending(JANUARY))
    assert (ended.ended_on, ended.end_reason, ended.version) == (JANUARY, "Tuntas", 2)
    async with refused(NotOfTheProgramme, "year", first=2025, last=2025):
        judged = ProgrammeEvaluate(programme_id=key, year=2026, rating=3, finding="Baik")
        await evaluate_programme(as_("admin"), judged)


async def test_a_programme_is_judged_by_criteria_and_what_was_reached_anew_as_a_whole(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    key = (await a_programme(session, await an_agreement(session, partner))).id
    of = {"programme_id": key, "year": 2026, "rating": 4, "finding": "Baik"}
    for name in ("relevance", "effectiveness", "efficiency", "impact", "sustainability"):
        async with refused(NoSuchRating, name, least=1, most=5):
            await evaluate_programme(as_("admin"), ProgrammeEvaluate(**of, **{name: 6}))
    async with refused(NoText, "nextStep"):
        await evaluate_programme(as_("admin"), ProgrammeEvaluate(**of, next_step=" "))
    first = ProgrammeEvaluate(**of, relevance=5, impact=1, reached="80 orang", next_step=" Ulangi ")
    made = await evaluate_programme(as_("admin"), first)
    assert (made.relevance, made.effectiveness, made.impact) == (5, None, 1)
    assert (made.reached, made.next_step) == ("80 orang", "Ulangi")
    anew = ProgrammeEvaluate(**of, efficiency=2, expected_version=1)
    changed = await evaluate_programme(as_("admin"), anew)
    assert (changed.relevance, changed.efficiency, changed.reached) == (None, 2, None)


async def test_a_partner_is_closed_when_no_agreement_holds_and_none_begins_afterwards(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    of = partner.id
    await an_agreement(session, partner)
    await an_agreement(session, partner, "PKS-2", valid_to=AFTER, ended_on=TODAY, end_reason="Mundur")

    def closing(on: date, version: int = 1) -> PartnerClose:
        return PartnerClose(partner_id=of, on=on, reason="Bubar", expected_version=version)

    async with refused(AgreementHolds, "on", number="PKS-1/2026", until=date(2026, 12, 31)):
        await close_partner(as_("admin"), closing(NEXT - DAY))
    closed = await close_partner(as_("admin"), closing(NEXT))
    assert (closed.closed_on, closed.close_reason, closed.version) == (NEXT, "Bubar", 2)
    async with refused(EndedBefore, "on", on=NEXT):
        await close_partner(as_("admin"), closing(NEXT, 2))
    time = {"signed_on": TODAY, "valid_from": TODAY, "kind": AgreementKind.MOU, "subject": "Data"}
    late = AgreementAdd(partner_id=of, number="MOU-3", valid_to=NEXT + DAY, **time)
    facts = {"partner": "Universitas Sebelas Maret", "on": NEXT}
    async with refused(PartnerClosed, "validTo", **facts):
        await add_agreement(as_("admin"), late)
    fits = AgreementAdd(partner_id=of, number="MOU-3", valid_to=NEXT, **time)
    key = (await add_agreement(as_("admin"), fits)).id
    async with refused(PartnerClosed, "validTo", **facts):
        await prolong_agreement(as_("admin"), prolonging(key))


async def test_what_isnt_there_isnt_found(as_: As, refused: Refused, partner: Partner) -> None:
    nobody, of = partner.id, {"on": TODAY, "expected_version": 1}
    async with refused(NotFound, "agreementId"):
        await prolong_agreement(as_("admin"), prolonging(nobody))
    async with refused(NotFound, "trainerId"):
        await end_trainer(as_("admin"), TrainerEnd(trainer_id=nobody, **of))
    async with refused(NotFound, "programmeId"):
        await end_programme(as_("admin"), ProgrammeEnd(programme_id=nobody, reason="-", **of))


@pytest.mark.parametrize("on", [date.min, date.max])
async def test_a_trainer_ends_within_the_calendar(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner, on: date
) -> None:
    key = (await a_trainer(session, partner)).id
    async with refused(NoSuchYear, "on", first=2000, last=2100):
        await end_trainer(as_("admin"), TrainerEnd(trainer_id=key, on=on, expected_version=1))
