"""An event is written with its deed or not at all, carries nothing private, and rings once."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest
from factories.events import HAPPENED, TAKING, Office, event

from jenjang.database.engine import bound
from jenjang.events.outbox import waiting
from jenjang.events.telling import CHANNEL, Event, Fact, tell
from jenjang.operations.house import as_house

OURS, THEIRS = "surakarta", "plaju"
NIK = "3372011708850001"
PRIVATE = """
    INSERT INTO events (name, about_type, about_id, payload)
    VALUES ('training.completed', 'Course', uuidv7(), jsonb_build_object('a', $1::text::jsonb))
"""


async def test_a_deed_that_is_undone_tells_nothing(office: Office) -> None:
    heard: list[str] = []
    line = await asyncpg.connect(office.urls.worker_url)
    await line.add_listener(CHANNEL, lambda *told: heard.append(str(told[3])))
    async with as_house(office.app, OURS, office.vault) as context:
        assert context
        await tell(context, event(1))
        await context.session.rollback()
    await line.execute("SELECT 1")
    assert (heard, await office.events()) == ([], [])
    await office.tell(OURS, 1, 2, 3)
    await line.execute("SELECT 1")
    assert (heard, len(await office.events())) == ([OURS], 3)
    await line.close()


async def test_telling_of_nothing_rings_nobody(office: Office) -> None:
    heard: list[str] = []
    line = await asyncpg.connect(office.urls.worker_url)
    await line.add_listener(CHANNEL, lambda *told: heard.append(str(told[3])))
    await office.tell(OURS)
    await line.execute("SELECT 1")
    assert heard == []
    await line.close()


async def test_what_is_told_arrives_as_it_was_told(office: Office) -> None:
    payload: dict[str, Fact] = {"course": UUID(int=7), "on": date(2026, 5, 1), "hours": 20, "score": 81.5}
    payload |= {"passed": True, "none": None}
    async with as_house(office.app, OURS, office.vault) as context:
        assert context
        await tell(context, Event(name=HAPPENED, about=("Course", UUID(int=1)), payload=payload))
    async with bound(office.worker, OURS) as session:
        (letter,) = (await waiting(session, TAKING, 10)).letters
    assert (letter.name, letter.about) == (HAPPENED, ("Course", UUID(int=1)))
    assert letter.payload == payload
    kinds = {name: type(one) for name, one in payload.items()}
    assert {name: type(one) for name, one in letter.payload.items()} == kinds
    assert letter.id in await office.events("id")


@pytest.mark.parametrize("private", [f'"{NIK}"', '"Budi"', '["Budi"]', '{"a": 1}', '"2026-05-01 Budi"'])
async def test_no_text_but_ids_and_days_can_be_told(office: Office, private: str) -> None:
    app = await asyncpg.connect(office.urls.app_url)
    await app.execute("SELECT set_config('app.tenant_id', $1, false)", OURS)
    with pytest.raises(asyncpg.CheckViolationError, match="ck_events_payload_not_private"):
        await app.execute(PRIVATE, private)
    await app.close()


async def test_who_has_seen_a_deed_tells_after_it(office: Office) -> None:
    """Whatever connections it happens on: each deed here begins when the one before is committed."""
    for number in range(20):
        await office.tell(OURS, number)
    assert [one.int for one in await office.events()] == list(range(20))


async def test_postgresql_lets_nobody_change_what_was_told(office: Office) -> None:
    await office.tell(OURS, 1)
    for url, statement in (
        (office.urls.app_url, "DELETE FROM events"),
        (office.urls.app_url, "UPDATE events SET done_at = now()"),
        (office.urls.worker_url, "UPDATE events SET about_id = uuidv7()"),
        (office.urls.worker_url, "UPDATE events SET payload = '{}'"),
    ):
        connection = await asyncpg.connect(url)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
        await connection.close()


async def test_a_government_finds_its_own_events_only(office: Office) -> None:
    await office.tell(THEIRS, 1)
    async with bound(office.worker, OURS) as session:
        assert (await waiting(session, TAKING, 10)).letters == []
