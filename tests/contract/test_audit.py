"""The GraphQL-over-HTTP audit of the npm package graphql-http, asked of a real server."""

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import gettempdir

import pytest
from factories.server import Server

HERE = Path(__file__).parent
NODE, NPM = shutil.which("node"), shutil.which("npm")
QUESTIONS = 61

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="graphql-http's audit needs Node 20 and npm")


@pytest.fixture(scope="module")
def installed() -> None:
    """The audit's packages, as package-lock.json names them; installed once."""
    with (Path(gettempdir()) / "jenjang-audit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = HERE / "node_modules" / ".package-lock.json"
        if not done.exists() or done.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
            subprocess.run([NPM, "ci", "--no-fund", "--no-audit"], cwd=HERE, check=True)


@pytest.mark.usefixtures("installed")
def test_every_question_of_the_audit_is_answered_to_the_letter(server: Server) -> None:
    told = {"URL": f"{server.url}/graphql", "TOKEN": server.cast.tokens["surakarta/staff"]}
    done = subprocess.run(
        [NODE, "audit.js"], cwd=HERE, env=os.environ | told, capture_output=True, check=True
    )
    findings = json.loads(done.stdout)
    assert [one for one in findings if one["status"] != "ok"] == []
    assert len(findings) == QUESTIONS
