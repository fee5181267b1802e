"""`jenjang import skps` for people at a terminal: tried, brought in, noted, undone."""

import asyncio
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.appraisal.skp_files import an_agreed_one
from factories.imports import delimited
from sqlalchemy import select
from typer.testing import CliRunner

from jenjang.audit.models import AuditEntry
from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.operations.imports import app
from jenjang.organisation.models import Employee

RUN = CliRunner()


@pytest.fixture
def file(tmp_path: Path, fresh_database, monkeypatch) -> Path:
    """A file with the SKP of somebody in an office, and one of nobody; the database holds the office."""
    monkeypatch.setenv("JENJANG_DATABASE_URL", fresh_database.app_url)
    monkeypatch.setenv("JENJANG_KEYS", str(tmp_path / "keys"))
    number, today = asyncio.run(office(fresh_database.app_url))
    agreed = {"TAHUN": f"{today.year}", "TANGGAL DISEPAKATI": f"01-12-{today.year - 1}"}
    (tmp_path / "skp.csv").write_bytes(delimited([an_agreed_one(number, **agreed)]))
    (tmp_path / "bad.csv").write_bytes(delimited([an_agreed_one("199001012015011009", **agreed)]))
    return tmp_path


async def office(url: str):
    """Make the office; the staff's number, and the day."""
    database, today = engine(url, connections=1), clock.today("Asia/Jakarta")
    async with bound(database, "surakarta") as session:
        people = (await an_office(session, today)).people
        number = (await session.get_one(Employee, ("surakarta", people["staff"]))).number
    await database.dispose()
    return number, today


async def noted(url: str) -> list[str]:
    """The deeds in the government's chain, in their order."""
    database = engine(url, connections=1)
    async with bound(database, "surakarta") as session:
        deeds = list(await session.scalars(select(AuditEntry.deed).order_by(AuditEntry.number)))
    await database.dispose()
    return deeds


def command(*words: object) -> tuple[int, str]:
    result = RUN.invoke(app, ["import", *map(str, words), "--tenant", "surakarta"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def test_a_file_is_tried_brought_in_and_undone_each_time_noted(file: Path, fresh_database) -> None:
    code, said = command("skps", file / "bad.csv")
    assert (code, "WHOSE_SKP_UNKNOWN" in said) == (1, True)
    code, said = command("skps", file / "skp.csv", "--dry-run")
    assert (code, "skp.csv: TRIED. 1 row: 1 new" in said) == (0, True)
    code, said = command("skps", file / "skp.csv")
    assert (code, "skp.csv: APPLIED. 1 row: 1 new" in said) == (0, True)
    batch = said.split("jenjang import undo ")[1].split()[0]
    assert "1 unchanged" in command("skps", file / "skp.csv")[1]
    assert command("undo", batch) == (0, "skp.csv is undone.")
    assert "1 new" in command("skps", file / "skp.csv")[1]
    imported, undone = "import skps", "import undo"
    deeds = asyncio.run(noted(fresh_database.app_url))
    assert deeds == ["tenant provision", *[imported] * 4, undone, imported]
