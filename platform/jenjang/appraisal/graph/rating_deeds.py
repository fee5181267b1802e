"""Competency ratings as mutations."""

import strawberry

from jenjang.appraisal.actions import ratings
from jenjang.appraisal.actions.colleagues import Person
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.ratings import RatingInvitation
from jenjang.appraisal.graph.subjects import EVALUATE, TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, payload_of
from jenjang.graph.perform import Ref

PersonInput = input_of(
    Person,
    "ColleagueInput",
    "Somebody of your government: by global id, or by NIP.",
    {
        "employee_id": "Global id of the person, where you may see the file.",
        "nip": "NIP or NI PPPK of the person, 18 digits (spaces don't count).",
    },
    {"employee_id": "Employee"},
)
InviteInput = input_of(
    ratings.InviteRaters,
    "RatingInviteInput",
    "Who is asked to rate somebody's competencies: of each kind nobody, or at least the cycle's"
    " `fewestRaters`.",
    {
        "appraisal_id": "Global id of the person's appraisal.",
        "peers": "Colleagues, whom the person doesn't lead.",
        "upward": "People whom the person leads.",
    },
    {"appraisal_id": "Appraisal"},
    {"peers": PersonInput, "upward": PersonInput},
)
LevelInput = input_of(
    ratings.CompetencyLevel,
    "CompetencyLevelInput",
    "How you see a competency.",
    {"competency": "Code of the competency, such as M.01.", "level": "The level, 1 to 5."},
    {},
)
AnswerInput = input_of(
    ratings.AnswerRating,
    "RatingAnswerInput",
    "Your answer, once and as a whole.",
    {
        "invitation_id": "Global id of the invitation.",
        "levels": "A level for each of the managerial and socio-cultural competencies.",
    },
    {"invitation_id": "RatingInvitation"},
    {"levels": LevelInput},
)
InvitePayload = payload_of(
    "RatingInvitePayload", "For whom raters are invited.", appraisal=(Appraisal, "The appraisal.")
)
AnswerPayload = payload_of(
    "RatingAnswerPayload", "What was answered.", invitation=(RatingInvitation, "The invitation.")
)


async def _invite(context: Context, asked: ratings.InviteRaters) -> dict[str, object]:
    return {"appraisal": Ref("Appraisal", on_file(context, await ratings.invite(context, asked)).id)}


async def _answer(context: Context, asked: ratings.AnswerRating) -> dict[str, object]:
    return {"invitation": Ref("RatingInvitation", (await ratings.answer(context, asked)).id)}


@strawberry.type
class Mutation:
    rating_invite = deed(
        "Ask colleagues, and people whom somebody leads, to rate that person's competencies. The person and"
        " the evaluator are asked by themselves.",
        needs=EVALUATE,
        asks=InviteInput,
        gives=InvitePayload,
        do=_invite,
        in_units=True,
    )
    rating_answer = deed(
        "Rate somebody's competencies, all at once and once, until the result is published. Only counts are"
        " kept: nobody, you included, is ever shown which levels were yours.",
        needs=TAKE_PART,
        asks=AnswerInput,
        gives=AnswerPayload,
        do=_answer,
        of_own=True,
        anonymous=True,
    )
