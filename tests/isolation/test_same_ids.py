"""Two governments whose rows have the very same ids: neither plans, nor caches, nor keys mix them up."""

import asyncio
import hashlib
import json
import random
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import asyncpg
import pytest
from factories.governments import mark, owned_tables
from factories.sealing import change_sealed, moved
from factories.served import OURS, THEIRS, Served, governments_in, opened, settings_of

from jenjang.core.sealing import Seals, Vault
from jenjang.graph.scalars import encode_id

REQUESTS = 2_000
AT_ONCE = 16
MARKS = re.compile("⟦(.*?)⟧")
DOCUMENTS = (
    "query($id: ID!) { node(id: $id) { id ... on Employee { name nik unit { name parent { name } }"
    " placements { nodes { reason position { name } } } timeline(first: 5) { nodes { title } } } } }",
    "query($id: ID!) { employee(id: $id) { id fullName workEmail educations { school } sanctions { kind }"
    " } }",
    "query($id: ID!) { nodes(ids: [$id]) { id ... on Employee { name address } }"
    " employees(first: 3) { nodes { name } pageInfo { endCursor } } }",
    "query { viewer { person { name } tenant { code } }"
    ' units(filter: {name: {contains: "i"}}) { nodes { name } } }',
)


async def twin(superuser: asyncpg.Connection, first: str, second: str) -> None:
    """Every row of the first in the second, in place of its own: the same ids, the other's name in texts."""
    async with superuser.transaction():
        await superuser.execute("SET LOCAL session_replication_role = replica")
        for table in owned_tables():
            columns = [column for column in table.c if not column.computed]
            names = ", ".join(f'"{column.name}"' for column in columns)
            values = ", ".join(
                f"replace(\"{column.name}\", '{first}', '{second}')"
                if column.type.python_type is str
                else f'"{column.name}"'
                for column in columns
            )
            await superuser.execute(f"DELETE FROM {table.name} WHERE tenant_id = $1", second)
            await superuser.execute(
                f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} WHERE tenant_id = $1",
                first,
            )


async def seal_anew(superuser: asyncpg.Connection, before: Seals, vault: Vault) -> None:
    """What the first sealed, as each of the two seals it."""
    for tenant in (OURS, THEIRS):
        await change_sealed(superuser, tenant, moved(before, vault.of(tenant), (OURS, tenant)))


