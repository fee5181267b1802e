"""Nobody can tell what another government has from what nobody has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
import strawberry
from factories.sample import serving
from factories.served import OURS, Served, governments_in
from graphql import GraphQLSchema
from isolation.oracle import Oracle, oracle_of
from isolation.places import Place, places
from isolation.snapshot import hashes
from strawberry.schema.config import StrawberryConfig

from jenjang.graph.declare import argument, one
from jenjang.graph.documents import Library
from jenjang.graph.scalars import SCALARS
from jenjang.organisation.graph.people import Employee
from jenjang.schema import Mutation, Query, schema

GRAPH = schema._schema
PAIRS = 800
UNREACHED = {
    "Mutation.calibrationChange(input:).appraisalId": "an open calibration, and a draft beneath it",
    "Mutation.ratingAnswer(input:).invitationId": "no answer yet, to a draft, of a kind with counts",
    "Mutation.ratingInvite(input:).upward.0.employeeId": "somebody who leads, and one of those led",
    "Query.careerSimulation(assume:).levels.0.technicalCompetencyId": "a level above the one assessed",
    "Mutation.skpChange(input:).results.0.superiorResultId": "a draft, and what its superior agreed on",
    "Mutation.skpChange(input:).results.0.objectiveId": "a draft, and an objective above its unit",
    **dict.fromkeys(
        (f"Viewer.trainingToEvaluate(filter:).event.{one}" for one in ("eq", "in.0")),
        "a training that the admin is asked about: the samples answered all",
    ),
    **dict.fromkeys(
        (
            f"Mutation.trainingEvent{deed}(input:).{place}"
            for deed in ("Open", "Change")
            for place in ("programmeId", "partnerTrainerId")
        ),
        "an agreement that holds on those days, and what is of it",
    ),
    "Mutation.careerStepAdd(input:).courseId": "a plan in the making, and a step of training",
    "Mutation.careerStepAdd(input:).stepIntentionId": "a plan in the making, and the own improvement",
    "Mutation.careerStepAdd(input:).technicalCompetencyId": "a plan in the making, and a step of competency",
    "Mutation.careerStepChange(input:).courseId": "a plan in the making, and a step of training",
    "Mutation.careerStepChange(input:).technicalCompetencyId": "a plan in the making, a step of competency",
    "Mutation.trainingMeetingsChange(input:).move.0.meetingId": "an event to come, and its meeting",
    "Mutation.trainingMeetingsChange(input:).cancel.0": "the same, and enough other meetings for the course",
    "Mutation.trainingAttendanceNote(input:).people.0.enrolmentId": "an open event that began, with a seat",
}
"""Places where none of our keys has made a difference yet, and what the oracle doesn't find there together:
more than one row would have to be in another state at once. They are asked and compared like all others."""


@asynccontextmanager
async def superuser_of(database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.superuser_url)
    try:
        yield connection
    finally:
        await connection.close()


def for_the_admin(place: Place) -> bool:
    """All; but filters within filters at roots only, and there no texts that rows are compared with.

    A filter is compiled by its type, wherever the list stands that it is asked of.
    """
    return not place.is_nested or (place.asked.owner.name == "Query" and not place.is_compared)


def for_the_others(place: Place) -> bool:
    return not (place.is_nested or place.is_compared)


SHARES = {
    "Query": lambda asked: not asked.is_deed,
    "Mutation, first": lambda asked: asked.is_deed and asked.name < "n",
    "Mutation, rest": lambda asked: asked.is_deed and asked.name >= "n",
}
"""All places, in shares that can be asked side by side."""


@pytest.mark.parametrize("share", SHARES)
async def test_theirs_is_answered_as_nobodys_at_every_place_that_takes_a_key(
    served, settled_database, share: str
) -> None:
    ours = SHARES[share]
    async with superuser_of(settled_database) as superuser:
        before = await hashes(superuser, OURS)
        async with oracle_of(served, superuser, GRAPH, ours) as oracle:
            await oracle.ask_everything("admin", lambda place: ours(place.asked) and for_the_admin(place))
            for subject in ("leader", "staff", "client"):
                await oracle.ask_everything(
                    subject, lambda place: ours(place.asked) and for_the_others(place)
                )
        reached = oracle.findings.reached
        assert [str(one) for one in oracle.findings.differences] == []
        assert oracle.findings.seen == []
        unreached = {place for place, of in reached.items() if of is None}
        assert unreached - UNREACHED.keys() == set()
        assert len(reached) >= 30
        assert oracle.findings.pairs >= PAIRS
        assert await hashes(superuser, OURS) == before
        written = oracle.entered
        assert {name: entries for name, entries in written.items() if entries != [name]} == {}
        assert len(written) >= 20 or share == "Query"


def test_keys_are_found_at_roots_in_lists_in_filters_in_inputs_and_below_rows() -> None:
    found = {str(place) for place in places(GRAPH)}
    assert {
        "Query.node(id:)",
        "Query.nodes(ids:).0",
        "Query.employee(nip:)",
        "Query.unit(siasnId:)",
        "Query.employees(after:)",
        "Query.employees(filter:).not.within.in.0",
        "Unit.children(filter:).parent.eq",
        "Employee.timeline(after:)",
        "Mutation.employeePlace(input:).positionId",
        "Mutation.unitChange(input:).parentId",
    } <= found


@strawberry.type(name="Query", description="The queries, and two of somebody who forgot the tenant.")
class Forgetful(Query):
    forgot: Employee | None = one(
        "Whether anybody has that number.",
        lookups={"number": "EXISTS (SELECT FROM employee_numbers n WHERE n.number = {value})"},
        arguments=[argument("number", str | None, "A number.", None)],
    )
    forgotten: Employee | None = one(
        "Whoever stands beside that person.",
        lookups={"id": "EXISTS (SELECT FROM employees e WHERE e.id = {key:Employee})"},
        arguments=[argument("id", strawberry.ID | None, "Global id.", None)],
    )


def with_forgetful_fields(served: Served) -> GraphQLSchema:
    """The running server, with the forgetful fields in its schema."""
    made = strawberry.Schema(Forgetful, Mutation, config=StrawberryConfig(scalar_map=SCALARS))._schema
    view = served.app.state.house.view
    view.operator.library = Library(made)
    return made


async def asked_of(served: Served, superuser: asyncpg.Connection, graph: GraphQLSchema, part: str) -> Oracle:
    async with oracle_of(served, superuser, graph, lambda asked: part.startswith(str(asked))) as oracle:
        await oracle.ask_everything("admin", lambda place: part in str(place), keys=6)
    assert oracle.findings.pairs > 0
    return oracle


@pytest.fixture
async def throw_away(
    fresh_settled_database, tmp_path: Path
) -> AsyncIterator[tuple[Served, asyncpg.Connection]]:
    async with (
        serving(fresh_settled_database, governments_in(tmp_path)) as served,
        superuser_of(fresh_settled_database) as superuser,
    ):
        yield served, superuser


async def open_up(superuser: asyncpg.Connection, *tables: str) -> None:
    for table in tables:
        await superuser.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


async def test_a_field_that_forgets_the_tenant_tells_nothing_as_the_database_stands_behind_it(
    throw_away,
) -> None:
    served, superuser = throw_away
    oracle = await asked_of(served, superuser, with_forgetful_fields(served), "Query.forgot")
    assert oracle.findings.differences == []


async def test_the_oracle_tells_a_forgetful_field_once_the_database_lets_it(throw_away) -> None:
    served, superuser = throw_away
    await open_up(superuser, "employees", "employee_numbers")
    oracle = await asked_of(served, superuser, with_forgetful_fields(served), "Query.forgot")
    found = {(one.place, one.key) for one in oracle.findings.differences}
    assert ("Query.forgotten(id:)", "Employee") in found
    assert ("Query.forgot(number:)", "employee_numbers.number") in found


async def test_the_oracle_tells_a_deed_that_only_the_database_keeps_apart(throw_away) -> None:
    """A number is free in a government whoever bears it elsewhere: only row-level security says so."""
    served, superuser = throw_away
    await open_up(superuser, "employee_numbers")
    oracle = await asked_of(served, superuser, GRAPH, "Mutation.employeeHire(input:).number")
    assert {one.place for one in oracle.findings.differences} == {"Mutation.employeeHire(input:).number"}
