"""The worker delivers events: each once, in order, whoever else delivers, is killed, or fails."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from factories.events import HAPPENED, TAKING, Office, take
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from jenjang.audit.models import AuditEntry
from jenjang.core.context import Context
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound
from jenjang.events.handling import Handlers, Letter, gathered, on
from jenjang.events.outbox import TRIES, forget, mark_failed, waiting
from jenjang.graph.scalars import encode_id
from jenjang.operations import bell, delivering
from jenjang.operations.bell import Turn
from jenjang.operations.delivering import Delivery

OURS, THEIRS = "surakarta", "plaju"
ASKED = "training.course_wanted"
POISON = 13


class Poisoned(Exception):
    """This letter can't be taken up. No refusal: those are all told in the docs."""


async def take_but_poison(context: Context, letters: Sequence[Letter]) -> None:
    await take(context, letters)
    if any(letter.about[1].int == POISON for letter in letters):
        raise Poisoned


POISONED: Handlers = gathered([on(HAPPENED, deed="coursesTake")(take_but_poison)])


async def turns(delivery: Delivery, tenant: str) -> Turn:
    """Turn after turn, until none is left for now."""
    while (turn := await delivery.take(tenant)) is Turn.MORE:
        pass
    return turn


async def test_what_is_told_while_it_listens_is_taken_up_at_once(office: Office) -> None:
    async with office.delivering(OURS, THEIRS):
        await office.heard()
        await office.tell(OURS, 1, 2)
        await office.all_done()
    assert await office.taken(OURS) == [1, 2]


async def test_what_was_told_before_it_ran_is_taken_up_in_order(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 3)
    handlers = gathered([on(name, deed="coursesTake")(take) for name in (HAPPENED, ASKED)])
    for number in range(10):
        await office.tell(OURS, number, name=(HAPPENED, HAPPENED, ASKED)[number % 3])
    async with office.delivering(OURS, handlers=handlers):
        await office.all_done()
    assert await office.taken(OURS) == list(range(10))


async def test_two_workers_deliver_nothing_twice_and_all_in_order(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 2)
    monkeypatch.setattr(bell, "AGAIN", 0.01)
    async with office.delivering(OURS, THEIRS), office.delivering(OURS, THEIRS):
        await office.heard(2)
        for number in range(0, 60, 3):
            await office.tell(OURS, number, number + 1, number + 2)
            await office.tell(THEIRS, number)
        await office.all_done()
    assert await office.taken(OURS) == list(range(60))
    assert await office.taken(THEIRS) == list(range(0, 60, 3))


async def test_while_somebody_delivers_nobody_else_does(office: Office) -> None:
    await office.tell(OURS, 1)
    await office.tell(THEIRS, 2)
    second = Delivery(office.worker, office.vault, TAKING)
    seen: list[Turn] = []

    async def watched(context: Context, letters: Sequence[Letter]) -> None:
        seen.extend([await second.take(OURS), await second.take(THEIRS)])
        await take(context, letters)

    first = Delivery(office.worker, office.vault, gathered([on(HAPPENED, deed="coursesTake")(watched)]))
    assert await first.take(OURS) is Turn.MORE
    assert seen == [Turn.LATER, Turn.MORE]
    assert (await office.taken(OURS), await office.taken(THEIRS)) == ([1], [2])


