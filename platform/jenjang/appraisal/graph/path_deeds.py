"""What a superior does on a path of improvement: counsel, set targets, look at them, conclude."""

import strawberry

from jenjang.appraisal.actions import improvement
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.objections import ImprovementPath, ImprovementReview
from jenjang.appraisal.graph.subjects import EVALUATE
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref

WORDS = {
    "conclusion": "What was concluded, in 1 to 4000 characters.",
    "counselling": "What the counselling (konseling kinerja) found, in 1 to 4000 characters.",
    "expected_version": EXPECTED_VERSION,
    "finding": "What was found, in 1 to 4000 characters.",
    "held_on": "The day it was held: not before the path began, nor later than today.",
    "measure": "How it is told, in 1 to 4000 characters.",
    "path_id": "Global id of the path.",
    "review_on": "The day on which it is looked at: from today on, within six months.",
    "statement": "What is to be better, in 1 to 4000 characters.",
    "target_id": "Global id of the target.",
    "targets": "1 to 10 targets, in place of those that are set.",
}
IDS = {"path_id": "ImprovementPath"}
TargetInput = input_of(
    improvement.Target, "ImprovementTargetInput", "What is to be better, and when it is looked at.", WORDS, {}
)
CounselInput = input_of(
    improvement.Counsel, "PathCounselInput", "What the counselling found, and when it was held.", WORDS, IDS
)
TargetsInput = input_of(
    improvement.SetTargets,
    "PathSetTargetsInput",
    "What is to be better on a path.",
    WORDS,
    IDS,
    {"targets": TargetInput},
)
ReviewInput = input_of(
    improvement.Review,
    "PathReviewInput",
    "How a target stood.",
    WORDS | {"outcome": "How it stood; REACHED and NOT_REACHED are final."},
    {"target_id": "ImprovementTarget"},
)
ConcludeInput = input_of(
    improvement.Conclude,
    "PathConcludeInput",
    "What a path came to.",
    WORDS | {"outcome": "ACHIEVED where every target was reached, else NOT_ACHIEVED."},
    IDS,
)

PATH = (ImprovementPath, "The path.")
PathPayload = payload_of("ImprovementPathPayload", "What became of the path.", path=PATH)
ReviewPayload = payload_of(
    "ImprovementReviewPayload", "What was found.", review=(ImprovementReview, "The review."), path=PATH
)


async def _counsel(context: Context, asked: improvement.Counsel) -> dict[str, object]:
    return {"path": Ref("ImprovementPath", on_file(context, await improvement.counsel(context, asked)).id)}


async def _set_targets(context: Context, asked: improvement.SetTargets) -> dict[str, object]:
    return {
        "path": Ref("ImprovementPath", on_file(context, await improvement.set_targets(context, asked)).id)
    }


async def _review(context: Context, asked: improvement.Review) -> dict[str, object]:
    noted, path = await improvement.review(context, asked)
    return {
        "review": Ref("ImprovementReview", noted.id),
        "path": Ref("ImprovementPath", on_file(context, path).id),
    }


async def _conclude(context: Context, asked: improvement.Conclude) -> dict[str, object]:
    return {"path": Ref("ImprovementPath", on_file(context, await improvement.conclude(context, asked)).id)}


@strawberry.type
class Mutation:
    path_counsel = deed(
        "Note the counselling of somebody whose superior you are; with targets set, the path runs.",
        needs=EVALUATE,
        asks=CounselInput,
        gives=PathPayload,
        do=_counsel,
        in_units=True,
    )
    path_set_targets = deed(
        "Set the targets of a path, until one was looked at; with counselling noted, the path runs.",
        needs=EVALUATE,
        asks=TargetsInput,
        gives=PathPayload,
        do=_set_targets,
        in_units=True,
    )
    path_review = deed(
        "Note how a target of a running path stood on a day.",
        needs=EVALUATE,
        asks=ReviewInput,
        gives=ReviewPayload,
        do=_review,
        in_units=True,
    )
    path_conclude = deed(
        "End a path, once each target was reached or missed for good.",
        needs=EVALUATE,
        asks=ConcludeInput,
        gives=PathPayload,
        do=_conclude,
        in_units=True,
    )
