"""Evaluating and publishing, and what the employee makes of a result: the deeds and their inputs."""

import strawberry

from jenjang.appraisal.actions import evaluating, publishing, results
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.cycles import Appraisal, AppraisalCycle
from jenjang.appraisal.graph.evaluations import Evaluation, EvaluationPoint, StepIntention
from jenjang.appraisal.graph.subjects import EVALUATE, TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, key, payload_of
from jenjang.graph.perform import Ref

MANAGE = "appraisal:manage"
APPRAISAL = (Appraisal, "The appraisal.")
WORDS = {
    "appraisal_id": "Global id of the appraisal.",
    "behaviour": "Behaviour (perilaku kerja) against what was expected.",
    "behaviour_reason": "Why behaviour is rated so.",
    "cycle_id": "Global id of the cycle.",
    "expected_version": EXPECTED_VERSION,
    "improvements": "What is to become better: at least one.",
    "point_id": "Global id of the improvement.",
    "results": "Results (hasil kerja) against what was expected; leave out for whoever heads a unit.",
    "results_reason": "Why results are rated so.",
    "step": "What you mean to do.",
    "strengths": "What is strong: at least one.",
    "unit_id": "Global id of the unit: it and all below it; left out: all that you manage.",
    "wanted_by": "Until which day.",
}
PointInput = input_of(
    evaluating.Point,
    "EvaluationPointInput",
    "A strength or an improvement.",
    {
        "statement": "In words, at most 4,000 characters.",
        "behaviour": "Code of the behaviour that it is about.",
        "competency": "Code of the competency that it is about.",
    },
    {},
)
EvaluateInput = input_of(
    evaluating.Evaluate,
    "AppraisalEvaluateInput",
    "How somebody is rated, and why.",
    WORDS,
    {"appraisal_id": "Appraisal"},
    {"strengths": PointInput, "improvements": PointInput},
)
PublishInput = input_of(
    publishing.Publish,
    "AppraisalPublishInput",
    "Which results are published.",
    WORDS,
    {"cycle_id": "AppraisalCycle", "unit_id": "Unit"},
)
AcknowledgeInput = input_of(
    results.Acknowledge,
    "AppraisalAcknowledgeInput",
    "Which of your results you acknowledge.",
    WORDS,
    {"appraisal_id": "Appraisal"},
)
MakeStepInput = input_of(
    results.MakeStep,
    "ImprovementMakeStepInput",
    "Which improvement becomes which step.",
    WORDS,
    {"point_id": "EvaluationPoint"},
)


@strawberry.input(description="Which of your results you have read.")
class AppraisalMarkReadInput:
    appraisal_id: strawberry.ID = strawberry.field(description=WORDS["appraisal_id"])


@strawberry.input(description="Which step you give up.")
class StepIntentionDropInput:
    step_intention_id: strawberry.ID = strawberry.field(description="Global id of the intention.")


EvaluatePayload = payload_of(
    "AppraisalEvaluatePayload",
    "What became of the evaluation.",
    evaluation=(Evaluation, "The evaluation, with its derivation."),
    appraisal=APPRAISAL,
)
PublishPayload = payload_of(
    "AppraisalPublishPayload",
    "What was published.",
    published=(int, "How many results."),
    cycle=(AppraisalCycle, "The cycle."),
)
ResultPayload = payload_of("AppraisalResultPayload", "What became of the result.", appraisal=APPRAISAL)
IntentionPayload = payload_of(
    "StepIntentionPayload",
    "What became of the step.",
    step_intention=(StepIntention, "The intention."),
    point=(EvaluationPoint, "The improvement it comes from."),
)


async def _evaluate(context: Context, asked: evaluating.Evaluate) -> dict[str, object]:
    made = on_file(context, await evaluating.evaluate(context, asked))
    return {"evaluation": Ref("Evaluation", made.id), "appraisal": Ref("Appraisal", made.appraisal_id)}


async def _publish(context: Context, asked: publishing.Publish) -> dict[str, object]:
    count = await publishing.publish_results(context, asked)
    return {"published": count, "cycle": Ref("AppraisalCycle", asked.cycle_id)}


async def _mark_read(context: Context, asked: AppraisalMarkReadInput) -> dict[str, object]:
    appraisal = key(asked.appraisal_id, "Appraisal", "appraisalId")
    return {"appraisal": Ref("Appraisal", on_file(context, await results.mark_read(context, appraisal)).id)}


async def _acknowledge(context: Context, asked: results.Acknowledge) -> dict[str, object]:
    return {"appraisal": Ref("Appraisal", on_file(context, await results.acknowledge(context, asked)).id)}


async def _make_step(context: Context, asked: results.MakeStep) -> dict[str, object]:
    made = on_file(context, await results.make_step(context, asked))
    return {
        "step_intention": Ref("StepIntention", made.id),
        "point": Ref("EvaluationPoint", made.point_id),
    }


async def _drop_step(context: Context, asked: StepIntentionDropInput) -> dict[str, object]:
    intention = key(asked.step_intention_id, "StepIntention", "stepIntentionId")
    dropped = on_file(context, await results.drop_step(context, intention))
    return {
        "step_intention": Ref("StepIntention", dropped.id),
        "point": Ref("EvaluationPoint", dropped.point_id),
    }


@strawberry.type
class Mutation:
    appraisal_evaluate = deed(
        "Rate somebody as the evaluator, once the period is over; anew until it is published or calibrated.",
        needs=EVALUATE,
        asks=EvaluateInput,
        gives=EvaluatePayload,
        do=_evaluate,
        in_units=True,
    )
    appraisal_publish = deed(
        "Publish the results of a unit and all below it: from now on each person reads the own one.",
        needs=MANAGE,
        asks=PublishInput,
        gives=PublishPayload,
        do=_publish,
        in_units=True,
    )
    appraisal_mark_read = deed(
        "Note that you have read your result.",
        needs=TAKE_PART,
        asks=AppraisalMarkReadInput,
        gives=ResultPayload,
        do=_mark_read,
        of_own=True,
    )
    appraisal_acknowledge = deed(
        "Acknowledge your result; you may object to it all the same until the day told.",
        needs=TAKE_PART,
        asks=AcknowledgeInput,
        gives=ResultPayload,
        do=_acknowledge,
        of_own=True,
    )
    improvement_make_step = deed(
        "Make an improvement of your result a step that you mean to take.",
        needs=TAKE_PART,
        asks=MakeStepInput,
        gives=IntentionPayload,
        do=_make_step,
        of_own=True,
    )
    step_intention_drop = deed(
        "Give up a step that no career plan has taken up.",
        needs=TAKE_PART,
        asks=StepIntentionDropInput,
        gives=IntentionPayload,
        do=_drop_step,
        of_own=True,
    )
