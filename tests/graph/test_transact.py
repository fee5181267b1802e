"""One request, one transaction; one idempotency key, one deed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest
from factories.api import PUBLIC, Api, beside
from structlog.testing import CapturingLogger

from jenjang.core.permission import Reach
from jenjang.graph import errors
from jenjang.identity.issue import issue_token
from jenjang.identity.issuers import audience, embedded_url
from jenjang.identity.keys import key_ring
from jenjang.identity.permissions import TABLE, grants

RECORD = """
mutation Record($input: EmployeeRecordEducationInput!) {
  employeeRecordEducation(input: $input) { education { id school } userErrors { code } }
}
"""
TWO = """
mutation Two($first: EmployeeRecordEducationInput!, $second: EmployeeRecordEducationInput!) {
  first: employeeRecordEducation(input: $first) { education { school } userErrors { code } }
  second: employeeRecordEducation(input: $second) { education { school } userErrors { code } }
}
"""


@pytest.fixture
async def owner(database) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the house's own, which sees and may do everything."""
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture
async def rival(database) -> AsyncIterator[asyncpg.Connection]:
    """Another one, that gets in the way."""
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


def schooling(api: Api, school: str, person: int = 1, level: str = "S1") -> dict[str, object]:
    return {
        "employeeId": api.cast.person(person),
        "level": level,
        "graduatedIn": 2015,
        "school": school,
    }


async def record(
    api: Api, school: str, key: str | None = None, who: str = "admin", **more: Any
) -> httpx2.Response:
    headers = {"Idempotency-Key": key} if key else {}
    asked = {"input": schooling(api, school, **more)}
    return await api.send(RECORD, asked, who=who, headers=headers)


async def schools(owner: asyncpg.Connection, *names: str) -> Counter[str]:
    found = await owner.fetch("SELECT school FROM educations WHERE school = ANY($1)", list(names))
    return Counter(row["school"] for row in found)


async def keys(owner: asyncpg.Connection, key: str) -> int:
    count: int = await owner.fetchval("SELECT count(*) FROM idempotency_keys WHERE key = $1", key)
    return count


def reason(answer: httpx2.Response) -> tuple[int, str, str]:
    """Status, code and reason of a refused request."""
    extensions = answer.json()["errors"][0]["extensions"]
    return answer.status_code, extensions["code"], extensions.get("reason", extensions["code"])


async def test_a_request_repeated_under_its_key_is_done_once_and_answered_alike(api: Api, owner) -> None:
    key = str(uuid4())
    first = await record(api, "UNS", key)
    again = await record(api, "UNS", f'"{key}"')
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["data"] == first.json()["data"]
    assert first.json()["data"]["employeeRecordEducation"]["userErrors"] == []
    assert await schools(owner, "UNS") == {"UNS": 1}


async def test_a_refused_deed_is_answered_alike_too(api: Api, owner) -> None:
    key = str(uuid4())
    first = await record(api, "Nowhere", key, level="NONE")
    again = await record(api, "Nowhere", key, level="NONE")
    assert first.json()["data"]["employeeRecordEducation"]["userErrors"] != []
    assert again.json()["data"] == first.json()["data"]
    assert again.headers["idempotency-replayed"] == "true"
    assert await schools(owner, "Nowhere") == {}


async def test_errors_are_replayed_with_the_data(api: Api) -> None:
    key = str(uuid4())
    first = await record(api, "UNY", key, who="staff")
    again = await record(api, "UNY", key, who="staff")
    assert first.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert again.json()["errors"] == first.json()["errors"]
    assert again.json()["data"] == first.json()["data"] == {"employeeRecordEducation": None}


async def test_a_key_for_another_request_is_a_conflict_and_does_nothing(api: Api, owner) -> None:
    key = str(uuid4())
    await record(api, "UGM", key)
    other = await record(api, "ITB", key)
    assert reason(other) == (400, "CONFLICT", "KEY_REUSED")
    assert await schools(owner, "UGM", "ITB") == {"UGM": 1}


