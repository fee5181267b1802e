"""Whatever a document asks, it is answered or refused at little cost; what is ordinary is never refused."""

import gc
import json
import time
from collections.abc import AsyncIterator, Callable

import orjson
import pytest
from factories.api import Api, governments, opened
from graph.twisted import TWISTED, nested, times
from graphql import get_introspection_query, graphql_sync

from jenjang.graph.quota import Quota, Rate
from jenjang.schema import schema

CPU = 0.050
"""Seconds of CPU that any document of at most 32 KB may take."""
TRIES = 24
"""How often a document may be measured: beside other work on the machine the best of a few tells its cost."""
PLENTY = "[rate_limit]\ncost_per_minute = 1_000_000_000\nburst = 1_000_000_000"
INTROSPECTIONS = [
    get_introspection_query(
        descriptions=True,
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    ),
    get_introspection_query(descriptions=False),
    "{ __schema { types { kind name possibleTypes { name } interfaces { name } __typename } } }",
    "query($d: Boolean = true) { __schema { types { enumValues(includeDeprecated: $d) { name } } } }",
    '{ __type(name: "Employee") { ...T } nothing: __type(name: "Nothing") { name } } '
    "fragment T on __Type { name fields @include(if: true) { name type { ...R } } } "
    "fragment R on __Type { kind name ofType { kind name ofType { kind name } } }",
    "{ __schema { directives { name locations args { name defaultValue } } queryType { name: kind } } }",
]


