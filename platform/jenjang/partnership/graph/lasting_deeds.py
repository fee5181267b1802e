"""How long agreements, programmes, trainers and partners last, as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of
from jenjang.graph.perform import Ref
from jenjang.partnership.actions import lasting
from jenjang.partnership.graph.agreement_deeds import AgreementPayload, ProgrammePayload
from jenjang.partnership.graph.partner_deeds import PartnerPayload, TrainerPayload
from jenjang.partnership.graph.register import MANAGE, UNTIL

WORDS = {"reason": "Why; it stays on record.", "on": UNTIL, "expected_version": EXPECTED_VERSION}
ProlongInput = input_of(
    lasting.AgreementProlong,
    "PartnerAgreementProlongInput",
    "Until when an agreement holds from now on, and why.",
    {
        **WORDS,
        "agreement_id": "Global id of the agreement.",
        "valid_to": "The first day on which it holds no more: later than before.",
        "conflict_reason": "Why it is prolonged although the partner bids in a procurement; kept on record.",
    },
    {"agreement_id": "PartnerAgreement"},
)
TrainerEndInput = input_of(
    lasting.TrainerEnd,
    "PartnerTrainerEndInput",
    "From when on somebody trains for a partner no more.",
    {
        **WORDS,
        "trainer_id": "Global id of the trainer.",
        "on": "The first day on which they train for it no more.",
    },
    {"trainer_id": "PartnerTrainer"},
)
ProgrammeEndInput = input_of(
    lasting.ProgrammeEnd,
    "PartnerProgrammeEndInput",
    "From when on a programme runs no more, and why.",
    {
        **WORDS,
        "programme_id": "Global id of the programme.",
        "on": "The first day on which it runs no more, later than its first.",
    },
    {"programme_id": "PartnerProgramme"},
)
CloseInput = input_of(
    lasting.PartnerClose,
    "PartnerCloseInput",
    "From when on nothing is agreed on with a partner, and why.",
    {
        **WORDS,
        "partner_id": "Global id of the partner.",
        "on": "The first day on which no agreement with it holds.",
    },
    {"partner_id": "Partner"},
)


async def _prolong(context: Context, asked: lasting.AgreementProlong) -> dict[str, object]:
    return {"agreement": Ref("PartnerAgreement", (await lasting.prolong_agreement(context, asked)).id)}


async def _end_trainer(context: Context, asked: lasting.TrainerEnd) -> dict[str, object]:
    trainer = await lasting.end_trainer(context, asked)
    context.concern("Partner", trainer.partner_id)
    return {"trainer": Ref("PartnerTrainer", trainer.id)}


async def _end_programme(context: Context, asked: lasting.ProgrammeEnd) -> dict[str, object]:
    programme = await lasting.end_programme(context, asked)
    context.concern("PartnerAgreement", programme.agreement_id)
    return {"programme": Ref("PartnerProgramme", programme.id)}


async def _close(context: Context, asked: lasting.PartnerClose) -> dict[str, object]:
    return {"partner": Ref("Partner", (await lasting.close_partner(context, asked)).id)}


@strawberry.type
class Mutation:
    partner_agreement_prolong = deed(
        "Let an agreement hold longer: one that ran out holds again. While the partner bids in a procurement,"
        " that takes a reason.",
        needs=MANAGE,
        asks=ProlongInput,
        gives=AgreementPayload,
        do=_prolong,
    )
    partner_trainer_end = deed(
        "Take a partner's trainer off from a day on. No training may be to come that names them then.",
        needs=MANAGE,
        asks=TrainerEndInput,
        gives=TrainerPayload,
        do=_end_trainer,
    )
    partner_programme_end = deed(
        "Let a programme run no more from a day on. No training may be to come of it then.",
        needs=MANAGE,
        asks=ProgrammeEndInput,
        gives=ProgrammePayload,
        do=_end_programme,
    )
    partner_close = deed(
        "Agree on nothing with a partner from a day on. No agreement with it may hold then.",
        needs=MANAGE,
        asks=CloseInput,
        gives=PartnerPayload,
        do=_close,
    )
