"""What can be done about expectations: objectives of units, and SKPs."""

import strawberry

from jenjang.appraisal.actions import objectives, skps
from jenjang.appraisal.actions.skp_contents import ExpectedResult
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.skp import Skp, UnitObjective
from jenjang.appraisal.graph.subjects import EVALUATE, TAKE_PART
from jenjang.appraisal.rules.skps import Expectation, Indicator
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, key, payload_of
from jenjang.graph.perform import Ref

WORDS = {
    "accountability": "Annex: how it is accounted for (skema pertanggungjawaban).",
    "aspect": "The aspect; each once.",
    "begins_on": "The first day; left out: the first of the year in the present place.",
    "behaviour": "Code of the behaviour, such as AKUNTABEL.",
    "behaviours": "What the leader expects especially; all seven are in every SKP, named here or not.",
    "consequences": "Annex: what follows from reaching or missing it (konsekuensi).",
    "employee_id": "Global id of the person.",
    "expectation": "What the leader expects especially (ekspektasi khusus), 1 to 4000 characters.",
    "expected_version": EXPECTED_VERSION,
    "indicator": "How it is told that it was reached, 1 to 4000 characters.",
    "indicators": "How it is measured: at least one, one of each aspect.",
    "kind": "Of the own task or added; at least one is of the own task.",
    "measure": "What the number counts, such as documents; in a quantitative SKP only.",
    "model": "How results are measured.",
    "objective_id": "Global id of the objective, of the person's unit or one above, to which it leads.",
    "reason": "Why, 1 to 4000 characters.",
    "resources": "Annex: what is needed to reach the results (sumber daya).",
    "results": "The results expected, in their order: 1 to 40.",
    "skp_id": "Global id of the SKP.",
    "statement": "What is expected, 1 to 4000 characters.",
    "superior_result_id": "Global id of the result, in the evaluator's agreed SKP, to which it leads:"
    " see `viewer.superiorResults`.",
    "target": "The number to reach, more than 0; in a quantitative SKP only.",
    "unit_id": "Global id of the unit.",
    "year": "Calendar year: this or the next.",
}
IndicatorInput = input_of(
    Indicator,
    "SkpIndicatorInput",
    "How a result is measured in one aspect.",
    WORDS | {"statement": "What is looked at, 1 to 4000 characters."},
    {},
)
ResultInput = input_of(
    ExpectedResult,
    "SkpResultInput",
    "A result that is expected, and what it leads to.",
    WORDS,
    {"superior_result_id": "SkpResult", "objective_id": "UnitObjective"},
    {"indicators": IndicatorInput},
)
BehaviourInput = input_of(
    Expectation, "SkpBehaviourInput", "What is expected especially of a behaviour.", WORDS, {}
)
PARTS = {"results": ResultInput, "behaviours": BehaviourInput}
DraftInput = input_of(
    skps.DraftSkp,
    "SkpDraftInput",
    "Whose SKP is drafted, and what it says.",
    WORDS | {"reason": "Why a new one follows an agreed one, which is for a new place only."},
    {"employee_id": "Employee"},
    PARTS,
)
ChangeInput = input_of(
    skps.ChangeSkp,
    "SkpChangeInput",
    "What a draft says from now on, all of it.",
    WORDS,
    {"skp_id": "Skp"},
    PARTS,
)
StepInput = input_of(skps.StepOfSkp, "SkpStepInput", "Which SKP, as you saw it.", WORDS, {"skp_id": "Skp"})
ReasonInput = input_of(
    skps.ReasonedStepOfSkp, "SkpReasonInput", "Which SKP, and why.", WORDS, {"skp_id": "Skp"}
)
ObjectiveInput = input_of(
    objectives.SetObjective,
    "UnitObjectiveSetInput",
    "What a unit is to reach.",
    WORDS
    | {
        "objective_id": "Global id of the objective to say otherwise; left out: a further one.",
        "statement": "What is to be reached, 1 to 4000 characters.",
    },
    {"unit_id": "Unit", "objective_id": "UnitObjective"},
)


