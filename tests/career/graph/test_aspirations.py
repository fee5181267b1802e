"""Who is shown what somebody wishes: as far as the consent goes, and no longer than it lasts."""

from typing import Any

import pytest
from factories.served import Served

STATE = """mutation ($input: CareerAspirationStateInput!) {
  careerAspirationState(input: $input) { aspiration { id version } userErrors { code message } }
}"""
CHANGE = """mutation ($input: CareerAspirationChangeInput!) {
  careerAspirationChange(input: $input) { aspiration { version consent } userErrors { code } }
}"""
WITHDRAW = """mutation ($input: CareerAspirationWithdrawInput!) {
  careerAspirationWithdraw(input: $input) { aspiration { withdrawnOn } userErrors { code } }
}"""
SEEN = """query ($id: ID!) {
  careerAspirations { totalCount nodes { words consent } }
  node(id: $id) { ... on CareerAspiration { words } }
}"""
OFFERED = "query ($id: ID!) { node(id: $id) { ... on CareerAspiration { viewerCan { change } } } }"
BY_PERSON = "{ employees { nodes { name aspirations { nodes { words } } } } }"
DEEDS = "{ auditEntries { nodes { deed about } } }"
EVERYBODY = ("staff", "colleague", "chief", "leader", "head", "stranger", "auditor", "unit admin", "admin")
LEADERS = {"staff", "chief", "leader", "head"}
KNOWN = {"SELF_ONLY": {"staff"}, "LEADER": LEADERS, "COMMITTEE": LEADERS | {"admin", "unit admin"}}


async def wish(served: Served, consent: str) -> Any:  # Any: JSON.
    given = {"consent": consent, "isMobile": True, "level": "PENGAWAS", "words": "Memimpin"}
    told = (await served.data(STATE, {"input": given}, subject="staff"))["careerAspirationState"]
    assert told["userErrors"] == []
    return told["aspiration"]


async def who_knows(served: Served, of: str) -> set[str]:
    """Who is shown it, the same by each way to it."""
    found = set()
    for subject in EVERYBODY:
        seen = await served.data(SEEN, {"id": of}, subject=subject)
        people = (await served.data(BY_PERSON, subject=subject))["employees"]["nodes"]
        ways = {
            bool(seen["careerAspirations"]["nodes"]),
            bool(seen["careerAspirations"]["totalCount"]),
            bool(seen["node"]),
            any(one["aspirations"]["nodes"] for one in people),
        }
        assert len(ways) == 1, (subject, seen)
        found |= {subject} if ways.pop() else set()
    return found


@pytest.mark.parametrize("consent", KNOWN)
async def test_they_know_to_whom_consent_was_given_and_nobody_else(served: Served, consent: str) -> None:
    made = await wish(served, consent)
    assert await who_knows(served, made["id"]) == KNOWN[consent]


async def test_an_app_offers_to_change_it_to_the_person_until_it_is_taken_back(served: Served) -> None:
    made = await wish(served, "COMMITTEE")

    async def offered(subject: str) -> bool:
        node = (await served.data(OFFERED, {"id": made["id"]}, subject=subject))["node"]
        return bool(node["viewerCan"]["change"])

    assert {one: await offered(one) for one in ("staff", "chief", "admin")} == {
        "staff": True,
        "chief": False,
        "admin": False,
    }
    given = {"input": {"aspirationId": made["id"], "expectedVersion": made["version"]}}
    assert (await served.data(WITHDRAW, given, subject="staff"))["careerAspirationWithdraw"][
        "userErrors"
    ] == []
    assert not await offered("staff")


async def test_with_less_consent_fewer_know_at_once_and_withdrawn_nobody_but_the_person(
    served: Served,
) -> None:
    made = await wish(served, "COMMITTEE")
    less = {"consent": "LEADER", "isMobile": True, "skill": "Data", "aspirationId": made["id"]}
    changed = {"input": {**less, "expectedVersion": made["version"]}}
    told = (await served.data(CHANGE, changed, subject="staff"))["careerAspirationChange"]
    assert told == {"aspiration": {"version": 2, "consent": "LEADER"}, "userErrors": []}
    assert await who_knows(served, made["id"]) == LEADERS
    over = {"input": {"aspirationId": made["id"], "expectedVersion": 2}}
    told = (await served.data(WITHDRAW, over, subject="staff"))["careerAspirationWithdraw"]
    assert told["userErrors"] == []
    assert told["aspiration"]["withdrawnOn"]
    assert await who_knows(served, made["id"]) == {"staff"}


async def test_the_chain_keeps_that_consent_was_given_and_taken_back_and_not_the_wish(
    served: Served,
) -> None:
    made = await wish(served, "SELF_ONLY")
    over = {"input": {"aspirationId": made["id"], "expectedVersion": 1}}
    await served.data(WITHDRAW, over, subject="staff")
    kept = (await served.data(DEEDS, subject="auditor"))["auditEntries"]["nodes"]
    assert {"careerAspirationState", "careerAspirationWithdraw"} <= {one["deed"] for one in kept}
    assert any(made["id"] in one["about"] for one in kept)
    assert "Memimpin" not in str(kept)