@pytest.fixture(scope="module")
async def twins(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One server for two governments whose people, accounts and units have equal ids."""
    settled = settled_database.governments
    connection = await asyncpg.connect(settled_database.superuser_url)
    await twin(connection, OURS, THEIRS)
    both = governments_in(tmp_path_factory.mktemp("both"))
    await seal_anew(connection, Vault(settled_database.keys).of(OURS), Vault(both.keys))
    await connection.close()
    async with opened(settings_of(settled_database, both), {**settled, THEIRS: settled[OURS]}) as served:
        yield served


async def together(jobs: list[Any]) -> list[Any]:  # Any: coroutines, and what they give.
    """Run them, at most so many at once, in this order."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(job: Any) -> Any:
        async with gate:
            return await job

    return await asyncio.gather(*map(one, jobs))


async def test_two_thousand_requests_each_get_their_own_governments_rows(twins: Served) -> None:
    chance = random.Random(7)  # noqa: S311  # Nothing secret.
    people = list(twins.governments[OURS].people.values())
    asked = [
        (
            chance.choice((OURS, THEIRS)),
            chance.choice(("admin", "leader", "staff")),
            chance.choice(DOCUMENTS),
            encode_id("Employee", chance.choice(people)),
        )
        for _ in range(REQUESTS)
    ]
    answers = await together(
        [
            twins.ask(document, {"id": key} if "$id" in document else {}, tenant=tenant, subject=subject)
            for tenant, subject, document, key in asked
        ]
    )
    by_tenant = {OURS: 0, THEIRS: 0}
    for (tenant, *_), answer in zip(asked, answers, strict=True):
        assert answer.status_code == 200
        assert '"errors"' not in answer.text, answer.text
        assert set(MARKS.findall(answer.text)) <= {tenant}
        by_tenant[tenant] += mark(tenant) in answer.text
    assert min(by_tenant.values()) > REQUESTS / 4


async def test_an_answer_is_the_same_in_both_but_for_the_names(twins: Served) -> None:
    """Else one of them would have been served nothing, which never mixes."""
    key = encode_id("Employee", twins.governments[OURS].people["staff"])
    for document in DOCUMENTS:
        given = {"id": key} if "$id" in document else {}
        ours = await twins.ask(document, given)
        theirs = await twins.ask(document, given, tenant=THEIRS)
        assert mark(OURS) in ours.text
        assert without_cursors(theirs.text) == without_cursors(ours.text.replace(OURS, THEIRS))


def without_cursors(text: str) -> str:
    return re.sub(r'"endCursor":"[^"]*"', "", text)


async def test_whoever_asks_is_taken_for_nobody_else(twins: Served) -> None:
    """Equal account ids and equal people in two governments; many accounts at the same moment."""
    who = [
        (tenant, subject) for tenant in (OURS, THEIRS) for subject in ("admin", "staff", "leader", "client")
    ]
    document = "{ viewer { roles client person { name } tenant { code } } }"
    asked = [who[at % len(who)] for at in range(200)]
    answers = await together([twins.ask(document, tenant=one, subject=subject) for one, subject in asked])
    found: dict[tuple[str, str], set[str]] = {}
    for one, answer in zip(asked, answers, strict=True):
        found.setdefault(one, set()).add(answer.text)
    assert {one: len(texts) for one, texts in found.items()} == dict.fromkeys(who, 1)
    for (tenant, subject), texts in found.items():
        viewer = twins_viewer(texts)
        assert viewer["tenant"] == {"code": tenant}
        assert viewer["client"] == f"{subject}@{tenant}.example"


def twins_viewer(texts: set[str]) -> Mapping[str, Any]:
    return json.loads(next(iter(texts)))["data"]["viewer"]


OPEN = (
    'mutation($name: String!) { unitOpen(input: {name: $name, kind: SEKSI, on: "2026-01-01"})'
    " { unit { id name } userErrors { code } } }"
)


async def opening(served: Served, name: str, key: str, **who: str) -> Any:  # Any: a response.
    return await served.ask(OPEN, {"name": name}, headers={"idempotency-key": key}, **who)


async def test_one_idempotency_key_in_two_governments_and_of_two_accounts_is_three_keys(
    twins: Served,
) -> None:
    askers = ({"tenant": OURS}, {"tenant": THEIRS}, {"tenant": OURS, "subject": "client"})
    opened_by = []
    for who in askers:
        first = await opening(twins, f"Seksi {who}", "the-same-key", **who)
        again = await opening(twins, f"Seksi {who}", "the-same-key", **who)
        assert first.json()["data"]["unitOpen"]["unit"]["name"] == f"Seksi {who}"
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        assert again.json()["data"] == first.json()["data"]
        opened_by.append(first.json()["data"]["unitOpen"]["unit"]["id"])
    assert len(set(opened_by)) == 3


async def test_a_deed_under_a_key_waits_for_nobody_in_another_government(twins: Served) -> None:
    """The key is locked while its first request goes on; the lock must know the government."""
    for round_ in range(25):
        key = f"at-once-{round_}"
        answers = await asyncio.gather(
            *(opening(twins, f"Seksi {key}", key, tenant=tenant) for tenant in (OURS, THEIRS))
        )
        assert [answer.json().get("errors") for answer in answers] == [None, None]


async def test_a_document_that_one_government_sent_along_is_unknown_to_another(twins: Served) -> None:
    """Else its sha256 alone would tell whether anybody there ever asked so."""
    document = "{ viewer { client } }"
    known = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(document.encode()).hexdigest()}}

    async def send(tenant: str, **more: object) -> Any:  # Any: JSON.
        sent = {"authorization": f"Bearer {twins.token(tenant, 'admin')}"}
        answer = await twins.client.post("/graphql", json={"extensions": known, **more}, headers=sent)
        return answer.json()

    assert "data" in await send(OURS, query=document)
    assert "data" in await send(OURS)
    code = (await send(THEIRS))["errors"][0]["extensions"]["code"]
    assert code == "PERSISTED_DOCUMENT_NOT_FOUND"
