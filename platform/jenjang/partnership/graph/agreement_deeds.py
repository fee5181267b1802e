"""Agreements and programmes as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.partnership.actions import agreements
from jenjang.partnership.graph.register import (
    MANAGE,
    UNTIL,
    PartnerAgreement,
    PartnerContribution,
    PartnerProgramme,
    ProgrammeEvaluation,
)

NEW = f"{EXPECTED_VERSION} Left out for a new one."
WORDS = {
    "agreement_id": "Global id of the agreement.",
    "expected_version": EXPECTED_VERSION,
    "valid_from": "The first day on which it holds.",
    "valid_to": UNTIL,
}
AGREEMENT = {"agreement_id": "PartnerAgreement"}
AddInput = input_of(
    agreements.AgreementAdd,
    "PartnerAgreementAddInput",
    "What was agreed with a partner.",
    {
        **WORDS,
        "partner_id": "Global id of the partner.",
        "number": "Its number, unique in the government.",
        "kind": "How it was agreed.",
        "subject": "On what.",
        "signed_on": "The day of its signing: that on which it begins, or before.",
        "conflict_reason": "Why it is made although the partner bids in a procurement; kept on record.",
    },
    {"partner_id": "Partner"},
)
EndInput = input_of(
    agreements.AgreementEnd,
    "PartnerAgreementEndInput",
    "From when on an agreement holds no more, and why.",
    {**WORDS, "on": UNTIL, "reason": "Why; it stays on record."},
    AGREEMENT,
)
ContributionInput = input_of(
    agreements.ContributionSet,
    "PartnerContributionSetInput",
    "How much a partner gives under an agreement.",
    {
        **WORDS,
        "kind": "What it gives.",
        "amount": "How much: rupiah with at most two decimals, seats, or days.",
        "expected_version": NEW,
    },
    AGREEMENT,
)
ProgrammeInput = input_of(
    agreements.ProgrammeAdd,
    "PartnerProgrammeAddInput",
    "What is done under an agreement, within its time.",
    {**WORDS, "name": "Its name, unique under the agreement.", "aim": "What it is to reach."},
    AGREEMENT,
)
EvaluateInput = input_of(
    agreements.ProgrammeEvaluate,
    "PartnerProgrammeEvaluateInput",
    "What was found of a programme in a year.",
    {
        "programme_id": "Global id of the programme.",
        "year": "A calendar year in which it ran.",
        "rating": "1 (poor) to 5 (very good).",
        "finding": "What was found.",
        "relevance": "Does it do what is needed? 1 to 5; of each criterion: left out, it isn't judged.",
        "effectiveness": "Does it reach its aim? 1 to 5.",
        "efficiency": "Is it worth what it takes? 1 to 5.",
        "impact": "Does it change what it was to change? 1 to 5.",
        "sustainability": "Does what it changed last? 1 to 5.",
        "reached": "What was reached of the aim.",
        "next_step": "What is to be done next.",
        "expected_version": NEW,
    },
    {"programme_id": "PartnerProgramme"},
)
AgreementPayload = payload_of(
    "PartnerAgreementPayload",
    "What became of the agreement.",
    agreement=(PartnerAgreement, "The agreement."),
)
ContributionPayload = payload_of(
    "PartnerContributionPayload", "What is given.", contribution=(PartnerContribution, "The contribution.")
)
ProgrammePayload = payload_of(
    "PartnerProgrammePayload", "What became of the programme.", programme=(PartnerProgramme, "The programme.")
)
EvaluationPayload = payload_of(
    "ProgrammeEvaluationPayload", "What was found.", evaluation=(ProgrammeEvaluation, "The evaluation.")
)


async def _add(context: Context, asked: agreements.AgreementAdd) -> dict[str, object]:
    context.concern("Partner", asked.partner_id)
    return {"agreement": Ref("PartnerAgreement", (await agreements.add_agreement(context, asked)).id)}


async def _end(context: Context, asked: agreements.AgreementEnd) -> dict[str, object]:
    return {"agreement": Ref("PartnerAgreement", (await agreements.end_agreement(context, asked)).id)}


async def _contribution(context: Context, asked: agreements.ContributionSet) -> dict[str, object]:
    context.concern("PartnerAgreement", asked.agreement_id)
    made = await agreements.set_contribution(context, asked)
    return {"contribution": Ref("PartnerContribution", made.id)}


async def _programme(context: Context, asked: agreements.ProgrammeAdd) -> dict[str, object]:
    context.concern("PartnerAgreement", asked.agreement_id)
    return {"programme": Ref("PartnerProgramme", (await agreements.add_programme(context, asked)).id)}


async def _evaluate(context: Context, asked: agreements.ProgrammeEvaluate) -> dict[str, object]:
    context.concern("PartnerProgramme", asked.programme_id)
    made = await agreements.evaluate_programme(context, asked)
    return {"evaluation": Ref("ProgrammeEvaluation", made.id)}


@strawberry.type
class Mutation:
    partner_agreement_add = deed(
        "Keep what was agreed with a partner. While it bids in a procurement, that takes a reason.",
        needs=MANAGE,
        asks=AddInput,
        gives=AgreementPayload,
        do=_add,
    )
    partner_agreement_end = deed(
        "Let an agreement hold no more from a day on. No training may be to come under it then.",
        needs=MANAGE,
        asks=EndInput,
        gives=AgreementPayload,
        do=_end,
    )
    partner_contribution_set = deed(
        "Say how much a partner gives: never below what trainings use of it.",
        needs=MANAGE,
        asks=ContributionInput,
        gives=ContributionPayload,
        do=_contribution,
    )
    partner_programme_add = deed(
        "Begin a programme under an agreement.",
        needs=MANAGE,
        asks=ProgrammeInput,
        gives=ProgrammePayload,
        do=_programme,
    )
    partner_programme_evaluate = deed(
        "Say what was found of a programme in a year, or say it anew, whole.",
        needs=MANAGE,
        asks=EvaluateInput,
        gives=EvaluationPayload,
        do=_evaluate,
    )
