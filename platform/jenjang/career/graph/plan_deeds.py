"""Career plans as mutations."""

import strawberry

from jenjang.career import models
from jenjang.career.actions import plan_decisions, plan_goals, plan_steps, plans
from jenjang.career.graph import enums  # noqa: F401  # Inputs name its enums.
from jenjang.career.graph.plans import CareerGoal, CareerPlan, CareerStep
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref

PLAN = "career:plan"
WORDS = {
    "plan_id": "Global id of the plan.",
    "goal_id": "Global id of the goal.",
    "step_id": "Global id of the step.",
    "expected_version": EXPECTED_VERSION + " It is the plan's.",
    "title": "What you want to reach, 1 to 4000 characters.",
    "due": "By when: after today, not too far ahead, and before the service ends. A step is due by its goal.",
    "kind": "What it is, which tells what ends it.",
    "what": "What you do, 1 to 4000 characters.",
    "course_id": "Global id of the course; of kind TRAINING only.",
    "competency": "Code of a national competency, such as M.01; of kind COMPETENCY only.",
    "technical_competency_id": "Global id of a technical competency; of kind COMPETENCY only.",
    "level": "The level wanted, 1 to 5; of kind COMPETENCY only.",
    "step_intention_id": "Global id of an improvement that you made a step, which this takes up.",
    "on": "The day on which it was done, today or before.",
    "comment": "What is to be worked on; the person reads it.",
    "goals": "The first goals, if you know them already.",
}
STEP_IDS = {
    "course_id": "TrainingCourse",
    "technical_competency_id": "TechnicalCompetency",
    "goal_id": "CareerGoal",
    "step_id": "CareerStep",
    "step_intention_id": "StepIntention",
}
OF_PLAN, OF_GOAL = {"plan_id": "CareerPlan"}, {"goal_id": "CareerGoal"}
NewGoal = input_of(plans.NewGoal, "CareerPlanGoalInput", "A goal.", WORDS, {})
BeginInput = input_of(
    plans.BeginPlan, "CareerPlanBeginInput", "What you begin with.", WORDS, {}, {"goals": NewGoal}
)
PlanInput = input_of(plans.OwnPlan, "OwnCareerPlanInput", "Which plan of yours.", WORDS, OF_PLAN)
ApproveInput = input_of(
    plan_decisions.ApprovePlan, "CareerPlanApproveInput", "Which plan you approve.", WORDS, OF_PLAN
)
ReturnInput = input_of(
    plan_decisions.ReturnPlan, "CareerPlanReturnInput", "Which plan you return, and why.", WORDS, OF_PLAN
)
GoalAddInput = input_of(plan_goals.AddGoal, "CareerGoalAddInput", "A goal of your plan.", WORDS, OF_PLAN)
GoalChangeInput = input_of(
    plan_goals.ChangeGoal, "CareerGoalChangeInput", "A goal in other words.", WORDS, OF_GOAL
)
GoalRemoveInput = input_of(plan_goals.RemoveGoal, "CareerGoalRemoveInput", "Which goal goes.", WORDS, OF_GOAL)
StepAddInput = input_of(plan_steps.AddStep, "CareerStepAddInput", "A step towards a goal.", WORDS, STEP_IDS)
StepChangeInput = input_of(
    plan_steps.ChangeStep, "CareerStepChangeInput", "A step in other words.", WORDS, STEP_IDS
)
StepRemoveInput = input_of(
    plan_steps.RemoveStep, "CareerStepRemoveInput", "Which step goes.", WORDS, STEP_IDS
)
StepFinishInput = input_of(
    plan_steps.FinishStep, "CareerStepFinishInput", "Which step is done, and since when.", WORDS, STEP_IDS
)
PlanPayload = payload_of(
    "CareerPlanPayload", "What became of the plan.", career_plan=(CareerPlan, "The plan.")
)
GoalPayload = payload_of(
    "CareerGoalPayload",
    "What became of the goal.",
    career_goal=(CareerGoal, "The goal."),
    career_plan=(CareerPlan, "The plan."),
)
StepPayload = payload_of(
    "CareerStepPayload",
    "What became of the step.",
    career_step=(CareerStep, "The step."),
    career_plan=(CareerPlan, "The plan."),
)


async def _begin(context: Context, asked: plans.BeginPlan) -> dict[str, object]:
    return _told(context, await plan_goals.begin_with(context, asked))


async def _renew(context: Context, asked: plans.OwnPlan) -> dict[str, object]:
    return _told(context, await plans.renew(context, asked))


async def _submit(context: Context, asked: plans.OwnPlan) -> dict[str, object]:
    return _told(context, await plans.submit(context, asked))


async def _take_back(context: Context, asked: plans.OwnPlan) -> dict[str, object]:
    return _told(context, await plans.take_back(context, asked))


async def _discard(context: Context, asked: plans.OwnPlan) -> dict[str, object]:
    return _told(context, await plans.discard(context, asked))


async def _approve(context: Context, asked: plan_decisions.ApprovePlan) -> dict[str, object]:
    return _told(context, await plan_decisions.approve(context, asked))


async def _return(context: Context, asked: plan_decisions.ReturnPlan) -> dict[str, object]:
    return _told(context, await plan_decisions.give_back(context, asked))


