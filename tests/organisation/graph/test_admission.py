"""Whoever came by themselves from a provider waits, until an admin lets them in or turns them away."""

from factories.governments import subject
from factories.granting import SEEN, account, give, person, refused
from factories.served import OURS, Served

ADMIT = """mutation($input: AccountAdmitInput!) { accountAdmit(input: $input) {
    account { admittedAt employee { id } } userErrors { code field } } }"""
TURN_AWAY = """mutation($input: AccountInput!) { accountTurnAway(input: $input) {
    account { disabledAt } userErrors { code field } } }"""
WAITING = "{ accounts(filter: { waiting: { eq: true } }) { nodes { id subject admittedAt } } }"


async def newcomer(served: Served) -> str:
    (found,) = (await served.data(WAITING))["accounts"]["nodes"]
    assert (found["subject"], found["admittedAt"]) == (subject("newcomer", OURS), None)
    return str(found["id"])


async def test_who_waits_is_let_in_as_a_person_by_an_admin_to_approve_only(alone: Served) -> None:
    await give(alone, "colleague", "REGIONAL_ADMIN", approveOnly=True)
    assert (await alone.ask(SEEN, subject="newcomer")).status_code == 401
    asked = {
        "accountId": await newcomer(alone),
        "employeeId": person(alone, "stranger"),
        "reason": "KTP dilihat",
    }
    found = (await alone.data(ADMIT, {"input": asked}, subject="colleague"))["accountAdmit"]
    assert found["userErrors"] == []
    assert found["account"]["admittedAt"]
    assert found["account"]["employee"] == {"id": person(alone, "stranger")}
    seen = await alone.data("{ viewer { roles person { id } } }", subject="newcomer")
    assert seen["viewer"] == {"roles": ["STAFF", "LEADER"], "person": {"id": person(alone, "stranger")}}


async def test_who_waits_may_be_turned_away_and_who_is_in_may_not(alone: Served) -> None:
    asked = {"accountId": await newcomer(alone), "reason": "tidak dikenal"}
    found = (await alone.data(TURN_AWAY, {"input": asked}))["accountTurnAway"]
    assert found["account"]["disabledAt"]
    asked = {"accountId": account(alone, "staff"), "reason": "tidak dikenal"}
    for document, deed in ((TURN_AWAY, "accountTurnAway"), (ADMIT, "accountAdmit")):
        found = (await alone.data(document, {"input": asked}))[deed]
        assert refused(found) == ("NOT_WAITING", "accountId")
    assert (await alone.ask(SEEN, subject="staff")).status_code == 200


async def test_nobody_lets_an_account_in_as_themselves(alone: Served) -> None:
    asked = {"accountId": await newcomer(alone), "employeeId": person(alone, "admin"), "reason": "saya"}
    found = (await alone.data(ADMIT, {"input": asked}))["accountAdmit"]
    assert refused(found) == ("NOT_YOURSELF", "accountId")
    assert await newcomer(alone)
