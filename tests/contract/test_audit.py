"""The GraphQL-over-HTTP audit of the npm package graphql-http, asked of a real server."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from factories.node import NODE, NPM, install
from factories.server import Server

HERE = Path(__file__).parent
QUESTIONS = 61

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="graphql-http's audit needs Node 20 and npm")


@pytest.fixture(scope="module")
def installed() -> None:
    install(HERE)


@pytest.mark.usefixtures("installed")
def test_every_question_of_the_audit_is_answered_to_the_letter(server: Server) -> None:
    told = {"URL": f"{server.url}/graphql", "TOKEN": server.cast.tokens["surakarta/staff"]}
    done = subprocess.run(
        [NODE, "audit.js"], cwd=HERE, env=os.environ | told, capture_output=True, check=True
    )
    findings = json.loads(done.stdout)
    assert [one for one in findings if one["status"] != "ok"] == []
    assert len(findings) == QUESTIONS