async def test_who_holds_a_permission_for_less_than_the_government_may_do_nothing(
    api: Api, owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deeds don't ask whom they are about: a smaller reach must not become the whole one."""
    reaches = (Reach.OWN, *TABLE["employee:write"][1:])
    monkeypatch.setattr("jenjang.identity.permissions.TABLE", {**TABLE, "employee:write": reaches})
    grants.cache_clear()
    async with beside(api) as other:
        assert "employee:write OWN" in (await permissions(other, "staff"))
        for person in (1, 2):
            answer = await record(other, "UNRI", who="staff", person=person)
            told = answer.json()["errors"][0]["extensions"]
            assert (told["code"], told["reason"]) == ("FORBIDDEN", "REACH_TOO_SHORT")
    grants.cache_clear()
    assert await schools(owner, "UNRI") == {}


async def permissions(api: Api, who: str) -> list[str]:
    found: list[str] = (await api.ask("{ viewer { permissions } }", who=who))["data"]["viewer"]["permissions"]
    return found


async def test_a_key_is_its_account_s_own(api: Api, owner) -> None:
    key = str(uuid4())
    await record(api, "UI", key)
    answer = await record(api, "UI", key, who="client")
    assert "idempotency-replayed" not in answer.headers
    assert await schools(owner, "UI") == {"UI": 2}


async def test_a_bearer_who_may_see_less_is_not_given_the_first_answer(api: Api, owner) -> None:
    """The same account by a token of narrower scopes."""
    key, asked = str(uuid4()), {"input": schooling(api, "UNDIKSHA")}
    first = await record(api, "UNDIKSHA", key)
    assert first.json()["data"]["employeeRecordEducation"]["education"]["school"] == "UNDIKSHA"
    keys = key_ring(api.settings.keys, "surakarta")
    issuer, us = embedded_url(PUBLIC, "surakarta"), audience(PUBLIC)
    narrow = issue_token(keys, issuer, us, "demo-admin", "demo-browser", ("unit:read",))
    more = {"Idempotency-Key": key, "Authorization": f"Bearer {narrow}"}
    answer = await api.send(RECORD, asked, headers=more)
    assert reason(answer) == (400, "CONFLICT", "KEY_REUSED")
    assert "UNDIKSHA" not in answer.text
    assert await schools(owner, "UNDIKSHA") == {"UNDIKSHA": 1}


async def test_requests_in_parallel_under_one_key_are_done_once(api: Api, owner) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(record(api, "UNDIP", key) for _ in range(6)))
    refused = [reason(answer) for answer in answers if "errors" in answer.json()]
    assert set(refused) <= {(400, "CONFLICT", "KEY_IN_USE")}
    done = [answer.json()["data"] for answer in answers if "errors" not in answer.json()]
    assert all(data == done[0] for data in done)
    assert await schools(owner, "UNDIP") == {"UNDIP": 1}


async def test_what_another_request_kept_under_the_key_meanwhile_is_not_done_twice(api: Api, owner) -> None:
    """Its answer comes between our look for one and our own: we look anew, and give up after three times."""
    key = str(uuid4())
    await failing(
        owner,
        "Meanwhile",
        "INSERT INTO idempotency_keys (account_id, key, answer)"
        f" SELECT id, '{key}', '\\\\x00' FROM accounts WHERE tenant_id = 'surakarta';",
    )
    answer = await record(api, "Meanwhile", key)
    assert reason(answer) == (400, "CONFLICT", "CONFLICT")
    assert await schools(owner, "Meanwhile") == {}
    assert await keys(owner, key) == 0
    await owner.execute("DROP TRIGGER misfortune ON educations")


FEEDBACK = """
mutation Give($input: FeedbackGiveInput!) {
  feedbackGive(input: $input) { feedback { toName employee { position { name } } } userErrors { code } }
}
"""


