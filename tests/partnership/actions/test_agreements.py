"""Agreements begin without a conflict, or with the reason on record; programmes run within them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.appraisal.office import Office
from factories.partnership import a_bid, a_partner, a_programme, an_agreement
from partnership.conftest import TODAY, As, Refused
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.partnership.actions.agreements import (
    AgreementAdd,
    AgreementEnd,
    AgreementEnded,
    AgreementKnown,
    ContributionSet,
    NotOfTheProgramme,
    ProgrammeAdd,
    ProgrammeEvaluate,
    ProgrammeKnown,
    SignedLater,
    add_agreement,
    add_programme,
    end_agreement,
    evaluate_programme,
    set_contribution,
)
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.rules.agreements import (
    NoSuchRating,
    NotAContribution,
    OutsideTheAgreement,
    PartnerInProcurement,
)
from jenjang.partnership.terms import AgreementKind, ContributionKind

JANUARY, NEXT = date(2026, 1, 1), date(2027, 1, 1)


@pytest.fixture
async def partner(session: AsyncSession) -> Partner:
    """A university."""
    return await a_partner(session)


def adding(partner: Partner, **more: object) -> AgreementAdd:
    said = {"number": "PKS-1", "kind": AgreementKind.PKS, "subject": "Pelatihan", "signed_on": TODAY}
    time = {"valid_from": TODAY, "valid_to": NEXT}
    return AgreementAdd(partner_id=partner.id, **{**said, **time, **more})  # type: ignore[arg-type]  # a table's values


async def test_an_agreement_holds_from_its_signing_or_later(
    as_: As, refused: Refused, partner: Partner
) -> None:
    asked = adding(partner)
    late = adding(partner, signed_on=TODAY + timedelta(days=1))
    backwards = adding(partner, valid_to=TODAY)
    async with refused(SignedLater, "validFrom", on=date(2026, 7, 2)):
        await add_agreement(as_("admin"), late)
    async with refused(EndsBeforeItBegins, "validTo"):
        await add_agreement(as_("admin"), backwards)
    assert (await add_agreement(as_("admin"), asked)).version == 1
    async with refused(AgreementKnown, "number", number="PKS-1"):
        await add_agreement(as_("admin"), asked)


@pytest.mark.parametrize(
    ("since", "until", "flagged"),
    [
        (date(2026, 6, 1), None, True),
        (TODAY, None, True),
        (date(2026, 6, 1), date(2026, 7, 2), True),
        (date(2026, 6, 1), TODAY, False),
        (date(2026, 7, 2), None, False),
    ],
)
async def test_an_agreement_doesnt_begin_while_the_partner_bids_unless_with_a_reason(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    partner: Partner,
    since: date,
    until: date | None,
    flagged: bool,
) -> None:
    await a_bid(session, partner, valid_from=since, valid_to=until)
    asked, reasoned = adding(partner), adding(partner, number="PKS-2", conflict_reason=" Panitia lain ")
    if flagged:
        facts = {"partner": "Universitas Sebelas Maret", "procurement": "Server 2026"}
        async with refused(PartnerInProcurement, "conflictReason", **facts):
            await add_agreement(as_("admin"), asked)
    else:
        assert (await add_agreement(as_("admin"), asked)).conflict_reason is None
    assert (await add_agreement(as_("admin"), reasoned)).conflict_reason == "Panitia lain"


async def test_a_bid_between_signing_and_beginning_is_flagged(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    await a_bid(session, partner, valid_from=TODAY, valid_to=TODAY + timedelta(days=1))
    for signed, flagged in ((TODAY, True), (TODAY + timedelta(days=1), False)):
        asked = adding(partner, number=str(signed), signed_on=signed, valid_from=TODAY + timedelta(days=30))
        if flagged:
            async with refused(PartnerInProcurement, "conflictReason"):
                await add_agreement(as_("admin"), asked)
        else:
            assert (await add_agreement(as_("admin"), asked)).conflict_reason is None


async def test_an_agreement_ends_once_and_within_its_time(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    key = (await an_agreement(session, partner)).id
    ending = {"agreement_id": key, "reason": "Mundur"}
    async with refused(EndsBeforeItBegins, "on"):
        await end_agreement(
            as_("admin"), AgreementEnd(on=JANUARY - timedelta(days=1), expected_version=1, **ending)
        )
    async with refused(AgreementEnded, "on", on=NEXT):
        await end_agreement(as_("admin"), AgreementEnd(on=NEXT, expected_version=1, **ending))
    assert (
        await end_agreement(as_("admin"), AgreementEnd(on=TODAY, expected_version=1, **ending))
    ).version == 2
    async with refused(AgreementEnded, "on", on=TODAY):
        await end_agreement(as_("admin"), AgreementEnd(on=TODAY, expected_version=2, **ending))
    earlier = await end_agreement(as_("admin"), AgreementEnd(on=JANUARY, expected_version=2, **ending))
    assert earlier.ended_on == JANUARY


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("MONEY", "0.001"), ("MONEY", "-1"), ("SEATS", "1.5"), ("TRAINER", "NaN"), ("MONEY", "1e16")],
)
async def test_a_contribution_is_an_amount_of_its_kind(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner, kind: str, amount: str
) -> None:
    of = {"agreement_id": (await an_agreement(session, partner)).id, "kind": ContributionKind(kind)}
    async with refused(NotAContribution, "amount"):
        await set_contribution(as_("admin"), ContributionSet(amount=Decimal(amount), **of))


async def test_a_contribution_is_set_as_it_was_seen(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    of = {"agreement_id": (await an_agreement(session, partner)).id, "kind": ContributionKind.MONEY}
    made = await set_contribution(as_("admin"), ContributionSet(amount=Decimal("0.50"), **of))
    assert (made.amount, made.version) == (Decimal("0.50"), 1)
    async with refused(Stale, "expectedVersion", current=1):
        await set_contribution(as_("admin"), ContributionSet(amount=Decimal(2), **of))
    again = ContributionSet(amount=Decimal(2), expected_version=1, **of)
    assert (await set_contribution(as_("admin"), again)).version == 2


async def test_a_programme_runs_within_its_agreement(
    session: AsyncSession, as_: As, refused: Refused, partner: Partner
) -> None:
    key = (await an_agreement(session, partner)).id
    of = {"agreement_id": key, "name": "Smart City", "aim": "Layanan"}
    for since, until in ((JANUARY - timedelta(days=1), NEXT), (JANUARY, NEXT + timedelta(days=1))):
        async with refused(OutsideTheAgreement, "validFrom", begins=JANUARY, until=date(2026, 12, 31)):
            await add_programme(as_("admin"), ProgrammeAdd(valid_from=since, valid_to=until, **of))
    async with refused(EndsBeforeItBegins, "validTo"):
        await add_programme(as_("admin"), ProgrammeAdd(valid_from=TODAY, valid_to=TODAY, **of))
    whole = ProgrammeAdd(valid_from=JANUARY, valid_to=NEXT, **of)
    assert (await add_programme(as_("admin"), whole)).name == "Smart City"
    async with refused(ProgrammeKnown, "name"):
        await add_programme(as_("admin"), whole)


async def test_a_programme_is_evaluated_year_by_year(
    session: AsyncSession, office: Office, as_: As, refused: Refused, partner: Partner
) -> None:
    times = {"valid_from": date(2025, 1, 1), "valid_to": date(2028, 1, 1)}
    key = (await a_programme(session, await an_agreement(session, partner, **times), **times)).id
    of = {"programme_id": key, "finding": "Tercapai"}
    for year in (2024, 2027):
        async with refused(NotOfTheProgramme, "year", first=2025, last=2027):
            await evaluate_programme(as_("admin"), ProgrammeEvaluate(year=year, rating=3, **of))
    for rating in (0, 6):
        async with refused(NoSuchRating, "rating", least=1, most=5):
            await evaluate_programme(as_("admin"), ProgrammeEvaluate(year=2026, rating=rating, **of))
    async with refused(NoText, "finding"):
        nothing = ProgrammeEvaluate(programme_id=key, year=2026, rating=3, finding=" ")
        await evaluate_programme(as_("admin"), nothing)
    made = await evaluate_programme(as_("admin"), ProgrammeEvaluate(year=2026, rating=5, **of))
    assert (made.rating, made.version, made.by_employee_id) == (5, 1, office.people["admin"])
    async with refused(Stale, "expectedVersion", current=1):
        await evaluate_programme(as_("admin"), ProgrammeEvaluate(year=2026, rating=4, **of))
    again = ProgrammeEvaluate(year=2026, rating=4, expected_version=1, **of)
    assert (await evaluate_programme(as_("admin"), again)).version == 2


async def test_what_isnt_there_isnt_found(session: AsyncSession, as_: As, refused: Refused) -> None:
    other = (await a_partner(session)).id
    async with refused(NotFound, "agreementId"):
        gives = ContributionSet(agreement_id=other, kind=ContributionKind.SEATS, amount=Decimal(1))
        await set_contribution(as_("admin"), gives)
    async with refused(NotFound, "programmeId"):
        await evaluate_programme(
            as_("admin"), ProgrammeEvaluate(programme_id=other, year=2026, rating=3, finding="Baik")
        )


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("signedOn", {"signed_on": date.min}),
        ("validFrom", {"valid_from": date.max}),
        ("validTo", {"valid_to": date.max}),
    ],
)
async def test_an_agreement_is_of_the_days_that_can_be_reckoned_with(
    as_: As, refused: Refused, partner: Partner, field: str, days: dict[str, date]
) -> None:
    async with refused(NoSuchYear, field, first=2000, last=2100):
        await add_agreement(as_("admin"), adding(partner, **days))
