"""An OpenID-certified JavaScript client, unmodified, against a real server over TLS."""

import json
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from factories.browser import BACK, Browser, registered, with_password
from factories.certificate import certify
from factories.node import NODE, NPM, install
from factories.served import OURS, Served, governments_in, settling
from factories.server import free_port, running

HERE = Path(__file__).parent / "libraries"

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="openid-client needs Node 20 and npm")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate's file; its key lies beside it."""
    return certify(tmp_path_factory.mktemp("tls"))[0]


@pytest.fixture(scope="module")
async def served(
    database, certificate: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """The application in this process, and on a port of this machine over TLS."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    async with settling(database, governments_in(folder), f"https://localhost:{port}") as found:
        told = {
            "JENJANG_DATABASE_URL": found.settings.database_url,
            "JENJANG_PUBLIC_URL": found.settings.public_url,
            "JENJANG_KEYS": str(found.settings.keys),
            "JENJANG_TENANTS": str(found.settings.tenants),
        }
        files = [f"--ssl-certfile={certificate}", f"--ssl-keyfile={certificate.with_name('key.pem')}"]
        command = ["jenjang.app:create_app", "--factory", f"--port={port}", *files]
        with running(command, told, port, folder / "server.log", "uvicorn"):
            yield found


async def test_a_certified_client_needs_nothing_special(served: Served, certificate: Path) -> None:
    install(HERE)
    application = await registered(served, OURS)
    nip = await with_password(served, OURS, "staff")
    told = {
        "ISSUER": application.issuer,
        "CLIENT": application.client_id,
        "SECRET": application.secret,
        "BACK": BACK,
        "NODE_EXTRA_CA_CERTS": str(certificate),
    }
    async with await anyio.open_process(
        [NODE, "flow.js"], cwd=HERE, env=os.environ | told, stderr=subprocess.STDOUT
    ) as client:
        page = await Browser(served).open((await line(client))["open"])
        browser = Browser(served)
        page = await browser.sign_in(await browser.open(str(page.url)), nip)
        back = await browser.send(page, answer="allow")
        await client.stdin.send(f"{back.headers['location']}\n".encode())
        await client.stdin.aclose()
        found = await line(client)
    assert found["person"]["preferred_username"] == nip
    assert found["claims"]["nonce"]
    assert (found["refreshed"], found["before"], found["after"]) == (True, True, False)
    for token, roles in ((found["token"], None), (found["own"], ["INTEGRATION_CLIENT"])):
        bearer = {"authorization": f"Bearer {token}"}
        answer = await served.client.post("/graphql", json={"query": "{ viewer { roles } }"}, headers=bearer)
        if roles:
            assert answer.json()["data"]["viewer"]["roles"] == roles
        else:
            assert answer.status_code == 401, "its grant was ended by the revocation"


async def line(client: anyio.abc.Process) -> Any:  # Any: JSON.
    """The next line that the client prints."""
    text = b""
    while not text.endswith(b"\n"):
        text += await client.stdout.receive()
    try:
        return json.loads(text)
    except ValueError:
        pytest.fail(text.decode())
