"""The command line says what it did, and refuses in one sentence."""

import re
import subprocess
import sys
import time
from importlib.metadata import version
from typing import Any

import pytest
from factories.command_line import Run

from jenjang.core.settings import Settings
from jenjang.identity.personas import PERSONAS, PROVINCE_PERSONAS
from jenjang.operations.installation import passwords_of


def at(database: Any) -> dict[str, str]:
    return {"JENJANG_DATABASE_URL": database.app_url, "JENJANG_OWNER_URL": database.owner_url}


def test_help_names_every_command(command_line: Run) -> None:
    told = command_line("--help").out
    for name in (
        "demo",
        "serve",
        "worker",
        "migrate",
        "client",
        "keys",
        "contract",
        "tenant",
        "import",
        "token",
        "doctor",
    ):
        assert f" {name} " in told


def test_help_loads_no_other_room() -> None:
    code = "import sys; from jenjang.__main__ import composed; composed(None); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "strawberry", "asyncpg", "uvicorn"} & set(loaded)


def test_the_doctor_comes_without_what_serves_and_works() -> None:
    code = "import sys; from jenjang.__main__ import composed; composed('doctor'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "asyncpg" in loaded
    assert not {"strawberry", "graphql", "alembic", "uvicorn"} & set(loaded)


@pytest.mark.parametrize("persona", [*PERSONAS, *PROVINCE_PERSONAS])
def test_every_persona_is_named_where_one_is_asked_for(command_line: Run, persona: str) -> None:
    told = command_line("token", "--help").out
    assert persona in re.findall(r"\w+", told.split("--as", 1)[1].split("--subject", 1)[0])


def test_setting_up_says_what_it_did(command_line: Run, fresh_database: Any) -> None:
    done = command_line("migrate", JENJANG_SUPERUSER_URL=fresh_database.superuser_url, **at(fresh_database))
    assert done.code == 0
    assert done.out.splitlines()[0] == f"Roles and the database {fresh_database.name} are there."
    assert done.out.splitlines()[2] == "National lists: 0 rows new or changed; rules: 0."


def test_roles_get_the_passwords_that_their_addresses_carry() -> None:
    settings = Settings(
        owner_url="postgresql://jenjang_owner:o%2Fne@db/jenjang",
        database_url="postgresql://jenjang_app:two@db/jenjang",
        worker_url="postgresql://jenjang_worker@db/jenjang",
    )
    assert passwords_of(settings) == {"jenjang_owner": "o/ne", "jenjang_app": "two"}


def test_tenants_are_listed_with_whether_they_are_provisioned(command_line: Run, database: Any) -> None:
    told = command_line("tenant", "list", **at(database)).out
    assert "Pemerintah Kota Surakarta" in told
    assert time.strftime("%Y-") in told


def test_names_of_tenants_are_whole_however_narrow_the_terminal_is(command_line: Run, database: Any) -> None:
    told = command_line("tenant", "list", COLUMNS="40", **at(database)).out
    assert "Pemerintah Provinsi Nusa Tenggara Timur" in told


def test_the_version_is_told(command_line: Run) -> None:
    done = command_line("--version")
    assert (done.code, done.out) == (0, f"jenjang {version('jenjang')}\n")


def test_tenants_are_listed_while_the_database_is_away(command_line: Run) -> None:
    done = command_line("tenant", "list", JENJANG_DATABASE_URL="postgresql://jenjang_app@127.0.0.1:1/jenjang")
    assert done.code == 0
    assert "unknown" in done.out
    assert "The database can't be used" in done.err


def test_provisioning_again_says_so(command_line: Run, database: Any) -> None:
    assert command_line("tenant", "provision", **at(database)).out == "13 provisioned; new: none.\n"


@pytest.mark.parametrize(
    ("words", "environment", "sentence"),
    [
        (("tenant", "show", "solo"), {}, "There is no solo.toml in"),
        (
            ("doctor",),
            {"JENJANG_DATABASE_URL": "mysql://secret@x"},
            "JENJANG_DATABASE_URL can't be used: it must",
        ),
        (("doctor",), {"JENJANG_REDIS_URL": "http://x"}, "JENJANG_REDIS_URL can't be used: it must begin"),
        (("doctor",), {"JENJANG_STATEMENT_TIMEOUT": "abc"}, "JENJANG_STATEMENT_TIMEOUT can't be used:"),
        (
            ("token", "--tenant", "surakarta", "--as", "staff"),
            {"JENJANG_KEYS": "/proc/keys", "JENJANG_DATABASE_URL": "postgresql://o@127.0.0.1:1/x"},
            "Keys can't be written into /proc/keys (",
        ),
        (("migrate",), {"JENJANG_OWNER_URL": "postgresql://o@127.0.0.1:1/x"}, "The database can't be used:"),
        (
            ("tenant", "provision"),
            {"JENJANG_OWNER_URL": "postgresql://o@127.0.0.1:1/x"},
            "The database can't",
        ),
    ],
)
def test_a_refusal_is_one_sentence(
    command_line: Run, words: tuple[str, ...], environment: dict[str, str], sentence: str
) -> None:
    done = command_line(*words, **environment)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].startswith(sentence)
    assert len(done.err.splitlines()) == (2 if "token" in words else 1)
    assert "secret" not in done.err