async def test_how_an_answer_is_read_is_compiled_once_for_each_kind_of_viewer(api: Api) -> None:
    library = api.app.state.house.view.operator.library
    found = await api.ask(
        "query($id: ID!) { node(id: $id) { ... on Employee { nip } } }", {"id": api.cast.person(2)}
    )
    asked = {"nip": found["data"]["node"]["nip"], "kind": "APPRECIATION", "text": "Cermat."}
    counted = []
    for who in ("staff", "staff", "leader", "staff"):
        told = await api.ask(FEEDBACK, {"input": asked}, who=who)
        assert told["data"]["feedbackGive"]["userErrors"] == [], told
        counted.append(len(library.kept.get(FEEDBACK).operation("Give").answers.found))
    assert counted == [1, 1, 2, 2]
    assert library.kept.weights[FEEDBACK] == library.kept.get(FEEDBACK).whole_weight


async def test_a_key_is_kept_for_a_day(api: Api, owner) -> None:
    key = str(uuid4())
    await record(api, "UNSOED", key)
    old = "UPDATE idempotency_keys SET made_at = made_at - make_interval(hours => $1) WHERE key = $2"
    await owner.execute(old, 23, key)
    assert (await record(api, "UNSOED", key)).headers["idempotency-replayed"] == "true"
    await owner.execute(old, 2, key)
    assert "idempotency-replayed" not in (await record(api, "UNSOED", key)).headers
    assert await schools(owner, "UNSOED") == {"UNSOED": 2}


