"""Whoever came by themselves from a provider waits, until an admin lets them in or turns them away."""

import pytest
from factories.governments import subject
from factories.granting import SEEN, account, changed, give, person, refused
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


async def test_who_waits_is_let_in_as_a_person_by_an_admin_to_approve_only(served: Served) -> None:
    await give(served, "colleague", "REGIONAL_ADMIN", approveOnly=True)
    assert (await served.ask(SEEN, subject="newcomer")).status_code == 401
    asked = {
        "accountId": await newcomer(served),
        "employeeId": person(served, "stranger"),
        "reason": "KTP dilihat",
    }
    found = (await served.data(ADMIT, {"input": asked}, subject="colleague"))["accountAdmit"]
    assert found["userErrors"] == []
    assert found["account"]["admittedAt"]
    assert found["account"]["employee"] == {"id": person(served, "stranger")}
    seen = await served.data("{ viewer { roles person { id } } }", subject="newcomer")
    assert seen["viewer"] == {"roles": ["STAFF", "LEADER"], "person": {"id": person(served, "stranger")}}


async def test_who_waits_may_be_turned_away_and_who_is_in_may_not(served: Served) -> None:
    asked = {"accountId": await newcomer(served), "reason": "tidak dikenal"}
    found = (await served.data(TURN_AWAY, {"input": asked}))["accountTurnAway"]
    assert found["account"]["disabledAt"]
    asked = {"accountId": account(served, "staff"), "reason": "tidak dikenal"}
    for document, deed in ((TURN_AWAY, "accountTurnAway"), (ADMIT, "accountAdmit")):
        found = (await served.data(document, {"input": asked}))[deed]
        assert refused(found) == ("NOT_WAITING", "accountId")
    assert (await served.ask(SEEN, subject="staff")).status_code == 200


async def test_nobody_lets_an_account_in_as_themselves(served: Served) -> None:
    asked = {"accountId": await newcomer(served), "employeeId": person(served, "admin"), "reason": "saya"}
    found = (await served.data(ADMIT, {"input": asked}))["accountAdmit"]
    assert refused(found) == ("NOT_YOURSELF", "accountId")
    assert await newcomer(served)


@pytest.mark.parametrize("told", [True, False])
async def test_nobody_lets_an_account_in_as_somebody_who_holds_more(served: Served, told: bool) -> None:
    """Whether the provider told whose it is or whoever lets it in: it would be a role given."""
    await give(served, "colleague", "REGIONAL_ADMIN", approveOnly=True)
    asked = {"accountId": await newcomer(served), "reason": "KTP dilihat"}
    if told:
        await changed(
            served,
            "UPDATE accounts SET employee_id = :who WHERE subject = :subject",
            who=served.governments[OURS].people["admin"],
            subject=subject("newcomer", OURS),
        )
    else:
        asked |= {"employeeId": person(served, "admin")}
    found = (await served.data(ADMIT, {"input": asked}, subject="colleague"))["accountAdmit"]
    assert refused(found) == ("GIVES_MORE_THAN_HELD", "accountId")
    assert (await served.ask(SEEN, subject="newcomer")).status_code == 401


async def test_who_holds_as_much_lets_an_account_in_as_an_admin(served: Served) -> None:
    asked = {
        "accountId": await newcomer(served),
        "employeeId": person(served, "unit admin"),
        "reason": "KTP dilihat",
    }
    found = (await served.data(ADMIT, {"input": asked}))["accountAdmit"]
    assert found["userErrors"] == []
    assert (await served.data(SEEN, subject="newcomer"))["viewer"]["roles"] == ["STAFF", "REGIONAL_ADMIN"]
