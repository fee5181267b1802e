"""Partners are registered; who trains for them; that they bid in a procurement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, update

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.database.engine import new_id
from jenjang.database.model import sealed_row
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.span import check_not_ahead, span
from jenjang.partnership.models.partners import Partner, PartnerBid, PartnerTrainer
from jenjang.partnership.rules.agreements import Bid
from jenjang.partnership.rules.identifiers import nib, npwp
from jenjang.partnership.terms import PartnerKind

LONGEST_NAME = 200
"""Characters."""
CONTACT = {
    "contact_name": "contactName",
    "contact_email": "contactEmail",
    "contact_phone": "contactPhone",
}
"""Columns of the person by whom a partner is reached, and the inputs that give them."""


class PartnerKnown(Conflict):
    """There is a partner with this already."""


class TrainerKnown(Conflict):
    """This partner has a trainer of that name already."""


class BidEnded(Conflict):
    """This bid ended on {on}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAdd:
    """A partner as it is to stand in the register."""

    name: str
    kind: PartnerKind
    npwp: str | None = None
    nib: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerChange(PartnerAdd):
    """A partner as it is to be from now on, whole."""

    partner_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerAdd:
    """Somebody of a partner who trains."""

    partner_id: UUID
    name: str
    expertise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidDeclare:
    """That a partner bids in a procurement."""

    partner_id: UUID
    procurement: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BidEnd:
    """That a procurement is over."""

    bid_id: UUID
    on: date
    expected_version: int


async def add_partner(context: Context, asked: PartnerAdd) -> UUID:
    """Put a partner into the register; its key.

    Raises NoText, TextTooLong, NotAnIdentifier, PartnerKnown.
    """
    row = await _row(context, asked, None) | {"id": await new_id(context.session)}
    await context.session.execute(insert(Partner).values(sealed_row(context.seals, Partner, row)))
    return UUID(str(row["id"]))


async def change_partner(context: Context, asked: PartnerChange) -> Partner:
    """Change a partner. Raises NotFound, Stale, NoText, TextTooLong, NotAnIdentifier, PartnerKnown."""
    partner = await context.get(Partner, asked.partner_id, lock=True, field="partnerId")
    changed(partner, asked.expected_version)
    row = sealed_row(context.seals, Partner, {**await _row(context, asked, partner.id), "id": partner.id})
    await context.session.flush()
    await context.session.execute(update(Partner).where(Partner.id == partner.id).values(row))
    return partner


async def add_trainer(context: Context, asked: TrainerAdd) -> PartnerTrainer:
    """Name somebody of a partner who trains, or does again.

    Raises NotFound, NoText, TextTooLong, TrainerKnown.
    """
    await context.get(Partner, asked.partner_id, lock=True, field="partnerId")
    name = check_text(asked.name, "name", LONGEST_NAME)
    expertise = check_text(asked.expertise, "expertise")
    of = PartnerTrainer
    same = select(of).where(of.partner_id == asked.partner_id, of.name == name).with_for_update()
    known = (await context.session.scalars(same)).one_or_none()
    if known is None:
        made = of(partner_id=asked.partner_id, name=name, expertise=expertise, version=1)
        context.session.add(made)
    elif known.ended_on is None:
        raise TrainerKnown("name")
    else:
        made = changed(known, None)
        made.ended_on, made.expertise = None, expertise
    await context.session.flush()
    return made


async def declare_bid(context: Context, asked: BidDeclare) -> PartnerBid:
    """Declare that a partner bids in a procurement.

    Raises NotFound, NoText, TextTooLong, NotYet, EndsBeforeItBegins.
    """
    await context.get(Partner, asked.partner_id, lock=True, field="partnerId")
    check_not_ahead(asked.valid_from, context.today, "validFrom")
    span(asked.valid_from, asked.valid_to, "validTo")
    made = PartnerBid(
        partner_id=asked.partner_id,
        procurement=check_text(asked.procurement, "procurement", LONGEST_NAME),
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        by_employee_id=context.viewer.employee_id,
        version=1,
    )
    context.session.add(made)
    await context.session.flush()
    return made


async def end_bid(context: Context, asked: BidEnd) -> PartnerBid:
    """Let a bid hold no more from a day on. Raises NotFound, Stale, BidEnded, EndsBeforeItBegins."""
    bid = await context.get(PartnerBid, asked.bid_id, lock=True, field="bidId")
    changed(bid, asked.expected_version)
    if bid.valid_to and bid.valid_to <= asked.on:
        raise BidEnded("on", on=bid.valid_to)
    bid.valid_to = span(bid.valid_from, asked.on, "on").ends
    await context.session.flush()
    return bid


async def bids_of(context: Context, partner_id: UUID) -> list[Bid]:
    """The procurements in which a partner bids or did."""
    rows = select(PartnerBid).where(PartnerBid.partner_id == partner_id)
    return [Bid(one.procurement, one.valid_from, one.valid_to) for one in await context.session.scalars(rows)]


async def _row(context: Context, asked: PartnerAdd, but: UUID | None) -> dict[str, object]:
    """The columns of a partner as it is asked for, none of whose names another one has."""
    contact = {name: getattr(asked, name) for name in CONTACT}
    given = {
        name: check_text(text, CONTACT[name], LONGEST_NAME)
        for name, text in contact.items()
        if text is not None
    }
    row: dict[str, object] = {
        "name": check_text(asked.name, "name", LONGEST_NAME),
        "kind": asked.kind,
        "npwp": npwp(asked.npwp),
        "nib": nib(asked.nib),
        **dict.fromkeys(CONTACT),
        **given,
    }
    # Who registers the same partner at the same time is waited for.
    await one_at_a_time(context, "partners")
    for field in ("name", "npwp", "nib"):
        same = select(Partner.id).where(
            getattr(Partner, field) == row[field], Partner.id.is_distinct_from(but)
        )
        if row[field] is not None and await context.session.scalar(same):
            raise PartnerKnown(field)
    return row