async def _add_goal(context: Context, asked: plan_goals.AddGoal) -> dict[str, object]:
    return _goal(context, await plan_goals.add_goal(context, asked))


async def _change_goal(context: Context, asked: plan_goals.ChangeGoal) -> dict[str, object]:
    return _goal(context, await plan_goals.change_goal(context, asked))


async def _remove_goal(context: Context, asked: plan_goals.RemoveGoal) -> dict[str, object]:
    return _told(context, await plan_goals.remove_goal(context, asked))


async def _add_step(context: Context, asked: plan_steps.AddStep) -> dict[str, object]:
    return _step(context, await plan_steps.add_step(context, asked))


async def _change_step(context: Context, asked: plan_steps.ChangeStep) -> dict[str, object]:
    return _step(context, await plan_steps.change_step(context, asked))


async def _remove_step(context: Context, asked: plan_steps.RemoveStep) -> dict[str, object]:
    return _told(context, await plan_steps.remove_step(context, asked))


async def _finish_step(context: Context, asked: plan_steps.FinishStep) -> dict[str, object]:
    return _step(context, await plan_steps.finish_step(context, asked))


def _told(context: Context, plan: models.CareerPlan) -> dict[str, object]:
    context.concern("Employee", plan.employee_id)
    return {"career_plan": Ref("CareerPlan", plan.id)}


def _goal(context: Context, goal: models.CareerGoal) -> dict[str, object]:
    context.concern("Employee", goal.employee_id)
    return {"career_goal": Ref("CareerGoal", goal.id), "career_plan": Ref("CareerPlan", goal.plan_id)}


def _step(context: Context, step: models.CareerStep) -> dict[str, object]:
    context.concern("Employee", step.employee_id)
    return {"career_step": Ref("CareerStep", step.id), "career_plan": Ref("CareerPlan", step.plan_id)}


@strawberry.type
class Mutation:
    career_plan_begin = deed(
        "Begin your career plan: a draft that nobody else sees. Nobody makes two at once.",
        needs=PLAN,
        asks=BeginInput,
        gives=PlanPayload,
        do=_begin,
        of_own=True,
    )
    career_plan_renew = deed(
        "Begin the plan that follows your approved one, with the goals and steps of that which lie ahead. The"
        " approved one stands until this one is approved.",
        needs=PLAN,
        asks=PlanInput,
        gives=PlanPayload,
        do=_renew,
        of_own=True,
    )
    career_plan_submit = deed(
        "Submit your plan: your leader sees it and is told. It takes a goal within twelve months and one"
        " beyond, each with a step.",
        needs=PLAN,
        asks=PlanInput,
        gives=PlanPayload,
        do=_submit,
        of_own=True,
    )
    career_plan_take_back = deed(
        "Take your plan back before it is decided: it is a draft again.",
        needs=PLAN,
        asks=PlanInput,
        gives=PlanPayload,
        do=_take_back,
        of_own=True,
    )
    career_plan_discard = deed(
        "Give up a plan that you are making, for good.",
        needs=PLAN,
        asks=PlanInput,
        gives=PlanPayload,
        do=_discard,
        of_own=True,
    )
    career_plan_approve = deed(
        "Approve a submitted plan of somebody whom you lead; nobody approves the own one.",
        needs=plan_decisions.APPROVE,
        asks=ApproveInput,
        gives=PlanPayload,
        do=_approve,
        in_units=True,
    )
    career_plan_return = deed(
        "Return a submitted plan with a comment, to be worked on.",
        needs=plan_decisions.APPROVE,
        asks=ReturnInput,
        gives=PlanPayload,
        do=_return,
        in_units=True,
    )
    career_goal_add = deed(
        "Add a goal to your plan.",
        needs=PLAN,
        asks=GoalAddInput,
        gives=GoalPayload,
        do=_add_goal,
        of_own=True,
    )
    career_goal_change = deed(
        "Say a goal of your plan anew.",
        needs=PLAN,
        asks=GoalChangeInput,
        gives=GoalPayload,
        do=_change_goal,
        of_own=True,
    )
    career_goal_remove = deed(
        "Remove a goal of your plan with its steps.",
        needs=PLAN,
        asks=GoalRemoveInput,
        gives=PlanPayload,
        do=_remove_goal,
        of_own=True,
    )
    career_step_add = deed(
        "Add a step to a goal of your plan. It may take up an improvement of an appraisal that you made a"
        " step (`improvementMakeStep`), once.",
        needs=PLAN,
        asks=StepAddInput,
        gives=StepPayload,
        do=_add_step,
        of_own=True,
    )
    career_step_change = deed(
        "Say a step of your plan anew.",
        needs=PLAN,
        asks=StepChangeInput,
        gives=StepPayload,
        do=_change_step,
        of_own=True,
    )
    career_step_remove = deed(
        "Remove a step of your plan.",
        needs=PLAN,
        asks=StepRemoveInput,
        gives=PlanPayload,
        do=_remove_step,
        of_own=True,
    )
    career_step_finish = deed(
        "Say that a step of your approved plan is done. Steps of training, competency and appraisal end by"
        " themselves, once that is recorded.",
        needs=PLAN,
        asks=StepFinishInput,
        gives=StepPayload,
        do=_finish_step,
        of_own=True,
    )
