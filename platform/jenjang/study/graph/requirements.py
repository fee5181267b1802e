"""What a study leave would ask of somebody: judged by the rules."""

import datetime
from typing import Annotated

import strawberry

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.graph.deeds import key
from jenjang.graph.judged import judged
from jenjang.organisation.graph.enums import Standing
from jenjang.study.actions import judging
from jenjang.study.graph import enums
from jenjang.study.rules.requirements import Study


@strawberry.type(description="A requirement of a study leave, and how somebody stands to it.")
class StudyFinding:
    requirement: enums.StudyRequirement = strawberry.field(description="What is asked.")
    standing: Standing = strawberry.field(description="Whether it is met.")
    asked: str = strawberry.field(description="How much of it: codes, months, a day.")
    found: str | None = strawberry.field(description="What is there, in the same words; null: not recorded.")


@strawberry.type(description="What a study leave asks of somebody.")
class StudyRequirements:
    rule: str = strawberry.field(description="Version of the rule that judged it.")
    findings: list[StudyFinding] = strawberry.field(description="Every requirement.")


@strawberry.input(description="The school that somebody would like to go to.")
class StudyWish:
    level: str = strawberry.field(description="Code of the level of school, such as S2.")
    duty: enums.StudyDuty = strawberry.field(description="Whether the person would work on.")
    begins_on: datetime.date = strawberry.field(description="The first day, within 24 months from today.")
    back_on: datetime.date = strawberry.field(description="The day on which the person would be back.")
    is_priority: bool = strawberry.field(
        description="Whether the government is said to need the field most.", default=False
    )


@judged(
    "What a study leave would ask of somebody today: every requirement met, missing, or for somebody to"
    " check. Nothing is saved. Takes what it is made of, too: `employee:discipline` and `appraisal:read` over"
    " the person.",
    needs=judging.READ,
)
async def study_requirements(
    context: Context,
    employee_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the person.")],
    wish: Annotated[StudyWish, strawberry.argument(description="Which school, and when.")],
) -> StudyRequirements | None:
    study = Study(wish.level, wish.duty, wish.begins_on, wish.back_on, wish.is_priority)
    of = key(employee_id, "Employee", "employeeId")
    try:
        found = await judging.requirements(context, of, study)
    except Refusal as fault:
        if fault.field != ("employeeId",):
            fault.field = ("wish", *fault.field)
        raise
    told = [
        StudyFinding(requirement=one.requirement, standing=one.standing, asked=one.asked, found=one.found)
        for one in found.findings
    ]
    return StudyRequirements(rule=found.rule, findings=told)
