"""`jenjang import` for people at a terminal."""

import shutil
from pathlib import Path

import pytest
from factories.imports import POSITIONS, UNITS, delimited, person
from typer.testing import CliRunner

from jenjang.core.errors import Refusal
from jenjang.core.settings import HOUSE
from jenjang.database.reach import DatabaseAway
from jenjang.organisation.imports.commands import app
from jenjang.tenancy.listed import TenantNotListed

RUN = CliRunner()


@pytest.fixture
def files(tmp_path: Path, fresh_database, monkeypatch) -> Path:
    """A folder with the files of a small government, and a database to bring them into."""
    monkeypatch.setenv("JENJANG_DATABASE_URL", fresh_database.app_url)
    (tmp_path / "units.csv").write_bytes(delimited(UNITS))
    (tmp_path / "positions.csv").write_bytes(delimited(POSITIONS))
    (tmp_path / "people.csv").write_bytes(delimited([person(1), person(2)]))
    (tmp_path / "bad.csv").write_bytes(delimited([person(3), person(4, NIK="12")]))
    return tmp_path


def command(*words: object) -> tuple[int, str]:
    result = RUN.invoke(app, ["import", *map(str, words), "--tenant", "surakarta"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def test_files_come_in_and_go_again(files: Path) -> None:
    for name in ("units", "positions"):
        assert command(name, files / f"{name}.csv")[0] == 0
    code, said = command("people", files / "people.csv", "--dry-run")
    assert (code, "people.csv: TRIED. 2 rows: 2 new" in said) == (0, True)
    code, said = command("people", files / "people.csv")
    assert "people.csv: APPLIED. 2 rows: 2 new, 0 changed, 0 unchanged, 0 refused." in said
    batch = said.split("jenjang import undo ")[1].split()[0]
    assert command("undo", batch) == (0, "people.csv is undone.")
    assert "2 new" in command("people", files / "people.csv")[1]


def test_a_refused_file_ends_with_1_and_a_table_of_what_to_do(files: Path) -> None:
    for name in ("units", "positions"):
        command(name, files / f"{name}.csv")
    code, said = command("people", files / "bad.csv")
    assert code == 1
    assert "bad.csv: REFUSED. 2 rows" in said
    for word in ("3", "NIK", "NIK_NOT_SIXTEEN_DIGITS", "A NIK has 16 digits."):
        assert word in said


def test_a_government_that_is_not_listed_is_told_as_such(files: Path) -> None:
    """Not to be provisioned: there is nothing of it to provision."""
    result = RUN.invoke(app, ["import", "units", str(files / "units.csv"), "--tenant", "solo"])
    assert isinstance(result.exception, TenantNotListed)
    told = result.exception.message()
    assert "There is no solo.toml in " in told
    assert "surakarta" in told
    assert "provision" not in told


def test_one_row_is_told_as_one(files: Path) -> None:
    (files / "units.csv").write_bytes(delimited(UNITS[:1]))
    assert "units.csv: TRIED. 1 row: 1 new" in command("units", files / "units.csv", "--dry-run")[1]


def test_what_is_piped_on_is_never_broken_into_lines(files: Path) -> None:
    long = files / f"{'unit kerja ' * 12}.csv"
    (files / "units.csv").rename(long)
    lines = RUN.invoke(app, ["import", "units", str(long), "--tenant", "surakarta"]).output.splitlines()
    assert lines[0].startswith(f"{long.name}: APPLIED. ")
    assert lines[0].endswith(" 0 refused.")
    undo = next(line for line in lines if line.startswith("Undo with: jenjang import undo "))
    assert undo.endswith(" --tenant surakarta")


def test_a_file_of_a_header_alone_is_said_to_have_no_rows(files: Path) -> None:
    header = (files / "units.csv").read_bytes().split(b"\n")[0]
    (files / "header.csv").write_bytes(header + b"\n")
    code, said = command("units", files / "header.csv")
    assert code == 0
    assert "The file has no rows under its header" in said
    assert "Undo with" not in said


def test_a_database_that_is_away_is_one_sentence(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JENJANG_DATABASE_URL", "postgresql://jenjang_app@127.0.0.1:1/jenjang")
    with pytest.raises(DatabaseAway):
        command("units", files / "units.csv")


def test_a_government_that_is_not_there_is_told_how_to_take_it_in(
    files: Path, tmp_path: Path, monkeypatch
) -> None:
    """It is listed: a file of its own lies in the catalogue."""
    shutil.copy(HOUSE / "tenants/kab_sukoharjo.toml", tmp_path / "atlantis.toml")
    monkeypatch.setenv("JENJANG_TENANTS", str(tmp_path))
    result = RUN.invoke(app, ["import", "units", str(files / "units.csv"), "--tenant", "atlantis"])
    assert isinstance(result.exception, Refusal)
    assert "jenjang tenant provision atlantis" in str(result.exception)
