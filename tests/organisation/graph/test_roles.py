"""Roles are given by who holds them, for a unit or for all; leaders let colleagues act; all of it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from factories.governments import mark, subject
from factories.granting import GRANT, SEEN, TODAY, account, changed, give, person, refused, unit
from factories.served import OURS, THEIRS, Served
from sqlalchemy import func, select

from jenjang.database.engine import bound, engine
from jenjang.identity.models import RoleGrant

NEXT_MONTH = TODAY + timedelta(days=30)
DELEGATE = """mutation($input: RoleDelegateInput!) { roleDelegate(input: $input) {
    roleGrant { id role givenBy holderName account { id } validTo unit { id } }
    userErrors { code field } } }"""
END = "mutation($input: RoleEndInput!) { %s(input: $input) { roleGrant { validTo } userErrors { code } } }"


async def delegate(served: Served, to: str, where: str, *, by: str = "leader", **more: object) -> Any:
    asked = {
        "employeeId": person(served, to),
        "unitId": unit(served, where),
        "on": str(TODAY),
        "until": str(NEXT_MONTH),
        "reason": "cuti",
        **more,
    }
    return (await served.data(DELEGATE, {"input": asked}, subject=by))["roleDelegate"]


async def people_seen(served: Served, by: str) -> set[str]:
    found = await served.data(SEEN, subject=by)
    names = {person(served, name): name for name in served.governments[OURS].people}
    return {names[one["id"]] for one in found["employees"]["nodes"]}


async def grants(served: Served) -> int:
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        count = await session.scalar(select(func.count()).select_from(RoleGrant))
    await database.dispose()
    return count or 0


async def test_an_admin_gives_a_role_by_name_for_a_reason_and_it_holds(served: Served) -> None:
    given = await give(served, "colleague", "TRAINING_MANAGER", until=str(NEXT_MONTH))
    assert given["userErrors"] == []
    assert given["roleGrant"] == {
        "role": "TRAINING_MANAGER",
        "approveOnly": False,
        "givenBy": f"Pegawai 1982 {mark(OURS)}",
        "reason": "SK 1",
        "validFrom": str(TODAY),
        "validTo": str(NEXT_MONTH),
        "unit": None,
        "account": {"subject": subject("colleague", OURS)},
    }
    assert await people_seen(served, "colleague") == served.governments[OURS].people.keys()


async def test_a_role_in_a_unit_reaches_its_people_and_nobody_else(served: Served) -> None:
    assert (await give(served, "stranger", "TRAINING_MANAGER", unitId=unit(served, "bidang")))["roleGrant"]
    # Besides, the stranger leads the badan.
    people = served.governments[OURS].people.keys()
    assert await people_seen(served, "stranger") == people - {"leader", "unit admin"}


async def test_the_units_of_one_role_don_t_widen_another(served: Served) -> None:
    await give(served, "stranger", "TRAINING_MANAGER", unitId=unit(served, "bidang"))
    asked = "query($id: ID!) { employee(id: $id) { name sanctions { kind } viewerCan { readDiscipline } } }"
    found = await served.data(asked, {"id": person(served, "colleague")}, subject="stranger")
    assert found["employee"]["name"]
    assert found["employee"]["sanctions"] is None
    assert found["employee"]["viewerCan"] == {"readDiscipline": False}
    found = await served.data(asked, {"id": person(served, "trainer")}, subject="stranger")
    assert found["employee"]["sanctions"] != []
    assert found["employee"]["viewerCan"] == {"readDiscipline": True}


async def test_nobody_gives_what_the_token_in_hand_does_not_hold(shared: Served) -> None:
    before = await grants(shared)
    found = await give(shared, "colleague", "AUDITOR", scopes=("role:grant", "account:read"))
    assert refused(found) == ("GIVES_MORE_THAN_HELD", "role")
    assert "employee:read" in found["userErrors"][0]["message"]
    assert await grants(shared) == before


async def test_nobody_gives_themselves_a_role(shared: Served) -> None:
    assert refused(await give(shared, "admin", "AUDITOR")) == ("NOT_YOURSELF", "accountId")


@pytest.mark.parametrize("by", ["staff", "leader", "mentor", "auditor", "unit admin", "client"])
async def test_only_an_admin_of_the_whole_government_gives_roles(shared: Served, by: str) -> None:
    before = await grants(shared)
    asked = {"accountId": account(shared, "staff"), "role": "AUDITOR", "on": str(TODAY), "reason": "x"}
    answer = (await shared.ask(GRANT, {"input": asked}, subject=by)).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await grants(shared) == before


async def test_an_admin_who_approves_only_gives_nothing(served: Served) -> None:
    assert (await give(served, "colleague", "REGIONAL_ADMIN", approveOnly=True))["roleGrant"]["approveOnly"]
    found = await served.data(SEEN, subject="colleague")
    assert "account:approve TENANT" in found["viewer"]["permissions"]
    assert not {one.partition(" ")[0] for one in found["viewer"]["permissions"]} & {
        "role:grant",
        "employee:write",
    }


@pytest.mark.parametrize(
    ("role", "more", "code"),
    [
        ("STAFF", {}, "ROLE_NOT_GIVEN"),
        ("LEADER", {}, "ROLE_NOT_GIVEN"),
        ("ACTING_LEADER", {}, "GIVEN_BY_ITS_LEADER"),
        ("PROVINCIAL_ADMIN", {}, "ROLE_OF_A_PROVINCE"),
        ("INTEGRATION_CLIENT", {}, "ROLE_FOR_A_PROGRAM"),
        ("MENTOR", {"until": "2020-01-01"}, "ROLE_ENDS_TOO_SOON"),
    ],
)
async def test_a_role_that_does_not_fit_is_refused_and_nothing_changes(
    shared: Served, role: str, more: dict[str, object], code: str
) -> None:
    before = await grants(shared)
    assert refused(await give(shared, "colleague", role, **more))[0] == code
    assert await grants(shared) == before


async def test_a_mentor_has_matches_and_no_unit(shared: Served) -> None:
    found = await give(shared, "colleague", "MENTOR", unitId=unit(shared, "bidang"))
    assert refused(found) == ("NOT_IN_A_UNIT", "unitId")


async def test_the_same_role_twice_at_once_is_refused_and_for_another_unit_is_not(served: Served) -> None:
    assert (await give(served, "colleague", "AUDITOR"))["roleGrant"]
    assert refused(await give(served, "colleague", "AUDITOR"))[0] == "ROLE_HELD"
    assert (await give(served, "colleague", "AUDITOR", unitId=unit(served, "badan")))["roleGrant"]


async def test_a_role_ends_on_a_day_and_stays_to_be_read(served: Served) -> None:
    admin = "{ roleGrants(filter: { role: { eq: AUDITOR } }) { nodes { id reason validTo } } }"
    (held,) = (await served.data(admin))["roleGrants"]["nodes"]
    ended = await served.data(END % "roleEnd", {"input": {"roleGrantId": held["id"], "on": str(TODAY)}})
    assert ended["roleEnd"] == {"roleGrant": {"validTo": str(TODAY)}, "userErrors": []}
    assert (await served.data(SEEN, subject="auditor"))["viewer"]["roles"] == ["STAFF"]
    assert (await served.data(admin))["roleGrants"]["nodes"] == [{**held, "validTo": str(TODAY)}]
    again = await served.data(END % "roleEnd", {"input": {"roleGrantId": held["id"], "on": str(TODAY)}})
    assert again["roleEnd"]["userErrors"] == [{"code": "ROLE_OVER"}]


async def test_a_leader_lets_a_colleague_act_in_a_unit_and_all_below_it(served: Served) -> None:
    given = await delegate(served, "colleague", "dinas")
    assert given["userErrors"] == []
    assert given["roleGrant"]["givenBy"] == f"Pegawai 1970 {mark(OURS)}"
    found = await served.data(SEEN, subject="colleague")
    assert found["viewer"]["roles"] == ["STAFF", "ACTING_LEADER"]
    asked = "query($id: ID!) { node(id: $id) { ... on Employee { name } } }"
    colleague = await served.data(asked, {"id": person(served, "colleague")}, subject="leader")
    assert given["roleGrant"]["holderName"] == colleague["node"]["name"]
    assert given["roleGrant"]["account"] is None, "an account is shown to who may see accounts"
    assert await people_seen(served, "colleague") == await people_seen(served, "leader")


async def test_whoever_acts_lets_nobody_else_act(shared: Served) -> None:
    asked = {
        "employeeId": person(shared, "colleague"),
        "unitId": unit(shared, "bidang"),
        "on": str(TODAY),
        "until": str(NEXT_MONTH),
        "reason": "x",
    }
    answer = (await shared.ask(DELEGATE, {"input": asked}, subject="acting")).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_acting_ends_when_who_allowed_it_leads_no_more(served: Served) -> None:
    assert (await delegate(served, "colleague", "bidang"))["roleGrant"]
    await changed(
        served,
        "UPDATE leaderships SET valid_to = :on WHERE employee_id = :who",
        on=TODAY,
        who=served.governments[OURS].people["leader"],
    )
    assert (await served.data(SEEN, subject="colleague"))["viewer"]["roles"] == ["STAFF"]


@pytest.mark.parametrize(
    ("to", "where", "more", "refusal"),
    [
        ("colleague", "badan", {}, ("NOT_YOUR_UNIT", "unitId")),
        ("stranger", "bidang", {}, ("NOT_FOUND", "employeeId")),
        ("leader", "dinas", {}, ("NOT_YOURSELF", "employeeId")),
        ("colleague", "bidang", {"until": str(TODAY)}, ("ROLE_ENDS_TOO_SOON", "until")),
        ("colleague", "bidang", {"unitId": "x"}, ("NOT_FOUND", "unitId")),
    ],
)
async def test_acting_is_allowed_in_led_units_to_their_people_only(
    shared: Served, to: str, where: str, more: dict[str, object], refusal: tuple[str, str]
) -> None:
    before = await grants(shared)
    assert refused(await delegate(shared, to, where, **more)) == refusal
    assert await grants(shared) == before


async def test_who_has_no_account_can_t_act(served: Served) -> None:
    await changed(
        served,
        "UPDATE accounts SET disabled_at = now() WHERE employee_id = :who",
        who=served.governments[OURS].people["colleague"],
    )
    assert refused(await delegate(served, "colleague", "dinas")) == ("NO_ACCOUNT", "employeeId")


async def test_a_leader_ends_acting_in_own_units_and_nothing_else(served: Served) -> None:
    given = (await delegate(served, "colleague", "bidang"))["roleGrant"]["id"]
    document = END % "roleEndDelegation"
    asked = {"input": {"roleGrantId": given, "on": str(TODAY)}}
    other = (await served.data(document, asked, subject="stranger"))["roleEndDelegation"]
    assert other["userErrors"] == [{"code": "NOT_FOUND"}]
    ended = (await served.data(document, asked, subject="leader"))["roleEndDelegation"]
    assert ended == {"roleGrant": {"validTo": str(TODAY)}, "userErrors": []}
    (auditors,) = (await served.data("{ roleGrants(filter: { role: { eq: AUDITOR } }) { nodes { id } } }"))[
        "roleGrants"
    ]["nodes"]
    others = {"input": {"roleGrantId": auditors["id"], "on": str(TODAY)}}
    found = (await served.data(document, others, subject="leader"))["roleEndDelegation"]
    assert found["userErrors"] == [{"code": "NOT_FOUND"}]


async def test_another_government_s_account_unit_and_grant_are_not_found(shared: Served) -> None:
    found = await give(shared, "colleague", "AUDITOR", accountId=account(shared, "colleague", THEIRS))
    assert refused(found) == ("NOT_FOUND", "accountId")
    found = await give(shared, "colleague", "AUDITOR", unitId=unit(shared, "bidang", THEIRS))
    assert refused(found) == ("NOT_FOUND", "unitId")


async def test_a_role_given_to_one_account_of_a_person_holds_with_the_other(served: Served) -> None:
    who = served.governments[OURS].people["staff"]
    await changed(
        served,
        "UPDATE accounts SET employee_id = :who WHERE subject = :subject",
        who=who,
        subject=subject("auditor", OURS),
    )
    assert (await served.data(SEEN, subject="staff"))["viewer"]["roles"] == ["STAFF", "AUDITOR"]


@pytest.mark.parametrize("barred", ["admitted_at = NULL", "disabled_at = now()"])
async def test_a_role_of_an_account_that_may_not_come_in_holds_with_no_other(
    served: Served, barred: str
) -> None:
    who = served.governments[OURS].people["staff"]
    await changed(
        served,
        f"UPDATE accounts SET employee_id = :who, {barred} WHERE subject = :subject",
        who=who,
        subject=subject("auditor", OURS),
    )
    assert (await served.data(SEEN, subject="staff"))["viewer"]["roles"] == ["STAFF"]


async def test_who_acts_is_let_act_with_an_account_that_is_let_in(served: Served) -> None:
    """Whoever claims to be somebody, and waits, must not be given what that somebody is given."""
    who = served.governments[OURS].people["colleague"]
    await changed(
        served,
        "UPDATE accounts SET employee_id = :who, created_at = '2020-01-01' WHERE subject = :subject",
        who=who,
        subject=subject("newcomer", OURS),
    )
    given = (await delegate(served, "colleague", "bidang"))["roleGrant"]["id"]
    asked = "query($id: ID!) { node(id: $id) { ... on RoleGrant { account { subject } } } }"
    found = (await served.data(asked, {"id": given}))["node"]
    assert found["account"] == {"subject": subject("colleague", OURS)}


async def test_what_was_given_can_be_seen_by_whom_it_concerns(served: Served) -> None:
    given = (await delegate(served, "colleague", "bidang"))["roleGrant"]["id"]
    listed = "{ roleGrants { nodes { id } } }"
    for name, seen in [("leader", True), ("colleague", True), ("staff", False), ("auditor", True)]:
        nodes = (await served.data(listed, subject=name))["roleGrants"]["nodes"]
        assert (given in {one["id"] for one in nodes}) == seen, name
