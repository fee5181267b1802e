"""Partners are registered once, with numbers that the state gave and a contact that is sealed."""

from datetime import date

import pytest
from factories.partnership import a_bid, a_partner
from partnership.conftest import TODAY, As, Refused
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.rules.span import EndsBeforeItBegins, NotYet
from jenjang.partnership.actions.partners import (
    BidDeclare,
    BidEnd,
    BidEnded,
    PartnerAdd,
    PartnerChange,
    PartnerKnown,
    TrainerAdd,
    TrainerKnown,
    add_partner,
    add_trainer,
    change_partner,
    declare_bid,
    end_bid,
)
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.rules.identifiers import NotAnIdentifier
from jenjang.partnership.terms import PartnerKind

WHOLE = {
    "name": " UNS ",
    "kind": PartnerKind.UNIVERSITY,
    "npwp": "01.234.567.8-526.000",
    "nib": "9120001234567",
}


def contact(context: Context, partner: Partner) -> list[str | None]:
    names = ("contact_name", "contact_email", "contact_phone")
    sealed = [(name, getattr(partner, name)) for name in names]
    return [
        None if value is None else context.seals.unseal("partners", name, partner.id, value)
        for name, value in sealed
    ]


async def test_a_partner_is_kept_with_its_numbers_and_a_sealed_contact(
    session: AsyncSession, as_: As
) -> None:
    reached = {"contact_name": "Wati", "contact_email": "wati@example.ac.id"}
    made = await session.get_one(
        Partner, ("surakarta", await add_partner(as_("admin"), PartnerAdd(**WHOLE, **reached)))
    )
    assert (made.name, made.npwp, made.nib, made.version) == ("UNS", "012345678526000", "9120001234567", 1)
    assert contact(as_("admin"), made) == ["Wati", "wati@example.ac.id", None]
    assert b"Wati" not in made.contact_name


async def test_a_partner_is_changed_whole_as_it_was_seen(
    session: AsyncSession, as_: As, refused: Refused
) -> None:
    key = await add_partner(as_("admin"), PartnerAdd(**WHOLE, contact_name="Wati"))
    changing = {"partner_id": key, "name": "UNS", "kind": PartnerKind.GOVERNMENT, "contact_phone": "0271"}
    await change_partner(as_("admin"), PartnerChange(expected_version=1, **changing))
    (kept,) = await session.scalars(select(Partner).execution_options(populate_existing=True))
    assert (kept.kind, kept.npwp, kept.version) == ("GOVERNMENT", None, 2)
    assert contact(as_("admin"), kept) == [None, None, "0271"]
    async with refused(Stale, "expectedVersion", current=2):
        await change_partner(as_("admin"), PartnerChange(expected_version=1, **changing))


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"name": " "}, NoText, "name"),
        ({"npwp": "01.234.567.8-526"}, NotAnIdentifier, "npwp"),
        ({"nib": "91200012345678"}, NotAnIdentifier, "nib"),
        ({"contact_email": " "}, NoText, "contactEmail"),
        ({"npwp": None, "nib": None}, PartnerKnown, "name"),
        ({"name": "Lain", "nib": None}, PartnerKnown, "npwp"),
        ({"name": "Lain", "npwp": None}, PartnerKnown, "nib"),
    ],
)
async def test_a_partner_that_makes_no_sense_or_is_known_is_refused(
    as_: As, refused: Refused, more: dict[str, object], error: type[Exception], field: str
) -> None:
    await add_partner(as_("admin"), PartnerAdd(**WHOLE))
    async with refused(error, field):
        await add_partner(as_("admin"), PartnerAdd(**{**WHOLE, **more}))


async def test_a_partner_has_a_trainer_of_a_name_once(
    session: AsyncSession, as_: As, refused: Refused
) -> None:
    first, second = [(await a_partner(session, name)).id for name in ("UNS", "UGM")]
    for key in (first, second):
        made = await add_trainer(as_("admin"), TrainerAdd(partner_id=key, name="Wati ", expertise="Data"))
        assert (made.partner_id, made.name) == (key, "Wati")
    async with refused(TrainerKnown, "name"):
        await add_trainer(as_("admin"), TrainerAdd(partner_id=first, name="Wati", expertise="SPBE"))
    async with refused(NotFound, "partnerId"):
        await add_trainer(as_("admin"), TrainerAdd(partner_id=made.id, name="Wati", expertise="SPBE"))


async def test_a_bid_is_declared_and_ends(session: AsyncSession, as_: As, refused: Refused) -> None:
    partner = (await a_partner(session)).id
    asked = {"partner_id": partner, "procurement": "Server"}
    async with refused(NotYet, "validFrom", on=date(2026, 7, 2)):
        await declare_bid(as_("admin"), BidDeclare(valid_from=date(2026, 7, 2), **asked))
    async with refused(EndsBeforeItBegins, "validTo"):
        await declare_bid(as_("admin"), BidDeclare(valid_from=TODAY, valid_to=TODAY, **asked))
    made = (await declare_bid(as_("admin"), BidDeclare(valid_from=date(2026, 6, 1), **asked))).id
    async with refused(EndsBeforeItBegins, "on"):
        await end_bid(as_("admin"), BidEnd(bid_id=made, on=date(2026, 6, 1), expected_version=1))
    ended = await end_bid(as_("admin"), BidEnd(bid_id=made, on=TODAY, expected_version=1))
    assert (ended.valid_to, ended.version) == (TODAY, 2)
    async with refused(BidEnded, "on", on=TODAY):
        await end_bid(as_("admin"), BidEnd(bid_id=made, on=date(2026, 7, 2), expected_version=2))


async def test_a_bid_that_was_to_go_on_ends_earlier(session: AsyncSession, as_: As) -> None:
    bid = await a_bid(session, await a_partner(session), valid_to=date(2026, 12, 1))
    ended = await end_bid(as_("admin"), BidEnd(bid_id=bid.id, on=TODAY, expected_version=1))
    assert ended.valid_to == TODAY
