"""Every deed that was done is written with it, and nothing else is."""

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import strawberry
from factories.api import Api, beside
from strawberry.schema.config import StrawberryConfig

from jenjang.audit.chain import canonical
from jenjang.audit.content import NAMELESS
from jenjang.audit.reading import verify_rows
from jenjang.core.permission import HOUSE_ACCOUNT
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.graph.deeds import deed
from jenjang.graph.documents import Library
from jenjang.graph.scalars import SCALARS, decode_id
from jenjang.organisation.graph.inputs import EducationInput
from jenjang.organisation.graph.mutations import EducationPayload, _record_education
from jenjang.schema import Mutation, Query, schema

RECORD = """
mutation Record($input: EmployeeRecordEducationInput!) {
  employeeRecordEducation(input: $input) { education { id } userErrors { code } }
}
"""
TWO = """
mutation Two($first: EmployeeRecordEducationInput!, $second: EmployeeRecordEducationInput!) {
  first: employeeRecordEducation(input: $first) { userErrors { code } }
  second: employeeRecordEducation(input: $second) { userErrors { code } }
}
"""
OPEN = """
mutation Open($unit: ID!, $name: String = "Pranata", $level: String) {
  positionOpen(input: {unitId: $unit, name: $name, level: "PELAKSANA", on: "2026-01-01", siasnId: $level}) {
    position { id } userErrors { code }
  }
}
"""
STATE = """
mutation State($input: EmployeeChangeStateInput!) {
  employeeChangeState(input: $input) { employee { id } userErrors { code } }
}
"""
ASK = """
query Ask($filter: AuditEntryFilter, $after: String) {
  auditEntries(first: 2, after: $after, filter: $filter) {
    totalCount
    pageInfo { endCursor hasNextPage }
    nodes { number at deed reason rules about roles client requestId previous hash account { subject } }
  }
}
"""


@pytest.fixture
async def owner(database) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the house's own, which sees and may do everything."""
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture
async def before(owner) -> int:
    """Where the chain stands before the deed."""
    number: int = await owner.fetchval("SELECT number FROM audit_heads WHERE tenant_id = 'surakarta'")
    return number


def schooling(api: Api, school: str, **more: object) -> dict[str, object]:
    asked = {"employeeId": api.cast.person(), "level": "S1", "graduatedIn": 2015, "school": school}
    return {**asked, **more}


async def entries(owner: asyncpg.Connection, before: int) -> list[asyncpg.Record]:
    """What was written since."""
    found: list[asyncpg.Record] = await owner.fetch(
        "SELECT * FROM audit_entries WHERE tenant_id = 'surakarta' AND number > $1 ORDER BY number", before
    )
    return found


async def test_an_entry_tells_who_did_what_to_what_by_which_request(api: Api, owner, before: int) -> None:
    key, asked = str(uuid4()), schooling(api, "UNS")
    headers = {"Idempotency-Key": key, "X-Request-Id": "request-7"}
    answer = await api.send(RECORD, {"input": asked}, headers=headers)
    made = answer.json()["data"]["employeeRecordEducation"]["education"]["id"]
    (entry,) = await entries(owner, before)
    account = await owner.fetchrow("SELECT * FROM accounts WHERE id = $1", entry["account_id"])
    assert (account["subject"], account["employee_id"]) == ("demo-admin", entry["employee_id"])
    assert entry["roles"] == ["STAFF", "REGIONAL_ADMIN"]
    assert entry["client"] == "demo-browser"
    assert (entry["deed"], entry["about"]) == ("employeeRecordEducation", [made, api.cast.person()])
    assert (entry["reason"], entry["rules"]) == (None, [])
    assert entry["key_digest"] == sha256(key.encode()).digest()
    assert entry["request_id"] == answer.headers["x-request-id"]
    app = engine(api.settings.database_url)
    async with bound(app, "surakarta") as session:
        assert (await verify_rows(session, "surakarta")).hash == entry["hash"]
    await app.dispose()


async def test_what_was_asked_is_proved_by_who_has_the_key_and_guessed_by_nobody(
    api: Api, owner, before: int
) -> None:
    asked = schooling(api, "Sekolah Rahasia")
    await api.ask(RECORD, {"input": asked})
    (entry,) = await entries(owner, before)
    assert entry["input_digest"] == Vault(api.settings.keys).of("surakarta").fingerprint(canonical(asked))
    assert sha256(canonical(asked)).digest() not in entry["input_digest"]
    assert Vault(api.settings.keys).of("plaju").fingerprint(canonical(asked)) != entry["input_digest"]
    assert "Rahasia" not in str(dict(entry))
    seals = Vault(api.settings.keys).of("surakarta")
    assert seals.is_of(entry["input_digest"], canonical(asked))
    assert not seals.is_of(entry["input_digest"], canonical({**asked, "school": "Sekolah"}))