@pytest.mark.parametrize(
    "key", ["", " ", "a b", "x" * 129, 'a"b', '"open', "ключ".encode().decode("latin-1")]
)
async def test_a_key_that_is_none_is_refused(api: Api, owner, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = await api.send(RECORD, {"input": schooling(api, "UMS")}, headers=headers)
    assert reason(answer) == (400, "BAD_USER_INPUT", "IDEMPOTENCY_KEY_MALFORMED")
    assert await schools(owner, "UMS") == {}


async def test_of_two_deeds_the_refused_one_leaves_nothing_and_the_other_stays(api: Api, owner) -> None:
    asked = {"first": schooling(api, "IPB"), "second": schooling(api, "ITS", level="NONE")}
    data = (await api.ask(TWO, asked))["data"]
    assert data["first"] == {"education": {"school": "IPB"}, "userErrors": []}
    assert data["second"]["education"] is None
    assert len(data["second"]["userErrors"]) == 1
    assert await schools(owner, "IPB", "ITS") == {"IPB": 1}


async def failing(owner: asyncpg.Connection, school: str, body: str) -> None:
    """From now on recording that school does this, in the database."""
    await owner.execute(f"""
        CREATE OR REPLACE FUNCTION misfortune() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.school = '{school}' THEN {body} END IF; RETURN NEW; END $$;
        CREATE OR REPLACE TRIGGER misfortune BEFORE INSERT ON educations
        FOR EACH ROW EXECUTE FUNCTION misfortune()
    """)


async def test_what_fails_unexpectedly_undoes_all_of_the_request_and_leaves_no_key(api: Api, owner) -> None:
    await failing(owner, "Failing", "RAISE 'secret of the database';")
    key = str(uuid4())
    asked = {"first": schooling(api, "UNAIR"), "second": schooling(api, "Failing")}
    answer = await api.send(TWO, asked, headers={"Idempotency-Key": key})
    assert reason(answer) == (500, "INTERNAL", "INTERNAL")
    assert "secret" not in answer.text
    assert await schools(owner, "UNAIR", "Failing") == {}
    assert await keys(owner, key) == 0
    await owner.execute("DROP TRIGGER misfortune ON educations")
    answer = await api.send(TWO, asked, headers={"Idempotency-Key": key})
    assert "idempotency-replayed" not in answer.headers
    assert await schools(owner, "UNAIR", "Failing") == {"UNAIR": 1, "Failing": 1}


@pytest.mark.parametrize("state", ["23505", "23P01"])
async def test_what_a_constraint_forbids_is_a_conflict_that_tells_nothing_of_the_data(
    api: Api, owner, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    heard = CapturingLogger()
    monkeypatch.setattr(errors, "log", heard)
    school = f"Taken {state}"
    await failing(
        owner,
        school,
        f"RAISE 'secret of the database' USING ERRCODE = '{state}', CONSTRAINT = 'one_each';",
    )
    asked = {"input": schooling(api, school)}
    answer = await api.send(RECORD, asked, headers={"Accept-Language": "en"})
    assert reason(answer) == (400, "CONFLICT", "OVERTAKEN")
    assert "Read it again" in answer.text
    assert "secret" not in answer.text
    assert await schools(owner, school) == {}
    (told,) = heard.calls
    assert told.kwargs["constraint"] == "one_each"
    assert "secret" not in str(told)
    await owner.execute("DROP TRIGGER misfortune ON educations")


async def test_a_collision_is_tried_again_and_done_once(api: Api, owner) -> None:
    await owner.execute("CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC")
    await failing(
        owner,
        "Colliding",
        "IF nextval('tries') < 3 THEN RAISE 'once more' USING ERRCODE = '40001'; END IF;",
    )
    answer = await record(api, "Colliding")
    assert answer.json()["data"]["employeeRecordEducation"]["userErrors"] == []
    assert await owner.fetchval("SELECT last_value FROM tries") == 3
    assert await schools(owner, "Colliding") == {"Colliding": 1}
    await owner.execute("DROP TRIGGER misfortune ON educations; DROP SEQUENCE tries")


async def test_after_three_collisions_it_is_a_conflict_and_nothing_is_done(api: Api, owner) -> None:
    await owner.execute("CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC")
    await failing(
        owner, "Colliding again", "PERFORM nextval('tries'); RAISE 'never' USING ERRCODE = '40001';"
    )
    answer = await record(api, "Colliding again")
    assert reason(answer) == (400, "CONFLICT", "CONFLICT")
    assert await owner.fetchval("SELECT last_value FROM tries") == 3
    assert await schools(owner, "Colliding again") == {}
    await owner.execute("DROP TRIGGER misfortune ON educations; DROP SEQUENCE tries")


async def test_a_deadlock_is_undone_and_tried_again(api: Api, owner, rival) -> None:
    """We hold the second person and then want the first, whom the request holds while it wants the second."""
    await failing(owner, "Locking", "PERFORM 1 FROM employees WHERE id = NEW.employee_id FOR UPDATE;")
    held, wanted = api.cast.people["surakarta"][3], api.cast.people["surakarta"][2]
    lock = "SELECT 1 FROM employees WHERE id = $1 FOR UPDATE"
    async with rival.transaction():
        await rival.execute("SET LOCAL deadlock_timeout = '1min'")  # The request finds it, and gives way.
        await rival.execute(lock, held)
        asked = {"first": schooling(api, "Locking", 2), "second": schooling(api, "Locking", 3)}
        request = asyncio.create_task(api.ask(TWO, asked))
        await until(owner, WAITING)
        await rival.execute(lock, wanted)
    answer = await request
    assert [answer["data"][name]["userErrors"] for name in ("first", "second")] == [[], []]
    assert await schools(owner, "Locking") == {"Locking": 2}
    await until(owner, DEADLOCKED)
    await owner.execute("DROP TRIGGER misfortune ON educations")


WAITING = """
    SELECT count(*) > 0 FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
DEADLOCKED = "SELECT deadlocks > 0 FROM pg_stat_database WHERE datname = current_database()"


async def until(owner: asyncpg.Connection, question: str) -> None:
    """Until the database says yes."""
    async with asyncio.timeout(5):
        while not await owner.fetchval(question):
            pass


@pytest.fixture(scope="module")
async def hasty(api: Api) -> AsyncIterator[Api]:
    """A house without patience."""
    async with beside(api, statement_timeout=300, lock_timeout=100) as hasty:
        yield hasty


async def test_a_slow_deed_is_stopped_and_undone(hasty: Api, owner) -> None:
    await failing(owner, "Slow", "PERFORM pg_sleep(10);")
    key = str(uuid4())
    answer = await record(hasty, "Slow", key)
    assert reason(answer) == (504, "TIMEOUT", "TIMEOUT")
    assert await schools(owner, "Slow") == {}
    assert await keys(owner, key) == 0
    await owner.execute("DROP TRIGGER misfortune ON educations")


async def test_a_deed_that_waits_for_a_lock_too_long_may_be_asked_for_again(hasty: Api, owner) -> None:
    async with owner.transaction():
        await owner.execute("LOCK TABLE educations IN SHARE MODE")
        answer = await record(hasty, "UNNES")
        assert reason(answer) == (400, "CONFLICT", "LOCKED")
        assert answer.headers["retry-after"] == "1"
    answer = await record(hasty, "UNNES")
    assert answer.json()["data"]["employeeRecordEducation"]["userErrors"] == []


async def test_a_crowd_waits_without_connections_and_reads_go_on(api: Api, owner, rival) -> None:
    """Two deeds wait for a lock; a third isn't begun, and is told so; of four connections two stay free."""
    async with beside(api, deed_patience=0.05, lock_timeout=5000) as crowded:
        async with rival.transaction():
            await rival.execute("LOCK TABLE educations IN SHARE MODE")
            busy = [asyncio.create_task(record(crowded, f"Busy {place}")) for place in range(2)]
            await until(owner, f"{WAITING} HAVING count(*) = 2")
            answer = await record(crowded, "Third")
            assert reason(answer) == (400, "CONFLICT", "NO_TURN")
            assert answer.headers["retry-after"] == "1"
            assert (await crowded.send("{ viewer { roles } }")).status_code == 200
        for one in await asyncio.gather(*busy):
            assert one.json()["data"]["employeeRecordEducation"]["userErrors"] == []
    assert await schools(owner, "Third") == {}


async def test_a_slow_read_is_stopped(hasty: Api, owner) -> None:
    async with owner.transaction():
        await owner.execute("LOCK TABLE educations IN ACCESS EXCLUSIVE MODE")
        answer = await hasty.send("{ employees(first: 5) { nodes { educations { school } } } }")
        assert reason(answer) == (504, "TIMEOUT", "TIMEOUT")
    answer = await hasty.send("{ employees(first: 5) { nodes { educations { school } } } }")
    assert answer.status_code == 200


@pytest.mark.parametrize("by_variable", [True, False])
async def test_null_where_only_leaving_out_is_meant_changes_nothing(
    api: Api, owner, by_variable: bool
) -> None:
    unit = api.cast.unit()
    document = "mutation($i: UnitChangeInput!) { unitChange(input: $i) { userErrors { code } } }"
    asked = {"i": {"unitId": unit, "on": "2026-12-01", "name": None}}
    if not by_variable:
        document = document.replace("($i: UnitChangeInput!)", "").replace(
            "$i", f'{{unitId: "{unit}", on: "2026-12-01", name: null}}'
        )
        asked = {}
    answer = await api.send(document, asked)
    (error,) = answer.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["reason"]) == ("BAD_USER_INPUT", "NOT_NULL")
    assert error["extensions"]["field"] == ["i" if by_variable else "input", "name"]
    changed = "SELECT count(*) FROM unit_versions WHERE valid_from = '2026-12-01'"
    assert await owner.fetchval(changed) == 0


@pytest.mark.parametrize(
    ("declared", "given", "reasons"),
    [
        ("$n: String", {"n": None}, [("NOT_NULL", ["input", "name"])]),
        ("$n: String = null", {}, [("NOT_NULL", ["input", "name"])]),
        (
            '$n: String, $on: Date = "2026-12-01"',
            {"n": "N", "on": None},
            [("VALUE_MISSING", ["input", "on"])],
        ),
        ("$n: String", {}, []),
    ],
)
async def test_a_null_variable_within_an_input_is_refused_where_it_stands(
    api: Api, declared: str, given: dict[str, Any], reasons: list[Any]
) -> None:
    on = "$on" if "$on" in declared else '"2026-12-01"'
    document = (
        f"mutation({declared}) {{ ...Change }} fragment Change on Mutation {{"
        f' unitChange(input: {{unitId: "nothing", on: {on}, name: $n}}) {{ userErrors {{ code }} }} }}'
    )
    answer = (await api.send(document, given, headers={"Accept-Language": "en"})).json()
    errors = [one["extensions"] for one in answer.get("errors", ())]
    assert [(one["reason"], one["field"]) for one in errors] == reasons
    assert ("Maybe" in str(answer), "data" in answer) == (False, not reasons)
