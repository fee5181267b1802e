"""Two persons bring a national rule in between releases, and servers go by it without a restart."""

import asyncio
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories.command_line import Done, Run
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.database.engine import engine
from jenjang.operations.installation import load_national_data
from jenjang.operations.rule_drafts import READ_BY, check_readable
from jenjang.rules import shelf
from jenjang.rules.shelf import Rule, all_shipped, forget, in_order, rule_in_force

WEEK = """
name = "working_week"
version = "{version}"
source = "Perpres 99/2027"
confidence = "V"
valid_from = {begins}

[body.days_off]
five_day_week = [5, 6, 7]
six_day_week = [7]
"""
AHEAD = date(2027, 3, 1)


@pytest.fixture
def home(command_line: Run, fresh_database: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line for an installation of its own."""
    monkeypatch.setenv("JENJANG_OWNER_URL", fresh_database.owner_url)
    forget()
    return command_line


@pytest.fixture
def week(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, version: str = "2027", begins: str = "2027-03-01", **changes: str) -> Path:
    file = folder / f"week.{version}.toml"
    told = WEEK.format(version=version, begins=begins)
    for old, new in changes.items():
        told = told.replace(old, new)
    file.write_text(told)
    return file


def another_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another user of the operating system ran what follows."""
    other = 1 if os.getuid() == 0 else 0
    monkeypatch.setattr(os, "getuid", lambda: other)


def proposed(run: Run, file: Path, by: str = "Ani Lestari") -> Done:
    done = run("rules", "propose", str(file), "--by", by)
    assert done.code == 0, done.err
    return done


def in_force(url: str, on: date) -> Rule:
    async def ask() -> Rule:
        app = engine(url, connections=1)
        async with AsyncSession(app) as session:
            found = await rule_in_force(session, "working_week", on)
        await app.dispose()
        return found

    return asyncio.run(ask())


def test_a_second_person_publishes_what_one_proposed(
    home: Run, fresh_database: Any, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_force(fresh_database.app_url, AHEAD).version == "2023"
    done = proposed(home, week)
    assert "working_week 2023 then ends on 2027-03-01." in done.out
    assert in_force(fresh_database.app_url, AHEAD).version == "2023"
    another_login(monkeypatch)
    done = home("rules", "publish", "working_week", "2027", "--by", "Budi Santoso")
    assert (done.code, done.out.strip()) == (
        0,
        "working_week 2027 is published. working_week 2023 ends on 2027-03-01.",
    )
    forget()
    assert in_force(fresh_database.app_url, AHEAD).body["days_off"]["five_day_week"] == [5, 6, 7]
    before = in_force(fresh_database.app_url, date(2027, 2, 28))
    assert (before.version, before.valid_to) == ("2023", AHEAD)


def test_it_outlives_the_next_migration(
    home: Run, fresh_database: Any, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(home, week)
    another_login(monkeypatch)
    home("rules", "publish", "working_week", "2027", "--by", "Budi Santoso")
    assert asyncio.run(load_national_data(fresh_database.owner_url))[1] == 0
    assert in_force(fresh_database.app_url, AHEAD).version == "2027"


@pytest.mark.parametrize("name", ["Ani Lestari", "  ani   LESTARI "])
def test_the_same_name_or_the_same_login_is_one_person(
    home: Run, week: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    proposed(home, week)
    by_login = home("rules", "publish", "working_week", "2027", "--by", "Budi Santoso")
    assert by_login.code == 2
    assert "another person publishes it" in by_login.err
    another_login(monkeypatch)
    by_name = home("rules", "publish", "working_week", "2027", "--by", name)
    assert by_name.code == 2
    assert "another person publishes it" in by_name.err
    assert "waits" in home("rules", "list").out


def test_a_variable_of_the_environment_is_no_other_login(home: Run, week: Path) -> None:
    proposed(home, week)
    done = home("rules", "publish", "working_week", "2027", "--by", "Budi", LOGNAME="budi", USER="budi")
    assert done.code == 2


def test_a_name_is_needed(home: Run, week: Path) -> None:
    assert home("rules", "propose", str(week), "--by", " ").code == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"working_week": "working_weeks"}, "No rule working_weeks is read here."),
        ({"five_day_week": "four_day_week"}, "KeyError: 'five_day_week'"),
        ({'"V"': '"sure"'}, "confidence is sure"),
        ({"[body.days_off]": "[body.days_off"}, "is no file of a rule"),
        ({"source =": "sources ="}, "lacks source, which every rule tells"),
        ({"[body": "[other]\n[body"}, "tells of other, which no rule has"),
        ({"2027-03-01": "1995-09-27"}, "would be in force together with 2023, which begins on 1995-09-27"),
        ({'"2027"': '"2023"'}, "working_week 2023 is there already"),
    ],
)
def test_what_can_t_be_gone_by_is_not_proposed(
    home: Run, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    done = home("rules", "propose", str(written(tmp_path, **changes)), "--by", "Ani")
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert "waits" not in home("rules", "list").out


def test_a_draft_is_read_and_taken_back_and_its_version_is_free_again(home: Run, week: Path) -> None:
    proposed(home, week)
    again = home("rules", "propose", str(week), "--by", "Ani")
    assert "is there already, as a draft" in again.err
    shown = home("rules", "show", "working_week", "2027").out
    assert "Perpres 99/2027 [V]" in shown
    assert '"five_day_week"' in shown
    assert home("rules", "withdraw", "working_week", "2027").code == 0
    assert home("rules", "show", "working_week", "2027").code == 2
    proposed(home, week)


def test_a_published_version_is_neither_withdrawn_nor_published_again(
    home: Run, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(home, week)
    another_login(monkeypatch)
    home("rules", "publish", "working_week", "2027", "--by", "Budi")
    for done in (
        home("rules", "withdraw", "working_week", "2027"),
        home("rules", "publish", "working_week", "2027", "--by", "Citra"),
    ):
        assert done.code == 2
        assert "is published" in done.err


def test_the_list_tells_by_whom(home: Run, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proposed(home, week)
    another_login(monkeypatch)
    home("rules", "publish", "working_week", "2027", "--by", "Budi Santoso")
    lines = [line for line in home("rules", "list").out.splitlines() if "working_week" in line]
    assert [line.count("the release") for line in lines] == [2, 0]
    assert "2027-03-01" in lines[0]
    assert "Ani Lestari" in lines[1]
    assert "Budi Santoso" in lines[1]


def test_a_server_reads_a_rule_anew_after_a_minute(
    home: Run, fresh_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_force(fresh_database.app_url, AHEAD).version == "2023"
    change = "UPDATE rule_sets SET version = '2023a' WHERE name = 'working_week'"
    asyncio.run(beside(fresh_database.superuser_url, change))
    assert in_force(fresh_database.app_url, AHEAD).version == "2023"
    read_at, found = shelf._kept["working_week"]
    monkeypatch.setitem(shelf._kept, "working_week", (read_at - shelf.KEPT_FOR, found))
    assert in_force(fresh_database.app_url, AHEAD).version == "2023a"


async def beside(url: str, statement: str) -> None:
    role = engine(url, connections=1)
    try:
        async with role.begin() as connection:
            await connection.execute(text(statement))
    finally:
        await role.dispose()


@pytest.mark.parametrize("role", ["app_url", "worker_url"])
def test_no_server_reads_or_writes_drafts(fresh_database: Any, role: str) -> None:
    for statement in ("SELECT * FROM rule_drafts", "DELETE FROM rule_drafts"):
        with pytest.raises(DBAPIError, match="permission denied"):
            asyncio.run(beside(getattr(fresh_database, role), statement))


def test_everything_shipped_could_have_been_proposed() -> None:
    assert {rule.name for rule in all_shipped()} == set(READ_BY)
    for rule in all_shipped():
        check_readable(rule)


def test_versions_end_where_the_next_one_begins_and_the_release_counts_first() -> None:
    def version(number: str, year: int, source: str = "law") -> Rule:
        return Rule("rule", number, source, "V", date(year, 1, 1), None, {})

    shipped = [version("1", 2020), version("2", 2024)]
    drafted = [version("3", 2026), version("2", 2024, "draft")]
    found = in_order([*shipped, *drafted])
    assert [(one.version, one.source, one.valid_to) for one in found] == [
        ("1", "law", date(2024, 1, 1)),
        ("2", "law", date(2026, 1, 1)),
        ("3", "law", None),
    ]