async def test_an_input_in_the_document_is_digested_with_its_variables_and_their_defaults(
    api: Api, owner, before: int
) -> None:
    told = await api.ask(OPEN, {"unit": api.cast.unit()})
    assert told["data"]["positionOpen"]["userErrors"] == []
    (entry,) = await entries(owner, before)
    asked = {"unitId": api.cast.unit(), "name": "Pranata", "level": "PELAKSANA", "on": "2026-01-01"}
    seals = Vault(api.settings.keys).of("surakarta")
    assert entry["input_digest"] == seals.fingerprint(canonical(asked))


async def test_the_rules_that_decided_and_the_reason_given_are_named(api: Api, owner, before: int) -> None:
    await api.ask(OPEN, {"unit": api.cast.unit(), "name": "Arsiparis"})
    asked = {
        "employeeId": api.cast.person(5),
        "state": "UNPAID_LEAVE",
        "on": "2026-11-01",
        "reason": "Cuti di luar tanggungan negara",
    }
    told = await api.ask(STATE, {"input": asked})
    opened, state = await entries(owner, before)
    assert [rule.split()[0] for rule in opened["rules"]] == ["retirement_age", "rank_span"]
    assert opened["reason"] is None
    assert told["data"]["employeeChangeState"]["userErrors"] == []
    assert [rule.split()[0] for rule in state["rules"]] == ["service_transitions"]
    assert state["reason"] == "Cuti di luar tanggungan negara"


def test_every_mutation_is_made_where_deeds_are_written() -> None:
    """What is written for them: tests/isolation does each that an input can be found for."""
    mutations = schema._schema.mutation_type
    assert mutations
    made = {
        name: one.extensions["strawberry-definition"].base_resolver.wrapped_func.__qualname__
        for name, one in mutations.fields.items()
    }
    assert {name for name, where in made.items() if where != "deed.<locals>.resolve"} == set()


@strawberry.type(name="Mutation", description="The deeds, and one that nobody may be found out by.")
class WithNameless(Mutation):
    education_told = deed(
        "Record a schooling, and don't tell who did.",
        needs="employee:write",
        asks=EducationInput,
        gives=EducationPayload,
        do=_record_education,
        anonymous=True,
    )


async def test_of_a_nameless_deed_nothing_tells_who_did_it(api: Api, owner, before: int) -> None:
    async with beside(api) as other:
        made = strawberry.Schema(Query, WithNameless, config=StrawberryConfig(scalar_map=SCALARS))
        other.app.state.house.view.operator.library = Library(made._schema)
        text = RECORD.replace("employeeRecordEducation(", "employeeRecordEducation: educationTold(")
        key = {"Idempotency-Key": str(uuid4())}
        answer = await other.send(text, {"input": schooling(api, "UKSW")}, headers=key)
        assert answer.json()["data"]["employeeRecordEducation"]["userErrors"] == []
    (entry,) = await entries(owner, before)
    assert (entry["deed"], entry["about"], entry["input_digest"]) == ("educationTold", [], None)
    assert (entry["account_id"], entry["employee_id"]) == (NAMELESS, None)
    assert (entry["roles"], entry["client"], entry["key_digest"]) == ([], None, None)
    assert entry["request_id"] == "-"


async def test_a_repeated_request_is_written_once(api: Api, owner, before: int) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        await api.send(RECORD, {"input": schooling(api, "UGM")}, headers=key)
    assert len(await entries(owner, before)) == 1


async def test_two_deeds_of_one_request_are_two_entries(api: Api, owner, before: int) -> None:
    await api.ask(TWO, {"first": schooling(api, "ITB"), "second": schooling(api, "ITS")})
    first, second = await entries(owner, before)
    assert (first["number"], second["number"]) == (before + 1, before + 2)
    assert second["previous"] == first["hash"]
    assert second["request_id"] == first["request_id"]


async def test_of_two_deeds_only_the_one_that_was_done_is_written(api: Api, owner, before: int) -> None:
    refused = schooling(api, "ITS", level="NONE")
    told = await api.ask(TWO, {"first": refused, "second": schooling(api, "IPB")})
    assert told["data"]["first"]["userErrors"] != []
    (entry,) = await entries(owner, before)
    assert entry["number"] == before + 1


@pytest.mark.parametrize("who", ["staff", "client"])
async def test_what_is_forbidden_or_refused_is_not_written(api: Api, owner, before: int, who: str) -> None:
    await api.ask(RECORD, {"input": schooling(api, "UI", level="NONE")}, who=who)
    assert await entries(owner, before) == []