async def test_what_a_killed_worker_did_is_done_anew(office: Office, tmp_path: Path) -> None:
    """It is killed after its handler has written, before it commits."""
    await office.tell(OURS, 1, 2)
    await office.watch.execute("SELECT pg_advisory_lock(1)")
    script = HOUSE / "tests" / "events" / "a_worker_that_waits.py"
    command = [sys.executable, str(script), office.urls.worker_url, str(tmp_path), OURS]
    with subprocess.Popen(command, cwd=HOUSE) as worker:  # noqa: ASYNC220  It is to be killed.
        try:
            await office.until("EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        finally:
            worker.kill()
    await office.watch.execute("SELECT pg_advisory_unlock(1)")
    await office.until(
        "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename = 'jenjang_worker')"
    )
    assert (await office.taken(OURS), await office.events("done_at")) == ([], [None, None])
    async with office.delivering(OURS):
        await office.all_done()
    assert await office.taken(OURS) == [1, 2]


async def test_a_letter_that_cant_be_taken_up_is_found_and_those_before_it_are(office: Office) -> None:
    await office.tell(OURS, *range(20))
    delivery = Delivery(office.worker, office.vault, POISONED)
    assert await turns(delivery, OURS) is Turn.LATER
    assert await office.taken(OURS) == list(range(POISON))
    assert await office.events("tries", "tries > 0") == [1]
    assert await office.events("error", "tries > 0") == ["Poisoned"]
    assert await office.events("due_at > now()", "tries > 0") == [True]


async def test_it_is_set_aside_after_so_many_tries_and_the_others_come_to_their_turn(office: Office) -> None:
    await office.tell(OURS, *range(20))
    delivery = Delivery(office.worker, office.vault, POISONED)
    for _ in range(TRIES - 1):
        assert await turns(delivery, OURS) is Turn.LATER
        assert await office.taken(OURS) == list(range(POISON))
        await office.at_once()
    with capture_logs() as lines:
        assert await turns(delivery, OURS) is Turn.DONE
    assert await office.taken(OURS) == [one for one in range(20) if one != POISON]
    assert await office.events("about_id", "failed_at IS NOT NULL AND done_at IS NULL") == [
        (await office.events("about_id"))[POISON]
    ]
    (line,) = [one for one in lines if one["event"] == "event set aside"]
    assert (line["tenant"], line["name"], line["kind"]) == (OURS, HAPPENED, "Poisoned")


async def test_each_pause_is_twice_the_one_before_up_to_an_hour(office: Office) -> None:
    await office.tell(OURS, 1)
    (key,) = await office.events("id")
    pauses = []
    async with bound(office.worker, OURS) as session:
        for tried in range(TRIES):
            await session.execute(
                text("UPDATE events SET failed_at = NULL, tries = :tried"), {"tried": tried + 3 * (tried > 6)}
            )
            await mark_failed(session, key, "Poisoned")
            pauses.append(await session.scalar(text("SELECT due_at - now() FROM events")))
    assert pauses == [
        *(timedelta(seconds=10 * 2**tried) for tried in range(7)),
        timedelta(hours=1),
    ]


async def test_a_failing_handler_leaves_other_governments_undisturbed(office: Office) -> None:
    await office.tell(OURS, POISON, 14)
    await office.tell(THEIRS, 15)
    async with office.delivering(OURS, THEIRS, handlers=POISONED):
        await office.until("EXISTS (SELECT FROM taken WHERE tenant_id = 'plaju')")
        await office.until("EXISTS (SELECT FROM events WHERE tries > 0)")
        await office.tell(THEIRS, 16)
        await office.until("(SELECT count(*) = 2 FROM taken WHERE tenant_id = 'plaju')")
    assert (await office.taken(OURS), await office.taken(THEIRS)) == ([], [15, 16])


async def test_a_government_that_isnt_in_stops_nobody(office: Office) -> None:
    await office.tell(OURS, 1)
    with capture_logs() as lines:
        async with office.delivering("nowhere", "bad\x00name", OURS):
            await office.all_done()
    assert await office.taken(OURS) == [1]
    assert [one["tenant"] for one in lines if one["event"] == "delivering failed"] == ["bad\x00name"]


async def test_no_handler_sees_anothers_government(office: Office) -> None:
    await office.tell(OURS, 1)
    await office.tell(THEIRS, 2)
    seen: list[tuple[str, list[int], list[int]]] = []

    async def look(context: Context, letters: Sequence[Letter]) -> None:
        rows = (await context.session.execute(text("SELECT about_id FROM events"))).scalars().all()
        seen.append((context.tenant, [one.about[1].int for one in letters], [row.int for row in rows]))

    async with office.delivering(OURS, THEIRS, handlers=gathered([on(HAPPENED, deed="look")(look)])):
        await office.all_done()
    assert sorted(seen) == [(THEIRS, [2], [2]), (OURS, [1], [1])]


async def test_all_handlers_of_a_name_take_it_up_or_none_does(office: Office) -> None:
    await office.tell(OURS, POISON)
    both = gathered([*TAKING[HAPPENED], *POISONED[HAPPENED]])
    assert await turns(Delivery(office.worker, office.vault, both), OURS) is Turn.LATER
    assert await office.taken(OURS) == []
    await office.at_once()
    twice = gathered([*TAKING[HAPPENED], *TAKING[HAPPENED]])
    assert await turns(Delivery(office.worker, office.vault, twice), OURS) is Turn.DONE
    assert await office.taken(OURS) == [POISON, POISON]


async def test_what_a_handler_did_stands_in_the_chain_if_it_did_something(office: Office) -> None:
    async def plan(context: Context, letters: Sequence[Letter]) -> None:
        for letter in letters:
            if letter.about[1].int > 1:
                context.concern(*letter.about)

    await office.tell(OURS, 1)
    delivery = Delivery(office.worker, office.vault, gathered([on(HAPPENED, deed="planClose")(plan)]))
    await turns(delivery, OURS)
    await office.tell(OURS, 2, 3)
    await turns(delivery, OURS)
    async with bound(office.app, OURS) as session:
        rows = (await session.execute(select(AuditEntry.deed, AuditEntry.about))).all()
    courses = [encode_id("Course", key) for key in (await office.events())[1:]]
    assert [row.about for row in rows if row.deed == "planClose"] == [courses]


async def test_what_nobody_takes_up_waits_for_a_reader(office: Office) -> None:
    await office.tell(OURS, 1, name="training.planned")
    await office.tell(OURS, 2)
    await turns(Delivery(office.worker, office.vault, TAKING), OURS)
    assert await office.taken(OURS) == [2]
    later = gathered([*TAKING[HAPPENED], on("training.planned", deed="coursesTake")(take)])
    await turns(Delivery(office.worker, office.vault, later), OURS)
    assert await office.taken(OURS) == [2, 1]


OLD = """
    INSERT INTO events (id, tenant_id, name, about_type, about_id, done_at, failed_at)
    SELECT uuidv7(-make_interval(days => $1)), 'surakarta', $2, 'Course', gen_random_uuid(),
           CASE WHEN $3 = 'done' THEN now() END, CASE WHEN $3 = 'failed' THEN now() END
"""


async def test_after_a_month_is_forgotten_what_was_delivered_or_nobody_takes_up(office: Office) -> None:
    for days in (29, 31):
        for name, state in (
            (HAPPENED, "done"),
            (HAPPENED, "waits"),
            (HAPPENED, "failed"),
            ("training.planned", "waits"),
        ):
            await office.watch.execute(OLD, days, name, state)
    async with bound(office.worker, OURS) as session:
        assert await forget(session, TAKING) == 2
        assert await session.scalar(select(func.count()).select_from(text("events"))) == 6
        assert len((await waiting(session, TAKING, 10)).letters) == 2
    old = "id < uuidv7(-interval '30 days')"
    assert await office.events("name", f"{old} AND failed_at IS NOT NULL") == [HAPPENED]
    assert await office.events("name", f"{old} AND failed_at IS NULL") == [HAPPENED]


async def test_told_to_stop_it_ends_its_turn(office: Office) -> None:
    stop = asyncio.Event()
    await office.tell(OURS, 1)
    await office.tell(THEIRS, 2)

    async def stopping(context: Context, letters: Sequence[Letter]) -> None:
        stop.set()
        await take(context, letters)

    handlers = gathered([on(HAPPENED, deed="coursesTake")(stopping)])
    await delivering.deliver_events(
        stop, office.urls.worker_url, office.worker, (OURS, THEIRS), office.vault, handlers
    )
    assert (await office.taken(THEIRS), await office.taken(OURS)) == ([2], [])
