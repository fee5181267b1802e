"""The catalogue and budgets as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.training.actions import budgets, courses
from jenjang.training.actions.attending import MANAGE
from jenjang.training.graph.catalogue import TrainingBudget, TrainingCourse

WORDS = {
    "code": "Its code, unique in the government, at most 40 characters.",
    "course_id": "Global id of the course.",
    "expected_version": EXPECTED_VERSION,
    "name": "Its name, at most 200 characters.",
    "form": "The statutory form.",
    "provider": "Who holds it, at most 200 characters.",
    "amount": "Lessons of 45 minutes or, of forms without lessons, how often it is done: 1 to 2000.",
    "valid_from": "The first day on which it may be held.",
    "targets": "What it teaches, each competency once.",
    "description": "What it is about.",
    "for_kind": "Only for PNS, or only for PPPK.",
    "for_levels": "Codes of levels of positions, such as PENGAWAS; empty: for any.",
    "for_unit_id": "Global id of a unit: only for who is placed in it or below it.",
    "for_gap": "Only for who falls short, or isn't assessed, in what it teaches.",
    "on": "The first day on which it is held no more.",
    "reason": "Why, 1 to 2000 characters: kept on record.",
}
UNIT = {"for_unit_id": "Unit"}
TargetInput = input_of(
    courses.Target,
    "TrainingTargetInput",
    "A competency, by `competency` or by `technicalCompetencyId`, and up to which level it is taught.",
    {
        "level": "The level, 1 to 5.",
        "competency": "Code of a national competency, such as M.01.",
        "technical_competency_id": "Global id of a technical competency.",
    },
    {"technical_competency_id": "TechnicalCompetency"},
)
PARTS = {"targets": TargetInput}
AddInput = input_of(
    courses.CourseAdd,
    "TrainingCourseAddInput",
    "A course as it is to stand in the catalogue.",
    WORDS,
    UNIT,
    PARTS,
)
ChangeInput = input_of(
    courses.CourseChange,
    "TrainingCourseChangeInput",
    "A course as it is to be from now on, whole: what is left out is so, too.",
    WORDS,
    {**UNIT, "course_id": "TrainingCourse"},
    PARTS,
)
CloseInput = input_of(
    courses.CourseClose,
    "TrainingCourseCloseInput",
    "From when on a course is held no more.",
    WORDS,
    {"course_id": "TrainingCourse"},
)
BudgetInput = input_of(
    budgets.BudgetSet,
    "TrainingBudgetSetInput",
    "How much a unit may spend on training.",
    {
        "unit_id": "Global id of the unit.",
        "year": "Calendar year.",
        "source": "Who pays.",
        "ceiling": "Rupiah, with at most two decimals.",
        "expected_version": f"{EXPECTED_VERSION} Left out for a new budget.",
    },
    {"unit_id": "Unit"},
)
CoursePayload = payload_of(
    "TrainingCoursePayload", "What became of the course.", course=(TrainingCourse, "The course.")
)
BudgetPayload = payload_of(
    "TrainingBudgetPayload", "What became of the budget.", budget=(TrainingBudget, "The budget.")
)


async def _add(context: Context, asked: courses.CourseAdd) -> dict[str, object]:
    return {"course": Ref("TrainingCourse", (await courses.add_course(context, asked)).id)}


async def _change(context: Context, asked: courses.CourseChange) -> dict[str, object]:
    return {"course": Ref("TrainingCourse", (await courses.change_course(context, asked)).id)}


async def _close(context: Context, asked: courses.CourseClose) -> dict[str, object]:
    return {"course": Ref("TrainingCourse", (await courses.close_course(context, asked)).id)}


async def _budget(context: Context, asked: budgets.BudgetSet) -> dict[str, object]:
    return {"budget": Ref("TrainingBudget", (await budgets.set_budget(context, asked)).id)}


@strawberry.type
class Mutation:
    training_course_add = deed(
        "Put a course into the catalogue; its hours (JP) follow from its form.",
        needs=MANAGE,
        asks=AddInput,
        gives=CoursePayload,
        do=_add,
    )
    training_course_change = deed(
        "Change a course. What was completed before stays as it was.",
        needs=MANAGE,
        asks=ChangeInput,
        gives=CoursePayload,
        do=_change,
    )
    training_course_close = deed(
        "Let no events of a course begin from a day on; those that are open go on.",
        needs=MANAGE,
        asks=CloseInput,
        gives=CoursePayload,
        do=_close,
    )
    training_budget_set = deed(
        "Give a unit a budget for training, or another ceiling of it: never below what is promised and paid."
        " Where it is more now, who waited for money gets a seat within a minute.",
        needs=MANAGE,
        asks=BudgetInput,
        gives=BudgetPayload,
        do=_budget,
    )
