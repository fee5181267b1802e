"""Data keys are rotated under a running server: everything stays readable, and old keys go in time."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from factories.command_line import Done, Run
from factories.imports import Cells, delimited, person
from factories.sample import serving
from factories.sealing import SEALED, aged
from factories.served import OURS, Served, governments_in

from jenjang.core.sealing import Seals, Vault
from jenjang.operations.doctor import Finding, examine

NO_POST = {"JABATAN NAMA": "", "TMT JABATAN": "", "UNOR ID": ""}
BRING = """
mutation($content: String!) {
  importFile(input: {kind: PEOPLE, fileName: "pegawai.csv", content: $content}) { batch { id state } }
}
"""
UNDO = "mutation($id: ID!) { importUndo(input: {batchId: $id}) { userErrors { message } batch { state } } }"
READ = '{ employees(first: 100, filter: {name: {startsWith: "pegawai "}}) { nodes { nip nik phone } } }'


class Installation:
    """A server with people, and the command line beside it: both run in this process, on the same keys."""

    def __init__(self, served: Served, run: Run, database: Any) -> None:
        self.served, self.database = served, database
        self.batch = ""
        self._run = run

    async def command(self, *words: str) -> Done:
        """In a thread of its own, as it has a loop of its own."""
        return await asyncio.to_thread(self._run, "keys", "rotate-data", "--tenant", OURS, *words)

    async def bring(self, phone: str) -> str:
        """Two people with that beginning of a number; the batch's id."""
        rows: list[Cells] = [
            person(serial, **NO_POST) | {"NOMOR HP": f"{phone}{serial}"} for serial in (301, 302)
        ]
        content = base64.b64encode(delimited(rows)).decode()
        batch = (await self.served.data(BRING, {"content": content}))["importFile"]["batch"]
        assert batch["state"] == "APPLIED"
        return batch["id"]

    async def phones(self) -> list[str]:
        found = (await self.served.data(READ))["employees"]["nodes"]
        return sorted(one["phone"] for one in found if one["nip"].endswith(("301", "302")))

    async def key_ids(self) -> set[str]:
        """The ids of the keys with which anything of ours is sealed, in rows and in what they were."""
        connection = await asyncpg.connect(self.database.superuser_url)
        found = set()
        for table, columns in SEALED.items():
            for column in columns:
                rows = await connection.fetch(
                    f"SELECT DISTINCT encode(substr({column}, 2, 4), 'hex') FROM {table}"
                    f" WHERE tenant_id = $1 AND {column} IS NOT NULL",
                    OURS,
                )
                found |= {row[0] for row in rows}
        before = await connection.fetch(
            "SELECT DISTINCT substr(row ->> 'phone', 5, 8)"
            " FROM import_changes, jsonb_array_elements(before) row"
            " WHERE tenant_id = $1 AND table_name = 'employees' AND row ->> 'phone' IS NOT NULL",
            OURS,
        )
        assert before
        await connection.close()
        return found | {row[0] for row in before}

    async def put_phone(self, seals: Seals, phone: str) -> None:
        """Give the two a number, sealed by somebody else."""
        connection = await asyncpg.connect(self.database.superuser_url)
        for row in await connection.fetch("SELECT id FROM employees WHERE number ~ '30[12]$'"):
            sealed = seals.seal("employees", "phone", row["id"], phone)
            await connection.execute("UPDATE employees SET phone = $2 WHERE id = $1", row["id"], sealed)
        await connection.close()

    @property
    def ring(self) -> list[str]:
        return [key["id"] for key in json.loads(self.path.read_bytes())["keys"]]

    @property
    def path(self) -> Path:
        return self.served.settings.keys / f"{OURS}.data.json"


@pytest.fixture
async def place(
    fresh_settled_database: Any, tmp_path: Path, command_line: Run, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    folders = governments_in(tmp_path, OURS)
    async with serving(fresh_settled_database, folders) as served:
        monkeypatch.setenv("JENJANG_DATABASE_URL", fresh_settled_database.app_url)
        monkeypatch.setenv("JENJANG_KEYS", str(folders.keys))
        found = Installation(served, command_line, fresh_settled_database)
        await found.bring("0800-1")
        found.batch = await found.bring("0800-2")
        yield found


TWO = ["0800-2301", "0800-2302"]


async def test_after_a_rotation_all_is_sealed_with_the_new_key_and_read_as_before(
    place: Installation,
) -> None:
    (old,) = place.ring
    assert await place.key_ids() == {old}
    done = await place.command()
    assert (done.code, done.err) == (0, "")
    new, kept = place.ring
    assert (kept, await place.key_ids()) == (old, {new})
    assert f"{new} seals for {OURS} from now on." in done.out
    assert await place.phones() == TWO


async def test_readers_are_answered_all_the_while(place: Installation) -> None:
    done = asyncio.create_task(place.command())
    answers = 0
    while not done.done() or not answers:
        assert await place.phones() == TWO
        answers += 1
    assert (await done).code == 0


async def test_a_file_is_undone_after_a_rotation(place: Installation) -> None:
    assert (await place.command()).code == 0
    undone = await place.served.data(UNDO, {"id": place.batch})
    assert undone["importUndo"] == {"userErrors": [], "batch": {"state": "UNDONE"}}
    assert await place.phones() == ["0800-1301", "0800-1302"]


async def test_older_keys_are_forgotten_after_a_day_and_not_before(place: Installation) -> None:
    await place.command()
    early = await place.command("--forget")
    assert (early.code, len(place.ring)) == (2, 2)
    assert "a day after" in early.err
    aged(place.path)
    late = await place.command("--forget")
    assert (late.code, late.err, len(place.ring)) == (0, "", 1)
    assert await place.phones() == TWO


async def test_what_was_sealed_with_an_older_key_meanwhile_is_sealed_anew_before_that_is_forgotten(
    place: Installation, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    before.mkdir()
    shutil.copy2(place.path, before)  # As a server has it whose transaction began before the rotation.
    await place.command()
    await place.put_phone(Vault(before).of(OURS), "0800-3")
    aged(place.path)
    assert (await place.command("--forget")).code == 0
    assert await place.key_ids() == set(place.ring)
    assert await place.phones() == ["0800-3", "0800-3"]


async def test_an_interrupted_rotation_goes_on_without_another_key(place: Installation) -> None:
    (old,) = place.ring
    connection = await asyncpg.connect(place.database.superuser_url)
    broken = await connection.fetchval(
        "UPDATE employees SET phone = set_byte(phone, 30, get_byte(phone, 30) # 1)"
        " WHERE id = (SELECT max(id::text)::uuid FROM employees WHERE tenant_id = $1) RETURNING id",
        OURS,
    )
    stopped = await place.command()
    assert stopped.code == 2
    assert str(broken) in stopped.err
    assert old in await place.key_ids()
    await connection.execute("UPDATE employees SET phone = NULL WHERE id = $1", broken)
    await connection.close()
    done = await place.command("--resume")
    assert (done.code, len(place.ring)) == (0, 2)
    assert await place.key_ids() == {place.ring[0]}


async def test_the_doctor_tells_which_keys_are_missing(place: Installation) -> None:
    (key,) = place.ring
    assert (await doctor(place)).well
    place.path.unlink()
    found = await doctor(place)
    assert (found.well, found.seen) == (False, f"missing: {OURS} ({key})")
    assert str(place.served.settings.keys) in found.remedy


async def doctor(place: Installation) -> Finding:
    """What the doctor says of data keys."""
    found = [one async for one in examine(place.served.settings) if one.thing == "data keys"]
    return found[0]
