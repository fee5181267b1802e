"""One command serves the regions, hands out tokens, and leaves no process behind."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import psutil
import pytest
from factories.server import free_port

from jenjang.core.settings import HOUSE, Settings
from jenjang.demo.environment import handed_out, how_to_use
from jenjang.demo.people.samples import write_files
from jenjang.demo.place import (
    FolderNotOurs,
    FolderNotWritable,
    PortInUse,
    PortNotAllowed,
    folder_for,
    listening,
)

REGIONS = {
    "plaju",
    "maulafa",
    "pontianak",
    "surakarta",
    "kotabumi",
    "kota_semarang",
    "kota_magelang",
    "kab_sukoharjo",
}


@contextmanager
def demo(folder: Path, *more: str, **told: str) -> Iterator["subprocess.Popen[str]"]:
    command = [
        sys.executable,
        "-m",
        "jenjang",
        "demo",
        "--data",
        str(folder),
        "--port",
        str(free_port()),
        *more,
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=os.environ | told) as process:
        try:
            yield process
        finally:
            process.terminate()  # A test that fails in the middle must not wait for it.


def asked(brochure: dict[str, Any], token: str, query: str) -> Any:
    bearer = {"Authorization": f"Bearer {token}"}
    return httpx2.post(brochure["graphql"], json={"query": query}, headers=bearer, timeout=30).json()


def descendants(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One folder for the first start and the second."""
    with TemporaryDirectory(prefix="jenjang-") as made:
        yield Path(made)


def test_it_serves_every_region_and_ends_on_sigterm(folder: Path) -> None:
    with demo(folder, "--json") as process:
        assert process.stdout
        brochure = json.loads(process.stdout.readline())
        assert list(brochure) == [
            "url",
            "graphql",
            "database",
            "app_role",
            "schema",
            "tokens",
            "province_tokens",
            "people",
            "sign_in",
        ]
        assert set(brochure["tokens"]) == set(brochure["people"]) == REGIONS
        assert set(brochure["province_tokens"]) == {"16", "18", "33", "53", "61"}
        for region, tokens in brochure["tokens"].items():
            assert set(tokens) == {"staff", "leader", "superior", "mentor", "admin", "client"}
            said = asked(brochure, tokens["admin"], "{ tenant { code } employees { totalCount } }")
            assert said["data"] == {
                "tenant": {"code": region},
                "employees": {"totalCount": brochure["people"][region]},
            }
        commands_know_the_running_demo(folder, brochure)
        another_is_refused(folder)
        servers = descendants(process)
        assert len(servers) >= 2
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == ""
        assert process.wait(30) == 0
        assert [server for server in servers if server.is_running()] == []