@pytest.fixture(scope="module")
async def warm(database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """A house that has answered before, and may be asked as often as a test likes."""
    tenants = governments(tmp_path_factory.mktemp("tenants"), "surakarta", last=PLENTY)
    async with opened(database.app_url, tmp_path_factory.mktemp("keys"), tenants=tenants) as api:
        await api.ask(INTROSPECTIONS[0])
        await api.ask("{ employees(first: 1) { nodes { id } } }")
        gc.collect()
        gc.freeze()  # As a server does when it starts.
        yield api
        gc.unfreeze()


@pytest.mark.parametrize("name", TWISTED)
async def test_a_twisted_document_costs_little(warm: Api, name: str) -> None:
    assert len(TWISTED[name].encode()) <= 32 * 1024
    took, answers = await measured(warm, TWISTED[name])
    assert took < CPU, f"{took * 1000:.0f} ms"
    for status, body in answers:
        assert status in (200, 400)
        assert b"INTERNAL" not in body


async def measured(api: Api, document: str) -> tuple[float, list[tuple[int, bytes]]]:
    """Seconds of CPU at best, each time as a document never seen before; and the answers.

    What introspection tells is kept by what it selects, though, and told again from that.
    """
    took, answers = [], []
    for number in range(TRIES):
        one, answer = await measured_once(api, document + "\n" * number)
        took.append(one)
        answers.append(answer)
        if one < CPU:
            break
    return min(took), answers


@pytest.mark.parametrize("document", INTROSPECTIONS)
async def test_the_schema_tells_itself_as_graphql_core_would(warm: Api, document: str) -> None:
    expected = graphql_sync(schema._schema, document).data
    took, answers = await measured(warm, document)
    assert all(orjson.loads(body)["data"] == expected for _, body in answers)
    assert took < CPU


async def test_what_is_told_once_is_told_again_from_what_is_kept_but_costs_the_same(warm: Api) -> None:
    description = warm.app.state.house.view.operator.library.description
    description.kept.clear()
    took = [(await measured_once(warm, INTROSPECTIONS[0] + " " * place))[0] for place in range(2)]
    assert len(description.kept) == 1
    assert took[0] < 3 * CPU
    assert took[1] < took[0] / 2
    thirty = json.dumps({"query": TWISTED["introspection 30 times"]}).encode()
    for _ in range(2):
        _, body = await warm.straight(thirty)
        assert b"COST_EXCEEDED" in body


async def measured_once(api: Api, document: str) -> tuple[float, tuple[int, bytes]]:
    begun = time.process_time()
    answer = await api.straight(json.dumps({"query": document}).encode())
    return time.process_time() - begun, answer


async def test_the_limits_are_named_with_what_was_found(warm: Api) -> None:
    refused = {
        "depth": "{viewer{person{unit" + nested(9, "{parent", "{name}", "}") + "}}}",
        "aliases": "{" + times(31, lambda n: f"a{n}:__typename") + "}",
        "directives": "{" + "__typename @skip(if:false) " * 11 + "}",
        "cost": "{employees(first:100){nodes{unit{positions(first:100){nodes{name}}}}}}",
        "selections": "{" + "__typename " * 401 + "}",
        "operations": times(21, lambda n: f"query a{n}{{__typename}}"),
        "bytes": "#" * (32 * 1024) + "\n{__typename}",
        "deeds": TWISTED["30 deeds"],
    }
    for measure, document in refused.items():
        error = (await warm.ask(document))["errors"][0]
        assert error["extensions"]["code"] == "COST_EXCEEDED"
        assert f"{measure} " in error["message"]


async def test_just_within_the_limits_is_answered(warm: Api) -> None:
    answered = [
        "{viewer{person{unit" + nested(8, "{parent", "{name}", "}") + "}}}",
        "{" + times(30, lambda n: f"a{n}:__typename") + "}",
        "{" + "__typename @skip(if:false) " * 10 + "}",
        "{employees(first:100){nodes{name unit{name} position{name} rank{code}}}}",
        "#" * (32 * 1024 - 13) + "\n{__typename}",
    ]
    for document in answered:
        assert "errors" not in await warm.ask(document)


@pytest.mark.parametrize(
    "variables",
    [
        {"f": {"or": [{}] * 990}},
        {"f": {"or": [{"or": [{}] * 30}] * 31}},
        {"f": json.loads(nested(20, '{"not":', "{}", "}"))},
        {"f": json.loads(nested(300, "[", "", "]"))},
        {"unused": "x" * 250_000},
        {"f": {"name": {"eq": "x" * 250_000}}},
        {"f": {"name": {"in": ["x"] * 990}}},
        {"f": {str(number): None for number in range(990)}},
        {"f": "x" * 250_000},
        {"f": 1e308},
        {"f": True},
        {"f": None},
        {str(number): number for number in range(990)},
    ],
    ids=range(13),
)
async def test_twisted_variables_cost_little(warm: Api, variables: dict[str, object]) -> None:
    document = "query($f: EmployeeFilter) { employees(filter: $f) { totalCount } }"
    body = json.dumps({"query": document, "variables": variables}).encode()
    took = []
    for _ in range(3):
        begun = time.process_time()
        status, answer = await warm.straight(body)
        took.append(time.process_time() - begun)
    assert min(took) < CPU
    assert status in (200, 400)
    assert b"INTERNAL" not in answer
    assert len(answer) < 20_000


async def test_a_filter_has_no_more_conditions_than_a_database_looks_at_in_time(warm: Api) -> None:
    """Each is looked at for every row of the list, whatever the page holds and the operation costs."""
    document = "query($f: EmployeeFilter) { employees(filter: $f) { totalCount } }"
    within = {"within": {"eq": warm.cast.unit()}}
    answer = await warm.ask(document, {"f": {"or": [within] * 49}})
    assert answer["data"]["employees"]["totalCount"] == 6
    answer = await warm.ask(document, {"f": {"or": [within] * 50}})
    assert answer["errors"][0]["extensions"]["reason"] == "TOO_MANY_VARIABLES"


async def test_what_a_deed_is_asked_for_may_hold_more_and_its_answers_filter_not(warm: Api) -> None:
    document = (
        "mutation($i: TrainingEventOpenInput!, $f: TrainingEnrolmentFilter) { trainingEventOpen(input: $i) {"
        " event { enrolments(filter: $f) { totalCount } } userErrors { code } } }"
    )
    times = {"beginsAt": "2026-08-03T01:00:00Z", "endsAt": "2026-08-03T02:00:00Z"}
    said = {"courseId": "x", "title": "I", "place": "Aula", "quota": 1, "enrolUntil": "2026-08-03"}
    asked = {**said, "meetings": [{"topic": "Materi", **times}] * 100}
    answer = await warm.ask(document, {"i": asked, "f": {"state": {"eq": "SEATED"}}})
    assert "TOO_MANY_VARIABLES" not in str(answer)
    answer = await warm.ask(document, {"i": asked, "f": {"or": [{"state": {"eq": "SEATED"}}] * 50}})
    assert answer["errors"][0]["extensions"]["reason"] == "TOO_MANY_VARIABLES"
    answer = await warm.ask(document, {"i": {**asked, "meetings": asked["meetings"] * 4}})
    assert answer["errors"][0]["extensions"]["reason"] == "TOO_MANY_VARIABLES"


async def test_a_body_nested_beyond_reason_is_not_json(warm: Api) -> None:
    status, answer = await warm.straight(b"[" * 100_000)
    assert (status, orjson.loads(answer)["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")


PEOPLE = "query($n: Int) { employees(first: $n) { totalCount } }"


@pytest.mark.parametrize(
    "asked",
    [
        lambda number: {"query": f"{{ rubbish{number} }}"},
        lambda _: {"query": "query A { __typename } query B { __typename }"},
        lambda _: {"query": PEOPLE, "variables": {"n": "some"}},
        lambda _: {"query": PEOPLE, "variables": {"n": 0}},
        lambda _: {"query": PEOPLE, "variables": {"n": [1] * 1001}},
    ],
    ids=["invalid", "of no operation", "of unfit variables", "that can't be planned", "of many variables"],
)
async def test_requests_that_are_refused_are_paid_for(
    warm: Api, asked: Callable[[int], dict[str, object]]
) -> None:
    """Whoever sends nothing but rubbish is soon told to wait."""
    warm.app.state.house.view.operator.quota = Quota(otherwise=Rate(10_000, 60))
    answers = [await warm.send(**asked(number), who="plaju/staff") for number in range(201)]
    statuses = [answer.status_code for answer in answers]
    refused = statuses.count(400)
    assert statuses == [400] * refused + [429] * (201 - refused)
    assert 160 < refused <= 200
    assert int(answers[-1].headers["retry-after"]) >= 1
