"""Where somebody can go, and what it takes: judged by the rules."""

from collections.abc import Collection, Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from jenjang.career.actions import options as found
from jenjang.career.actions.candidates import READ
from jenjang.career.graph import enums
from jenjang.career.rules.requirements import Finding
from jenjang.core.context import Context
from jenjang.graph.declare import Connection
from jenjang.graph.deeds import key
from jenjang.graph.judged import cursor, judged, many, page
from jenjang.graph.reader.cursor import Key, read_cursor
from jenjang.graph.scalars import encode_id
from jenjang.organisation.graph.enums import Standing

MARK = "options"
KEYS = [Key("name", "text", descending=False), Key("id", "uuid", descending=False)]


@strawberry.type(description="A competency of which a position asks for more than what counts.")
class LackingCompetency:
    code: str = strawberry.field(description="Its code, such as M.01, or the government's own.")
    name: str = strawberry.field(description="Its name.")
    required: int = strawberry.field(description="The level that the position asks for, 1 to 5.")
    assessed: int | None = strawberry.field(description="The level that counts; null: nobody assessed it.")


@strawberry.type(description="A requirement of a position, and how somebody stands to it.")
class RequirementFinding:
    requirement: enums.Requirement = strawberry.field(description="What is asked.")
    standing: Standing = strawberry.field(description="Whether it is met.")
    asked: str = strawberry.field(
        description="How much of it: codes (of states, ranks, schools, predicates), years of age, months of"
        " experience, how many competencies."
    )
    found: str | None = strawberry.field(
        description="What is there, in the same words; null: not recorded, or credit that isn't counted at"
        " the level held."
    )
    competencies: list[LackingCompetency] = strawberry.field(
        description="Of COMPETENCIES: each that falls short or isn't assessed; empty of all others."
    )


@strawberry.type(description="A position that somebody can go to from the one held, and what it takes.")
class CareerOption:
    position_id: strawberry.ID = strawberry.field(description="Global id of the position.")
    name: str = strawberry.field(description="Its name (nama jabatan).")
    level: str = strawberry.field(description="Code of its level, such as PENGAWAS.")
    unit_id: strawberry.ID = strawberry.field(description="Global id of its unit.")
    unit_name: str | None = strawberry.field(description="The unit's name today.")
    move: enums.MoveKind = strawberry.field(description="Which move leads there.")
    vacancies: int = strawberry.field(description="Seats without a holder; below 0 where overfilled.")
    on_path: bool = strawberry.field(description="Whether a career path of the government leads there.")
    missing_count: int = strawberry.field(description="How many requirements are not met.")
    requirements: list[RequirementFinding] = strawberry.field(
        description="Every requirement, and how the person stands to it."
    )


@strawberry.input(description="Which positions.")
class CareerOptionFilter:
    move: enums.MoveKind | None = strawberry.field(description="By the move that leads there.", default=None)
    vacant: bool | None = strawberry.field(
        description="Those with a seat that is free, or the others.", default=None
    )
    on_path: bool | None = strawberry.field(
        description="Those to which a career path leads, or the others.", default=None
    )
    within: strawberry.ID | None = strawberry.field(
        description="Those in the subtree of the unit with this global id.", default=None
    )


@judged(
    "The positions to which the law's pattern leads from the one that somebody holds today, by name, with"
    " every requirement met, missing, or for somebody to check. Takes what it is made of, too:"
    " `employee:discipline`, `appraisal:read` and `competence:read` over the person.",
    needs=READ,
)
async def career_options(
    context: Context,
    selected: Collection[str],
    employee_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the person.")],
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
    after: Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")] = None,
    filter: Annotated[  # noqa: A002  # The contract's name.
        CareerOptionFilter | None, strawberry.argument(description="Only what fits.")
    ] = None,
) -> Connection[CareerOption] | None:
    asked = filter or CareerOptionFilter()
    wanted = found.Wanted(
        employee_id=key(employee_id, "Employee", "employeeId"),
        move=asked.move,
        vacant=asked.vacant,
        on_path=asked.on_path,
        unit_id=key(asked.within, "Unit", "within") if asked.within else None,
    )
    counted = "totalCount" in selected
    told_of = await found.options(context, wanted, many(first), _after(after), counted=counted)
    rows = [(cursor(MARK, one.name, one.position_id), _told(one)) for one in told_of.options]
    return page(rows, after, more=told_of.more, total=told_of.total or 0)


def _after(after: str | None) -> tuple[str, UUID] | None:
    if after is None:
        return None
    name, position_id = read_cursor(after, MARK, KEYS)
    assert isinstance(position_id, UUID)  # noqa: S101  # It was read as one.
    return str(name), position_id


def _told(one: found.Option) -> CareerOption:
    return CareerOption(
        position_id=strawberry.ID(encode_id("Position", one.position_id)),
        name=one.name,
        level=one.level,
        unit_id=strawberry.ID(encode_id("Unit", one.unit_id)),
        unit_name=one.unit_name,
        move=one.move,
        vacancies=one.vacancies,
        on_path=one.on_path,
        missing_count=one.missing,
        requirements=told(one.findings),
    )


def told(findings: Sequence[Finding]) -> list[RequirementFinding]:
    """Findings as the contract tells them."""
    return [
        RequirementFinding(
            requirement=one.requirement,
            standing=one.standing,
            asked=one.asked,
            found=one.found,
            competencies=[
                LackingCompetency(
                    code=lack.code, name=lack.name, required=lack.required, assessed=lack.assessed
                )
                for lack in one.lacking
            ],
        )
        for one in findings
    ]
