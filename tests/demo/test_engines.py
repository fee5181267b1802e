"""Embedded engines run while they are needed, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis import Redis

from jenjang.demo.children import end_leftover, socket_folder
from jenjang.demo.engines import FolderInUse, embedded

RUN = """
import sys, time
from pathlib import Path
from jenjang.demo.engines import embedded
with embedded(Path(sys.argv[1]), durable=False) as engines:
    print(engines.superuser_url, flush=True)
    sys.stdin.read()
"""


def processes(folder: Path) -> list[int]:
    """The servers that run on the folder's files."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(folder) in words and "engines" not in words:
            found.append(process.pid)
    return found


def pid_files(folder: Path) -> list[Path]:
    return list(folder.glob("*.pid"))


@pytest.fixture
def folder(servers_folder: Path) -> Path:
    return servers_folder


async def test_both_engines_answer_and_end(folder: Path) -> None:
    with embedded(folder, durable=False) as engines:
        connection = await asyncpg.connect(engines.superuser_url)
        assert connection.get_server_version().major == 18
        assert (
            await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE client_addr IS NOT NULL")
            == 0
        )
        await connection.close()
        with Redis.from_url(engines.redis_url) as redis:
            assert redis.info("server")["server_name"] == "valkey"
        assert len(processes(folder)) == 2
    assert processes(folder) == []
    assert pid_files(folder) == []


async def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    with embedded(folder) as engines:
        connection = await asyncpg.connect(engines.superuser_url)
        await connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        await connection.close()
    with embedded(folder) as engines:
        connection = await asyncpg.connect(engines.superuser_url)
        assert await connection.fetchval("SELECT one FROM kept") == 1
        await connection.close()
    with embedded(folder, fresh=True) as engines:
        connection = await asyncpg.connect(engines.superuser_url)
        assert await connection.fetchval("SELECT to_regclass('kept')") is None
        await connection.close()


def test_a_folder_in_use_is_refused(folder: Path) -> None:
    with embedded(folder, durable=False):
        running = processes(folder)
        with pytest.raises(FolderInUse), embedded(folder, durable=False, fresh=True):
            pass
        assert processes(folder) == running


def test_engines_end_on_an_error(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), embedded(folder, durable=False):
        raise ZeroDivisionError
    assert processes(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere the next start ends what a killed one left.")
def test_engines_end_with_a_parent_that_is_killed(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline().startswith("postgresql://")
        servers = [psutil.Process(pid) for pid in processes(folder)]
        parent.kill()
    _, alive = psutil.wait_procs(servers, timeout=20)
    assert alive == []


def test_the_next_start_ends_a_leftover_and_spares_a_reused_number(folder: Path) -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "input()", str(folder)], stdin=subprocess.PIPE) as leftover,
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger,
    ):
        (folder / "postgres.pid").write_text(f"{leftover.pid}\n")
        end_leftover(folder, "postgres", signal.SIGTERM)
        assert not psutil.pid_exists(leftover.pid)
        (folder / "postgres.pid").write_text(f"{stranger.pid}\n")
        end_leftover(folder, "postgres", signal.SIGTERM)
        assert stranger.poll() is None
        assert not (folder / "postgres.pid").exists()
        stranger.kill()


def test_a_path_too_long_for_a_socket_has_another_folder(tmp_path: Path) -> None:
    with socket_folder(tmp_path / ("x" * 100), ".s.PGSQL.5432") as found:
        assert len(os.fsencode(found)) < 60
        assert found.stat().st_mode & 0o777 == 0o700
    assert not found.exists()