def commands_know_the_running_demo(folder: Path, brochure: dict[str, Any]) -> None:
    """A shell that has read the demo's file gives each command its database, keys and addresses."""
    assert (folder / "env").stat().st_mode & 0o777 == 0o600

    def told(words: str) -> str:
        script = f"set -a; . '{folder}/env'; set +a; exec {sys.executable} -m jenjang {words}"
        done = subprocess.run(
            ["/bin/sh", "-c", script], capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stderr == ""
        return done.stdout

    assert "amiss" not in told("doctor")
    assert "Pemerintah Kota Surakarta" in told("tenant list")
    token = told("token --tenant surakarta --as leader").strip()
    roles = asked(brochure, token, "{ viewer { roles } }")["data"]["viewer"]["roles"]
    assert roles == ["STAFF", "LEADER"]
    units = write_files(folder.parent / f"{folder.name}-files", "plaju")[0]
    assert "0 new, 0 changed" in told(f"import units {units} --tenant plaju --dry-run")
    shutil.rmtree(units.parent)


def another_is_refused(folder: Path) -> None:
    with demo(folder) as second:
        assert second.stdout
        assert second.stderr
        assert second.stdout.read() == ""
        said = f"{folder} is in use by another run: stop that one, or choose another folder with --data.\n"
        assert second.stderr.read() == said
        assert second.wait(30) == 2


def test_a_second_demo_is_refused_before_anything_is_loaded(servers_folder: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from jenjang.demo.commands import demo
from jenjang.demo.engines import FolderInUse
try:
    demo(1, Path({str(servers_folder)!r}), False, False)
except FolderInUse:
    print(*sys.modules)
"""
    with (servers_folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "strawberry", "jenjang.demo.opening"} & set(done.stdout.split())
    assert "jenjang.demo.engines" in done.stdout.split()


def test_the_second_start_reuses_the_people_and_ends_on_ctrl_c(folder: Path) -> None:
    with demo(folder) as process:
        assert process.stdout
        assert process.stderr
        lines = iter(process.stdout.readline, "")
        assert any(line.startswith("curl -s http://127.0.0.1:") for line in lines)
        servers = descendants(process)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.wait(30) == 0
    assert "people imported" not in told
    assert "Traceback" not in told
    assert [server for server in servers if server.is_running()] == []


def test_a_region_that_somebody_adds_is_served_empty(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(HOUSE / "tenants", tmp_path / "tenants")
    text = (HOUSE / "tenants" / "surakarta.toml").read_text()
    (tmp_path / "tenants" / "salatiga.toml").write_text(
        text.replace("Surakarta", "Salatiga").replace("33.72", "33.73")
    )
    with demo(folder, "--json", JENJANG_TENANTS=str(tmp_path / "tenants")) as process:
        assert process.stdout
        assert process.stderr
        brochure = json.loads(process.stdout.readline())
        assert brochure["people"]["salatiga"] == 0
        assert set(brochure["tokens"]["salatiga"]) == {"admin", "client"}
        for token in brochure["tokens"]["salatiga"].values():
            said = asked(brochure, token, "{ tenant { regionCode } employees { totalCount } }")
            assert said["data"] == {"tenant": {"regionCode": "33.73"}, "employees": {"totalCount": 0}}
        page = httpx2.get(f"{brochure['url']}/").text
        assert "as=salatiga/admin" in page
        assert "as=salatiga/staff" not in page
        process.send_signal(signal.SIGTERM)
        told = process.stderr.read()
        assert process.wait(30) == 0
    assert "Pemerintah Kota Salatiga: the demo has no people for it; try it as admin or client." in told
    assert not (folder / "env").exists()


def test_ended_while_it_sets_up_it_leaves_nothing(servers_folder: Path) -> None:
    with demo(servers_folder) as process:
        assert process.stderr
        process.stderr.readline()
        servers = descendants(process)
        process.send_signal(signal.SIGTERM)
        told = process.stderr.read()
        assert process.wait(30) == 0
    assert len(servers) >= 2
    assert "Traceback" not in told
    assert [server for server in servers if server.is_running()] == []


def test_what_a_shell_reads_is_what_the_demo_said(tmp_path: Path) -> None:
    keys = tmp_path / "a folder with 'quotes' & $signs"
    settings = Settings(keys=keys, database_url="postgresql://jenjang_app@/jenjang?host=%2Fa%20b")
    with handed_out(tmp_path, settings):
        script = 'set -a; . "$0/env"; set +a; printf "%s\n%s" "$JENJANG_KEYS" "$JENJANG_DATABASE_URL"'
        read = subprocess.run(["/bin/sh", "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert read.stdout.split("\n") == [str(keys), settings.database_url]
    assert list(tmp_path.iterdir()) == []


def test_the_leaflet_tells_how_a_shell_finds_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = tmp_path / ".venv" / "bin" / "jenjang"
    assert how_to_use(tmp_path / ".jenjang" / "demo", program) == (
        "set -a; . .jenjang/demo/env; set +a; .venv/bin/jenjang doctor"
    )
    assert how_to_use(tmp_path, program).startswith("set -a; . ./env; ")
    assert how_to_use(Path("/else where"), program).startswith("set -a; . '/else where/env'; ")


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_no_port_is_told_which_are(port: str) -> None:
    command = [sys.executable, "-m", "jenjang", "demo", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "1024 to 65535" in " ".join(done.stderr.replace("│", " ").split())


def test_a_port_in_use_is_refused() -> None:
    port = free_port()
    with closing(listening(port)), pytest.raises(PortInUse) as refused:
        listening(port)
    assert str(port) in str(refused.value)
    assert "--port" in str(refused.value)


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(PortNotAllowed):
        listening(70_000)


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(FolderNotWritable) as refused:
        folder_for(Path("/proc/jenjang"))
    assert "--data" in str(refused.value)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderNotOurs):
        folder_for(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_on_the_command_line_a_refusal_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    command = [sys.executable, "-m", "jenjang", "demo", "--data", str(tmp_path), "--port", str(free_port())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path} holds thesis.txt, which no demo made")
    assert done.stderr.count("\n") == 1
