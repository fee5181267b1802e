"""One command serves the regions, hands out tokens, and leaves no process behind."""

import json
import os
import signal
import socket
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


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def demo(folder: Path, *more: str) -> Iterator["subprocess.Popen[str]"]:
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
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process


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
        ]
        assert set(brochure["tokens"]) == set(brochure["people"]) == REGIONS
        assert set(brochure["province_tokens"]) == {"16", "18", "33", "53", "61"}
        for region, tokens in brochure["tokens"].items():
            assert set(tokens) == {"staff", "leader", "mentor", "admin", "client"}
            said = asked(brochure, tokens["admin"], "{ tenant { code } employees { totalCount } }")
            assert said["data"] == {
                "tenant": {"code": region},
                "employees": {"totalCount": brochure["people"][region]},
            }
        servers = descendants(process)
        assert len(servers) >= 2
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == ""
        assert process.wait(30) == 0
        assert [server for server in servers if server.is_running()] == []


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
