"""Accounts and applications as deeds of an admin, and what happened as everybody concerned may read it."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from factories.governments import subject
from factories.sample import serving
from factories.served import OURS, THEIRS, Served, governments_in
from sqlalchemy import select

from jenjang.database.engine import bound, engine
from jenjang.graph.models import IdempotencyKey
from jenjang.graph.scalars import encode_id

ACCOUNT = """mutation($input: AccountInput!) { %s(input: $input) {
    account { disabledAt } userErrors { code field } } }"""
REGISTER = """mutation($input: ApplicationRegisterInput!) { applicationRegister(input: $input) {
    application { id clientId name byItself public scopes redirectUris } secret
    userErrors { code field message } } }"""
NAMED = """mutation($input: ApplicationNamedInput!) { %s(input: $input) {
    application { clientId revokedAt } secret userErrors { code field } } }"""
EVENTS = "{ securityEvents(first: 100) { nodes { kind detail account { subject } by { subject } } } }"
ITSELF = {"name": "Gaji", "scopes": ["employee:read"], "byItself": True}


@pytest.fixture(scope="module")
async def shared(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Of the whole module: whoever takes it registers applications at most."""
    async with serving(settled_database, governments_in(tmp_path_factory.mktemp("served"))) as found:
        yield found


@pytest.fixture
async def served(fresh_settled_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Of one test, which changes what others would see."""
    async with serving(fresh_settled_database, governments_in(tmp_path)) as found:
        yield found


def account(served: Served, name: str, tenant: str = OURS) -> dict[str, object]:
    found = served.governments[tenant].accounts[name]
    return {"input": {"accountId": encode_id("Account", found), "reason": "pensiun"}}


async def register(served: Served, asked: dict[str, object], **more: Any) -> Any:
    return (await served.data(REGISTER, {"input": asked}, **more))["applicationRegister"]


async def token_of(served: Served, client_id: str, secret: str) -> int:
    """How the token endpoint answers an application that acts on its own."""
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    answer = await served.client.post(
        f"/t/{OURS}/token",
        data={"grant_type": "client_credentials"},
        headers={"authorization": f"Basic {basic}"},
    )
    return answer.status_code


async def test_an_application_for_devices_that_people_sign_out_of_is_registered(shared: Served) -> None:
    """Each list of addresses is kept as what it is."""
    asked = {
        "name": "Kios",
        "scopes": ["openid"],
        "device": True,
        "postLogoutUris": ["https://a.example/bye"],
    }
    made = await register(shared, asked)
    assert made["userErrors"] == []
    told = "{ applications { nodes { name scopes redirectUris postLogoutUris } } }"
    found = (await shared.data(told))["applications"]["nodes"]
    mine = next(one for one in found if one["name"] == "Kios")
    assert mine == {
        "name": "Kios",
        "scopes": ["openid"],
        "redirectUris": [],
        "postLogoutUris": ["https://a.example/bye"],
    }
    refused = await register(shared, {**asked, "postLogoutUris": ["http://a.example/bye"]})
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        ("REDIRECT_UNFIT", ["input", "postLogoutUris"])
    ]


async def test_a_disabled_account_opens_nothing_and_an_enabled_one_does_again(served: Served) -> None:
    found = await served.data(ACCOUNT % "accountDisable", account(served, "staff"))
    assert found["accountDisable"]["account"]["disabledAt"]
    assert (await served.ask("{ viewer { roles } }", subject="staff")).status_code == 401
    found = await served.data(ACCOUNT % "accountEnable", account(served, "staff"))
    assert found["accountEnable"] == {"account": {"disabledAt": None}, "userErrors": []}
    assert (await served.data("{ viewer { roles } }", subject="staff"))["viewer"]["roles"] == ["STAFF"]


async def test_nobody_enables_an_account_that_holds_more_than_the_token_in_hand(served: Served) -> None:
    await served.data(ACCOUNT % "accountDisable", account(served, "auditor"))
    asked, scopes = account(served, "auditor"), ("account:write", "account:read")
    found = await served.data(ACCOUNT % "accountEnable", asked, scopes=scopes)
    assert found["accountEnable"]["userErrors"] == [
        {"code": "GIVES_MORE_THAN_HELD", "field": ["input", "accountId"]}
    ]
    assert (await served.ask("{ viewer { roles } }", subject="auditor")).status_code == 401


async def test_nobody_locks_themselves_out(shared: Served) -> None:
    found = await shared.data(ACCOUNT % "accountDisable", account(shared, "admin"))
    assert found["accountDisable"]["userErrors"] == [
        {"code": "NOT_YOURSELF", "field": ["input", "accountId"]}
    ]


async def test_another_government_s_account_is_not_found(shared: Served) -> None:
    found = await shared.data(ACCOUNT % "accountDisable", account(shared, "staff", THEIRS))
    assert found["accountDisable"]["userErrors"][0]["code"] == "NOT_FOUND"


async def test_a_registered_application_comes_in_with_its_secret(shared: Served) -> None:
    made = await register(shared, ITSELF)
    assert made["userErrors"] == []
    application = made["application"]
    assert (application["name"], application["byItself"], application["public"]) == ("Gaji", True, False)
    assert await token_of(shared, application["clientId"], made["secret"]) == 200


async def test_a_new_secret_ends_the_old_one_and_revoking_ends_both(shared: Served) -> None:
    made = await register(shared, ITSELF)
    named = {"input": {"applicationId": made["application"]["id"]}}
    rotated = (await shared.data(NAMED % "applicationRotateSecret", named))["applicationRotateSecret"]
    client_id = made["application"]["clientId"]
    assert await token_of(shared, client_id, made["secret"]) == 401
    assert await token_of(shared, client_id, rotated["secret"]) == 200
    revoked = (await shared.data(NAMED % "applicationRevoke", named))["applicationRevoke"]
    assert revoked["application"]["revokedAt"]
    assert await token_of(shared, client_id, rotated["secret"]) == 401


async def test_a_secret_is_told_once_and_kept_nowhere(shared: Served) -> None:
    headers, once = {"idempotency-key": "satu"}, {**ITSELF, "name": "Sekali"}
    first = await register(shared, once, headers=headers)
    again = (await shared.ask(REGISTER, {"input": once}, headers=headers)).json()
    assert again["errors"][0]["extensions"]["reason"] == "TOLD_ONCE"
    found = (await shared.data("{ applications { nodes { name } } }"))["applications"]["nodes"]
    assert found.count({"name": "Sekali"}) == 1
    database = engine(shared.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        kept = await session.scalar(select(IdempotencyKey).where(IdempotencyKey.key == "satu"))
    await database.dispose()
    opened = shared.seals(OURS).unseal("idempotency_keys", "answer", kept.id, kept.answer)
    assert first["secret"] not in opened


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"name": "X", "scopes": ["openid"]}, "NO_WAY_IN", "redirectUris"),
        (
            {"name": "X", "scopes": ["openid"], "redirectUris": ["http://a.id"]},
            "REDIRECT_UNFIT",
            "redirectUris",
        ),
        ({"name": "X", "scopes": ["semua"], "byItself": True}, "SCOPE_UNKNOWN", "scopes"),
    ],
)
async def test_an_unfit_application_is_refused_at_its_field(
    shared: Served, asked: dict[str, object], code: str, field: str
) -> None:
    before = (await shared.data("{ applications { totalCount } }"))["applications"]["totalCount"]
    made = await register(shared, asked)
    assert (made["application"], made["secret"]) == (None, None)
    assert [(one["code"], one["field"][-1]) for one in made["userErrors"]] == [(code, field)]
    assert (await shared.data("{ applications { totalCount } }"))["applications"]["totalCount"] == before


async def test_who_may_only_register_gives_no_program_a_role(shared: Served) -> None:
    made = await register(shared, ITSELF, scopes=("application:write", "application:read"))
    assert made["userErrors"][0]["code"] == "GIVES_MORE_THAN_HELD"


async def test_who_may_only_register_gets_no_secret_of_a_program_with_a_role(served: Served) -> None:
    made = await register(served, ITSELF)
    named = {"input": {"applicationId": made["application"]["id"]}}
    scopes = ("application:write", "application:read")
    found = await served.data(NAMED % "applicationRotateSecret", named, scopes=scopes)
    rotated = found["applicationRotateSecret"]
    assert rotated["secret"] is None
    assert rotated["userErrors"] == [{"code": "GIVES_MORE_THAN_HELD", "field": ["input", "applicationId"]}]
    assert await token_of(served, made["application"]["clientId"], made["secret"]) == 200


async def test_what_an_admin_did_to_an_account_is_recorded_and_its_holder_reads_it(served: Served) -> None:
    await served.data(ACCOUNT % "accountDisable", account(served, "staff"))
    await served.data(ACCOUNT % "accountEnable", account(served, "staff"))
    expected = [
        {"kind": kind, "detail": "pensiun", "account": {"subject": subject("staff", OURS)}}
        for kind in ("ACCOUNT_ENABLED", "ACCOUNT_DISABLED")
    ]
    seen = (await served.data(EVENTS, subject="auditor"))["securityEvents"]["nodes"]
    assert seen[:2] == [{**one, "by": {"subject": subject("admin", OURS)}} for one in expected]
    own = (await served.data(EVENTS, subject="staff"))["securityEvents"]["nodes"]
    assert own[:2] == [{**one, "by": None} for one in expected]
    assert {one["account"]["subject"] for one in own} == {subject("staff", OURS)}


async def test_applications_are_recorded_with_who_registered_them(shared: Served) -> None:
    await register(shared, ITSELF)
    (event, *_) = (await shared.data(EVENTS))["securityEvents"]["nodes"]
    assert (event["kind"], event["by"]) == ("CLIENT_REGISTERED", {"subject": subject("admin", OURS)})