async def failing(owner: asyncpg.Connection, body: str) -> None:
    """From now on writing a school does this, in the database."""
    await owner.execute(f"""
        CREATE OR REPLACE FUNCTION misfortune() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {body} RETURN NEW; END $$;
        CREATE OR REPLACE TRIGGER misfortune BEFORE INSERT ON educations
        FOR EACH ROW EXECUTE FUNCTION misfortune()
    """)


async def test_what_is_undone_leaves_no_entry_and_no_gap(api: Api, owner, before: int) -> None:
    await failing(owner, "IF NEW.school = 'Failing' THEN RAISE 'no'; END IF;")
    await api.ask(TWO, {"first": schooling(api, "UNAIR"), "second": schooling(api, "Failing")})
    await owner.execute("DROP TRIGGER misfortune ON educations")
    assert await entries(owner, before) == []
    await api.ask(RECORD, {"input": schooling(api, "UNAIR")})
    assert [entry["number"] for entry in await entries(owner, before)] == [before + 1]


async def test_a_deed_that_collided_and_was_tried_again_is_written_once(api: Api, owner, before: int) -> None:
    await owner.execute("CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC")
    await failing(owner, "IF nextval('tries') < 3 THEN RAISE 'again' USING ERRCODE = '40001'; END IF;")
    await api.ask(RECORD, {"input": schooling(api, "UNDIP")})
    await owner.execute("DROP TRIGGER misfortune ON educations; DROP SEQUENCE tries")
    assert [entry["number"] for entry in await entries(owner, before)] == [before + 1]


async def test_what_was_done_before_another_deed_collided_is_written_once(
    api: Api, owner, before: int
) -> None:
    await owner.execute("CREATE SEQUENCE tries; GRANT ALL ON SEQUENCE tries TO PUBLIC")
    again = "NEW.school = 'Again' AND nextval('tries') < 3"
    await failing(owner, f"IF {again} THEN RAISE 'again' USING ERRCODE = '40001'; END IF;")
    await api.ask(TWO, {"first": schooling(api, "UNAIR"), "second": schooling(api, "Again")})
    await owner.execute("DROP TRIGGER misfortune ON educations; DROP SEQUENCE tries")
    assert [entry["number"] for entry in await entries(owner, before)] == [before + 1, before + 2]


async def found(api: Api, who: str = "admin", **filters: object) -> Any:  # Any: JSON.
    told = await api.ask(ASK, {"filter": filters}, who=who)
    assert "errors" not in told, told
    return told["data"]["auditEntries"]


async def test_an_admin_reads_what_was_done_by_deed_person_and_thing(api: Api, owner, before: int) -> None:
    told = await api.ask(RECORD, {"input": schooling(api, "UPI")})
    made = told["data"]["employeeRecordEducation"]["education"]["id"]
    (entry,) = await entries(owner, before)
    (node,) = (await found(api, about={"eq": made}))["nodes"]
    assert node["account"] == {"subject": "demo-admin"}
    assert (node["number"], node["deed"]) == (entry["number"], "employeeRecordEducation")
    assert (node["hash"], node["previous"]) == (entry["hash"].hex(), entry["previous"].hex())
    assert node["about"] == [made, api.cast.person()]
    assert node["roles"] == ["STAFF", "REGIONAL_ADMIN"]
    account = await owner.fetchval("SELECT id FROM accounts WHERE id = $1", entry["account_id"])
    assert decode_id(made)
    assert account == entry["account_id"]
    at = {"gte": entry["at"].isoformat(), "lte": entry["at"].isoformat()}
    assert [one["number"] for one in (await found(api, at=at))["nodes"]] == [entry["number"]]
    assert (await found(api, deed={"eq": "employeeHire"}))["totalCount"] == 0
    assert (await found(api, about={"in": [api.cast.person(4)]}))["totalCount"] == 0


async def test_pages_lead_from_the_newest_to_the_first_entry(api: Api, owner) -> None:
    await api.ask(RECORD, {"input": schooling(api, "UNM")})
    numbers, after = [], None
    while True:
        page = (await api.ask(ASK, {"after": after}))["data"]["auditEntries"]
        numbers += [node["number"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert numbers == list(range(numbers[0], 0, -1))
    first = await owner.fetchrow("SELECT * FROM audit_entries WHERE tenant_id = 'surakarta' AND number = 1")
    assert (first["deed"], first["account_id"]) == ("tenant provision", HOUSE_ACCOUNT)


@pytest.mark.parametrize("who", ["staff", "leader", "mentor", "client"])
async def test_nobody_else_reads_it(api: Api, who: str) -> None:
    told = await api.ask(ASK, who=who)
    assert told["data"] == {"auditEntries": None}
    assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"