@strawberry.input(description="Which objective is taken back.")
class UnitObjectiveDropInput:
    objective_id: strawberry.ID = strawberry.field(description="Global id of the objective.")


SkpPayload = payload_of("SkpPayload", "What became of the SKP.", skp=(Skp, "The SKP."))
ObjectivePayload = payload_of(
    "UnitObjectivePayload", "What became of the objective.", objective=(UnitObjective, "The objective.")
)
DropPayload = payload_of(
    "UnitObjectiveDropPayload",
    "What became of the objective.",
    dropped_id=(strawberry.ID, "Global id of what is no more."),
)


async def _set(context: Context, asked: objectives.SetObjective) -> dict[str, object]:
    return {"objective": Ref("UnitObjective", (await objectives.set_objective(context, asked)).id)}


async def _drop(context: Context, asked: UnitObjectiveDropInput) -> dict[str, object]:
    await objectives.drop_objective(context, key(asked.objective_id, "UnitObjective", "objectiveId"))
    return {"dropped_id": asked.objective_id}


async def _draft(context: Context, asked: skps.DraftSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.draft_skp(context, asked)).id)}


async def _change(context: Context, asked: skps.ChangeSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.change_skp(context, asked)).id)}


async def _offer(context: Context, asked: skps.StepOfSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.offer_skp(context, asked)).id)}


async def _return(context: Context, asked: skps.ReasonedStepOfSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.return_skp(context, asked)).id)}


async def _acknowledge(context: Context, asked: skps.StepOfSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.acknowledge_skp(context, asked)).id)}


async def _revise(context: Context, asked: skps.ReasonedStepOfSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.revise_skp(context, asked)).id)}


async def _withdraw(context: Context, asked: skps.StepOfSkp) -> dict[str, object]:
    return {"skp": Ref("Skp", on_file(context, await skps.withdraw_skp(context, asked)).id)}


@strawberry.type
class Mutation:
    unit_objective_set = deed(
        "Set what a unit that you lead, or one below it, is to reach in a year; or say it otherwise.",
        needs=EVALUATE,
        asks=ObjectiveInput,
        gives=ObjectivePayload,
        do=_set,
        in_units=True,
    )
    unit_objective_drop = deed(
        "Take back an objective to which no result leads.",
        needs=EVALUATE,
        asks=UnitObjectiveDropInput,
        gives=DropPayload,
        do=_drop,
        in_units=True,
    )
    skp_draft = deed(
        "Begin a person's SKP of a year: by the employee or the direct superior.",
        needs=TAKE_PART,
        asks=DraftInput,
        gives=SkpPayload,
        do=_draft,
        of_own=True,
    )
    skp_change = deed(
        "Let a draft say something else: by the employee or the direct superior.",
        needs=TAKE_PART,
        asks=ChangeInput,
        gives=SkpPayload,
        do=_change,
        of_own=True,
    )
    skp_offer = deed(
        "Offer a draft to the employee, who is told: by the direct superior.",
        needs=TAKE_PART,
        asks=StepInput,
        gives=SkpPayload,
        do=_offer,
        of_own=True,
    )
    skp_return = deed(
        "Give an offer back as a draft, saying why: by the employee.",
        needs=TAKE_PART,
        asks=ReasonInput,
        gives=SkpPayload,
        do=_return,
        of_own=True,
    )
    skp_acknowledge = deed(
        "Agree on an offer. It holds then, and what it says never changes: by the employee.",
        needs=TAKE_PART,
        asks=StepInput,
        gives=SkpPayload,
        do=_acknowledge,
        of_own=True,
    )
    skp_revise = deed(
        "Begin the next edition of an agreed SKP, which holds until that one is agreed: by the superior.",
        needs=TAKE_PART,
        asks=ReasonInput,
        gives=SkpPayload,
        do=_revise,
        of_own=True,
    )
    skp_withdraw = deed(
        "Give up an edition that isn't agreed: by the superior, or the employee while it is a first draft.",
        needs=TAKE_PART,
        asks=StepInput,
        gives=SkpPayload,
        do=_withdraw,
        of_own=True,
    )
