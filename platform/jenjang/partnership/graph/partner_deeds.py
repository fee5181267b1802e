"""The register of partners as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.partnership.actions import partners
from jenjang.partnership.graph.register import MANAGE, Partner, PartnerBid, PartnerTrainer

WORDS = {
    "partner_id": "Global id of the partner.",
    "expected_version": EXPECTED_VERSION,
    "name": "Its name, unique in the government, at most 200 characters.",
    "kind": "What kind of organisation it is.",
    "npwp": "The taxpayer's number (NPWP), 15 or 16 digits; blanks, dots and hyphens don't count.",
    "nib": "The business number (NIB), 13 digits.",
    "contact_name": "Who is reached there.",
    "contact_email": "E-mail of that person.",
    "contact_phone": "Telephone of that person.",
}
PARTNER = {"partner_id": "Partner"}
AddInput = input_of(
    partners.PartnerAdd, "PartnerAddInput", "A partner as it is to stand in the register.", WORDS, {}
)
ChangeInput = input_of(
    partners.PartnerChange,
    "PartnerChangeInput",
    "A partner as it is to be from now on, whole: what is left out is so, too.",
    WORDS,
    PARTNER,
)
TrainerInput = input_of(
    partners.TrainerAdd,
    "PartnerTrainerAddInput",
    "Somebody of a partner who trains.",
    {**WORDS, "name": "The trainer's name, unique at the partner.", "expertise": "In what."},
    PARTNER,
)
BidInput = input_of(
    partners.BidDeclare,
    "PartnerBidDeclareInput",
    "That a partner bids in a procurement.",
    {
        **WORDS,
        "procurement": "Which procurement, at most 200 characters.",
        "valid_from": "The first day on which it bids: today or before.",
        "valid_to": "The first day on which it doesn't; left out: as long as nothing else is said.",
    },
    PARTNER,
)
BidEndInput = input_of(
    partners.BidEnd,
    "PartnerBidEndInput",
    "That a procurement is over.",
    {
        "bid_id": "Global id of the bid.",
        "on": "The first day on which it doesn't bid.",
        "expected_version": EXPECTED_VERSION,
    },
    {"bid_id": "PartnerBid"},
)
PartnerPayload = payload_of(
    "PartnerPayload", "What became of the partner.", partner=(Partner, "The partner.")
)
TrainerPayload = payload_of(
    "PartnerTrainerPayload", "Who was named.", trainer=(PartnerTrainer, "The trainer.")
)
BidPayload = payload_of("PartnerBidPayload", "What was declared.", bid=(PartnerBid, "The bid."))


async def _add(context: Context, asked: partners.PartnerAdd) -> dict[str, object]:
    return {"partner": Ref("Partner", await partners.add_partner(context, asked))}


async def _change(context: Context, asked: partners.PartnerChange) -> dict[str, object]:
    return {"partner": Ref("Partner", (await partners.change_partner(context, asked)).id)}


async def _trainer(context: Context, asked: partners.TrainerAdd) -> dict[str, object]:
    context.concern("Partner", asked.partner_id)
    return {"trainer": Ref("PartnerTrainer", (await partners.add_trainer(context, asked)).id)}


async def _declare(context: Context, asked: partners.BidDeclare) -> dict[str, object]:
    context.concern("Partner", asked.partner_id)
    return {"bid": Ref("PartnerBid", (await partners.declare_bid(context, asked)).id)}


async def _end(context: Context, asked: partners.BidEnd) -> dict[str, object]:
    bid = await partners.end_bid(context, asked)
    context.concern("Partner", bid.partner_id)
    return {"bid": Ref("PartnerBid", bid.id)}


@strawberry.type
class Mutation:
    partner_add = deed(
        "Put a partner into the register.", needs=MANAGE, asks=AddInput, gives=PartnerPayload, do=_add
    )
    partner_change = deed(
        "Change a partner.", needs=MANAGE, asks=ChangeInput, gives=PartnerPayload, do=_change
    )
    partner_trainer_add = deed(
        "Name somebody of a partner who trains.",
        needs=MANAGE,
        asks=TrainerInput,
        gives=TrainerPayload,
        do=_trainer,
    )
    partner_bid_declare = deed(
        "Declare that a partner bids in a procurement of the government: no agreement with it begins"
        " meanwhile, unless the reason is put on record.",
        needs=MANAGE,
        asks=BidInput,
        gives=BidPayload,
        do=_declare,
    )
    partner_bid_end = deed(
        "Declare that a procurement is over for a partner.",
        needs=MANAGE,
        asks=BidEndInput,
        gives=BidPayload,
        do=_end,
    )
