"""Applications and keys by the command line: registered, asked for by token, ended."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from factories.command_line import Run

from jenjang.app import create_app
from jenjang.core.settings import HOUSE
from jenjang.graph.endpoint import digest_of
from jenjang.graph.over_http import GRAPHQL

MADE = re.compile(r"client_id +(?P<id>\S+)\n(client_secret +(?P<secret>\S+)\n)?")
URL = "https://jenjang.example"


def create(run: Run, *more: str) -> tuple[str, str]:
    done = run("client", "create", "--tenant", "surakarta", "--name", "Sinkronisasi", *more)
    found = MADE.fullmatch(done.out)
    assert found, done.err
    return found["id"], found["secret"]


def answered(path: str, **sent: Any) -> httpx2.Response:
    """What a server that has just been started answers to a POST."""

    async def ask() -> httpx2.Response:
        app = create_app()
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url=URL) as client,
        ):
            return await client.post(path, **sent)

    return asyncio.run(ask())


def token(client_id: str, secret: str, tenant: str = "surakarta") -> httpx2.Response:
    form = {"grant_type": "client_credentials"}
    return answered(f"/t/{tenant}/token", data=form, auth=(client_id, secret))


def asked(token: str, body: dict[str, str]) -> httpx2.Response:
    return answered("/graphql", json=body, headers={"authorization": f"Bearer {token}", "accept": GRAPHQL})


def test_a_program_is_registered_gets_tokens_and_is_ended(installed: Run) -> None:
    client_id, secret = create(installed, "--by-itself", "--scope", "employee:read")
    assert token(client_id, secret).status_code == 200
    assert token(client_id, secret, "plaju").status_code == 401
    listed = installed("client", "list", "--tenant", "surakarta").out
    assert client_id in listed
    assert "employee:read" in listed
    assert secret not in listed
    said = installed("client", "rotate", client_id, "--tenant", "surakarta").out
    another = said.split()[-1]
    assert token(client_id, secret).status_code == 401
    assert token(client_id, another).status_code == 200
    assert installed("client", "revoke", client_id, "--tenant", "surakarta").code == 0
    assert token(client_id, another).status_code == 401
    assert installed("client", "revoke", client_id, "--tenant", "surakarta").code == 2


def test_an_application_that_can_keep_no_secret_gets_none(installed: Run) -> None:
    client_id, secret = create(installed, "--public", "--redirect", "https://app.example/back")
    assert (bool(client_id), secret) == (True, None)
    assert installed("client", "rotate", client_id, "--tenant", "surakarta").code == 2


def test_where_people_go_after_signing_out_is_registered(installed: Run) -> None:
    back, after = "https://app.example/back", "https://app.example/bye"
    client_id, _ = create(installed, "--redirect", back, "--post-logout", after)
    listed = installed("client", "list", "--tenant", "surakarta").out
    row = next(line for line in listed.splitlines() if client_id in line)
    assert back in row
    assert after in row
    assert " any " in row


def test_an_application_may_be_bound_to_registered_documents(installed: Run) -> None:
    bound = create(installed, "--by-itself", "--registered-documents", "--scope", "employee:read")
    free = create(installed, "--by-itself", "--scope", "employee:read")
    assert " registered " in installed("client", "list", "--tenant", "surakarta").out
    known = (HOUSE / "schema" / "operations" / "demo" / "MyProfile.graphql").read_text("utf-8")
    own = "{ viewer { roles } }"
    for client, statuses in ((bound, (200, 400)), (free, (200, 200))):
        bearer = token(*client).json()["access_token"]
        answers = [asked(bearer, {"query": query}) for query in (known, own)]
        assert tuple(answer.status_code for answer in answers) == statuses, answers[0].text
        assert asked(bearer, {"documentId": digest_of(known)}).status_code == 200
        refused = answers[1].json().get("errors", [])
        assert [one["extensions"]["code"] for one in refused] == ["PERSISTED_DOCUMENT_NOT_FOUND"] * (
            client is bound
        )


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ((), "needs an address"),
        (("--redirect", "http://app.example/back"), "can't be an application's address"),
        (("--redirect", "https://app.example/back#here"), "can't be an application's address"),
        (("--redirect", "https://*.example/back"), "can't be an application's address"),
        (("--redirect", "https://user@app.example/"), "can't be an application's address"),
        (("--redirect", "javascript:alert(1)"), "can't be an application's address"),
        (
            ("--redirect", "https://app.example/", "--post-logout", "http://app.example/bye"),
            "can't be an application's address",
        ),
        (("--by-itself", "--scope", "root"), "There is no scope root"),
        (("--by-itself", "--public"), "needs an address"),
    ],
)
def test_what_can_t_be_registered_is_refused_with_the_reason(
    installed: Run, wanted: tuple[str, ...], told: str
) -> None:
    done = installed("client", "create", "--tenant", "surakarta", "--name", "X", *wanted)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_keys_are_changed_by_a_command(installed: Run) -> None:
    client_id, secret = create(installed, "--by-itself")
    assert token(client_id, secret).status_code == 200
    done = installed("keys", "rotate", "--tenant", "surakarta")
    assert "signs for surakarta from now on" in done.out
    assert done.err == ""
    assert token(client_id, secret).status_code == 200


def test_nobody_signs_in_as_an_account_without_a_person(installed: Run) -> None:
    installed("account", "add", "robot", "--tenant", "surakarta")
    done = installed("account", "password", "robot", "--tenant", "surakarta")
    assert done.code == 2
    assert "account add --nip" in done.err


def test_keys_that_are_not_ours_are_not_changed(
    installed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = """
[[issuers]]
url = "https://sso.example"
audience = "jenjang"
keys = "sso.json"
"""
    (tmp_path / "tenants").mkdir()
    text = (HOUSE / "tenants" / "surakarta.toml").read_text()
    (tmp_path / "tenants" / "surakarta.toml").write_text(text + foreign)
    monkeypatch.setenv("JENJANG_TENANTS", str(tmp_path / "tenants"))
    done = installed("keys", "rotate", "--tenant", "surakarta")
    assert (done.code, done.out) == (2, "")
    assert "takes no tokens of ours" in done.err
