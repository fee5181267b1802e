"""How long it takes until what was taken back opens nothing: with Redis, and after Redis is gone.

`python -m bench.revocation` runs a demo of its own and asks it over HTTP, every 20 milliseconds, whether a
token, an application, an account, a role and a person's service still hold, after each was ended.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import psutil

from bench.servers import free_port

BETWEEN, PATIENCE = 0.02, 70.0
"""Seconds between two questions, and until it is given up."""
Brochure = dict[str, Any]  # Any: what `jenjang demo --json` tells.
REGISTER = """mutation { applicationRegister(input: {name: "Ukur", scopes: ["viewer:read"], byItself: true}) {
    application { id clientId } secret } }"""
REVOKE = "mutation($id: ID!) { applicationRevoke(input: {applicationId: $id}) { userErrors { code } } }"
DISABLE = """mutation($id: ID!) { accountDisable(input: {accountId: $id, reason: "ukur"}) {
    userErrors { code } } }"""
END_ROLE = (
    "mutation($id: ID!, $on: Date!) { roleEnd(input: {roleGrantId: $id, on: $on}) { userErrors { code } } }"
)
END_SERVICE = """mutation($id: ID!, $on: Date!) {
    employeeEndService(input: {employeeId: $id, on: $on, state: RESIGNED}) { userErrors { code } } }"""
ME = "{ viewer { roles person { id accounts { id roleGrants { id } } } } }"


class House:
    """A government of the running demo, as its personas and programs."""

    def __init__(self, brochure: Brochure, tenant: str) -> None:
        self.tokens: dict[str, str] = brochure["tokens"][tenant]
        self.graphql: str = brochure["graphql"]
        self.issuer = self.graphql.replace("/graphql", f"/t/{tenant}")
        self.http = httpx2.Client(timeout=30)

    def ask(self, token: str, document: str, **variables: str) -> httpx2.Response:
        body = {"query": document, "variables": variables}
        return self.http.post(self.graphql, json=body, headers={"Authorization": f"Bearer {token}"})

    def data(self, persona: str, document: str, **variables: str) -> Any:  # Any: JSON.
        answer = self.ask(self.tokens[persona], document, **variables).json()
        if "errors" in answer:
            raise SystemExit(json.dumps(answer["errors"]))
        return answer["data"]

    def do(self, document: str, **variables: str) -> None:
        """A deed of the admin's, which must not be refused."""
        (done,) = self.data("admin", document, **variables).values()
        if done["userErrors"]:
            raise SystemExit(f"{document}: {done['userErrors']}")

    def program(self) -> tuple[str, str, Mapping[str, str]]:
        """A new application that acts on its own: its id, its token, its credentials."""
        made = self.data("admin", REGISTER)["applicationRegister"]
        who = {"client_id": made["application"]["clientId"], "client_secret": made["secret"]}
        sent = {"grant_type": "client_credentials", **who}
        token = self.http.post(f"{self.issuer}/token", data=sent).json()["access_token"]
        return made["application"]["id"], token, who

    def opens(self, token: str) -> bool:
        return self.ask(token, "{ viewer { roles } }").status_code == 200

    def is_mentor(self) -> bool:
        return "MENTOR" in self.data("mentor", "{ viewer { roles } }")["viewer"]["roles"]


def until(holds: Callable[[], bool], end: Callable[[], object]) -> float:
    """Seconds from the end of a deed until what it ended holds no more."""
    if not holds():
        raise SystemExit("It doesn't hold before it is ended.")
    end()
    begun = time.monotonic()
    while holds():
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit("It still holds.")
        time.sleep(BETWEEN)
    return time.monotonic() - begun


def measured(house: House) -> Iterator[tuple[str, float]]:
    """What was ended, and how long it went on."""
    today = str(date.today())  # noqa: DTZ011  # The demo runs on this machine.
    _, token, who = house.program()
    revoke = f"{house.issuer}/revoke"
    yield (
        "token",
        until(lambda: house.opens(token), lambda: house.http.post(revoke, data={"token": token, **who})),
    )
    application, of_program, _ = house.program()
    yield "application", until(lambda: house.opens(of_program), lambda: house.do(REVOKE, id=application))
    mentor = house.data("mentor", ME)["viewer"]["person"]
    ((grant,),) = ([one["id"] for one in account["roleGrants"]] for account in mentor["accounts"])
    yield "role", until(house.is_mentor, lambda: house.do(END_ROLE, id=grant, on=today))
    ended = until(
        lambda: house.opens(house.tokens["mentor"]), lambda: house.do(END_SERVICE, id=mentor["id"], on=today)
    )
    yield "person's service", ended
    (account,) = house.data("staff", ME)["viewer"]["person"]["accounts"]
    disabled = until(lambda: house.opens(house.tokens["staff"]), lambda: house.do(DISABLE, id=account["id"]))
    yield "account", disabled


@contextmanager
def demo(folder: Path) -> Iterator[Brochure]:
    command = [
        sys.executable,
        "-m",
        "jenjang",
        "demo",
        "--json",
        "--data",
        str(folder),
        "--port",
        str(free_port()),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline()) if process.stdout else {}
        finally:
            process.terminate()


def stop_redis(folder: Path) -> None:
    """Kill the demo's own Valkey."""
    for process in psutil.process_iter(["name", "cmdline"]):
        of_demo = any(str(folder) in word for word in process.info["cmdline"] or ())
        if "valkey" in (process.info["name"] or "") and (of_demo or _below(process, folder)):
            process.kill()
            return
    raise SystemExit("The demo's Valkey was not found.")


def _below(process: psutil.Process, folder: Path) -> bool:
    return bool(process.cwd().startswith(str(folder)))


def main() -> None:
    with TemporaryDirectory(prefix="jenjang-") as made, demo(Path(made)) as brochure:
        for tenant, how in (("surakarta", "with Redis"), ("pontianak", "without Redis")):
            if how == "without Redis":
                stop_redis(Path(made))
            for what, seconds in measured(House(brochure, tenant)):
                print(f"{how}: {what}: {seconds:.1f} s")  # It is what was asked for.


if __name__ == "__main__":
    main()
