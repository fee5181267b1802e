"""Whom the gate lets in, as what, and how soon it forgets."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from factories.gatehouse import House
from factories.identity import account, grant, person, served, signed
from factories.organisation import a_leadership, a_unit
from sqlalchemy import text, update

from jenjang.core import clock
from jenjang.core.errors import Unauthenticated
from jenjang.core.permission import Reach, Role
from jenjang.identity.accounts import IN_SERVICE
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import Issuer, Issuers
from jenjang.identity.models import Account
from jenjang.identity.server.models import OAuthClient, OAuthGrant
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ServiceState

ENDED = {"RETIRED", "CONTRACT_ENDED", "RESIGNED", "DISMISSED", "TRANSFERRED_OUT", "DECEASED"}
TODAY = date(2026, 11, 21)
TOMORROW = date(2026, 11, 22)


async def employed(house: House, tenant: str = "surakarta", state: str = "ACTIVE") -> Account:
    """The account of somebody in that state."""
    async with house.of(tenant) as session:
        return await account(session, house.issuer(tenant), await person(session, state))


async def program(house: House, client: str = "siasn-sync") -> Account:
    async with house.of() as session:
        made = await account(session, house.issuer(), client=client)
        await grant(session, made.id, Role.INTEGRATION_CLIENT)
    return made


async def refused(gate: Gate, authorization: list[str]) -> bool:
    try:
        await gate.viewer(authorization)
    except Unauthenticated:
        return True
    return False


async def test_whoever_is_in_service_is_staff_of_the_issuers_government(house: House) -> None:
    made = await employed(house)
    viewer = await house.gate().viewer(house.bearer(made.subject))
    assert (viewer.tenant, viewer.account_id, viewer.employee_id) == (
        "surakarta",
        made.id,
        made.employee_id,
    )
    assert (viewer.roles, viewer.client, viewer.units_of("employee:read")) == ((Role.STAFF,), "app", ())
    assert viewer.reach("employee:read") == {Reach.OWN}
    assert not viewer.may("employee:write")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(house: House, scheme: str) -> None:
    made = await employed(house)
    assert await house.gate().viewer([f"{scheme} {house.token(made.subject)}"])


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "AT+JWT"},
        {"typ": "application/at+jwt"},
        {"aud": ["https://elsewhere.example", "https://jenjang.example/graphql"]},
        {"iat": 59, "nbf": 59, "exp": 300},
        {"iat": -400, "exp": -59},
    ],
)
async def test_what_the_standard_allows_is_let_in(house: House, change: dict[str, object]) -> None:
    made = await employed(house)
    now = int(house.time.now().timestamp())
    key = house.ring().current
    times = {name: now + change[name] for name in ("iat", "nbf", "exp") if name in change}
    claims = {"iat": now, "exp": now + 300, "iss": house.issuer(), "aud": change.get("aud", house.audience)}
    named = {"sub": made.subject, "client_id": "app", "jti": str(uuid4())}
    header = {"alg": "ES256", "kid": key.kid, "typ": change.get("typ", "at+jwt")}
    token = signed(header, {**claims, **named, **times}, key, "ES256")
    assert (await house.gate().viewer([f"Bearer {token}"])).account_id == made.id


async def test_the_leader_of_today_leads_and_yesterdays_does_not(house: House) -> None:
    made = await employed(house)
    gate, bearer = house.gate(), house.bearer(made.subject)
    async with house.of() as session:
        leader = await session.get(Employee, ("surakarta", made.employee_id))
        dinas = await a_unit(session)
        bidang = await a_unit(session, "Bidang", parent=dinas)
        leadership = await a_leadership(session, dinas, leader)
    viewer = await gate.viewer(bearer)
    assert (viewer.roles, viewer.units_of("employee:read")) == (
        (Role.STAFF, Role.LEADER),
        (dinas.id, bidang.id),
    )
    assert viewer.reach("employee:read") == {Reach.OWN, Reach.UNIT}
    assert viewer.reach("employee:private") == {Reach.OWN}
    async with house.of() as session:
        (await session.merge(leadership)).valid_to = TODAY
    house.time.pass_by(seconds=5)
    assert (await gate.viewer(bearer)).roles == (Role.STAFF,)


async def test_roles_hold_from_their_first_day_to_the_day_before_the_last_date(house: House) -> None:
    made = await employed(house)
    async with house.of() as session:
        await grant(session, made.id, Role.MENTOR, TODAY, TOMORROW)
        await grant(session, made.id, Role.REGIONAL_ADMIN, TOMORROW)
    assert (await house.gate().viewer(house.bearer(made.subject))).roles == (Role.STAFF, Role.MENTOR)
    house.time.pass_by(days=1)
    assert (await house.gate().viewer(house.bearer(made.subject))).roles == (
        Role.STAFF,
        Role.REGIONAL_ADMIN,
    )


async def test_the_date_is_that_of_the_governments_own_time_zone(house: House) -> None:
    made = await employed(house)
    async with house.of() as session:
        await grant(session, made.id, Role.MENTOR, TOMORROW)
    house.time.pass_by(hours=13, minutes=59)  # 16:59 UTC is 23:59 in Surakarta.
    assert (await house.gate().viewer(house.bearer(made.subject))).roles == (Role.STAFF,)
    house.time.pass_by(minutes=1)
    assert (await house.gate().viewer(house.bearer(made.subject))).roles == (Role.STAFF, Role.MENTOR)


async def test_staff_and_leader_can_not_be_granted(house: House) -> None:
    made = await program(house)
    async with house.of() as session:
        await grant(session, made.id, Role.STAFF)
        await grant(session, made.id, Role.LEADER)
    viewer = await house.gate().viewer(house.bearer(made.subject, client="siasn-sync"))
    assert viewer.roles == (Role.INTEGRATION_CLIENT,)


async def test_an_account_without_any_role_may_do_nothing(house: House) -> None:
    async with house.of() as session:
        made = await account(session, house.issuer())
    viewer = await house.gate().viewer(house.bearer(made.subject))
    assert (viewer.roles, dict(viewer.grants)) == ((), {})


async def test_a_disabled_account_is_refused_from_that_moment(house: House) -> None:
    moment = house.time.now() + timedelta(seconds=30)
    async with house.of() as session:
        made = await account(session, house.issuer(), await person(session), disabled_at=moment)
    bearer = house.bearer(made.subject)
    assert not await refused(house.gate(), bearer)
    house.time.pass_by(seconds=30)
    assert await refused(house.gate(), bearer)


@pytest.mark.parametrize("state", ServiceState)
async def test_only_people_in_service_are_let_in(house: House, state: str) -> None:
    made = await employed(house, state=state)
    assert await refused(house.gate(), house.bearer(made.subject)) == (state in ENDED)


def test_every_state_of_service_is_either_in_service_or_ended() -> None:
    assert {*IN_SERVICE, *ENDED} == set(ServiceState)
    assert not IN_SERVICE & ENDED


async def test_who_retires_tomorrow_is_let_in_today_only(house: House) -> None:
    made = await employed(house)
    async with house.of() as session:
        await served(session, made.employee_id, "ACTIVE", date(2015, 5, 1), TOMORROW)
        await served(session, made.employee_id, "RETIRED", TOMORROW)
    assert not await refused(house.gate(), house.bearer(made.subject))
    house.time.pass_by(days=1)
    assert await refused(house.gate(), house.bearer(made.subject))


async def test_a_program_is_let_in_under_its_own_client_id_only(house: House) -> None:
    made = await program(house)
    viewer = await house.gate().viewer(house.bearer(made.subject, client="siasn-sync"))
    assert (viewer.roles, viewer.employee_id, viewer.client) == (
        (Role.INTEGRATION_CLIENT,),
        None,
        "siasn-sync",
    )
    assert await refused(house.gate(), house.bearer(made.subject, client="another-app"))


async def test_scopes_narrow_and_never_widen(house: House) -> None:
    made = await employed(house)
    bearer = house.bearer(made.subject, scopes=("openid", "employee:read", "import:run"))
    viewer = await house.gate().viewer(bearer)
    assert {name: viewer.reach(name) for name in viewer.grants} == {
        "employee:read": {Reach.OWN},
        "viewer:read": {Reach.OWN},
    }


async def test_a_program_sees_private_data_only_when_its_scopes_name_them(house: House) -> None:
    made = await program(house)
    plain = await house.gate().viewer(house.bearer(made.subject, client="siasn-sync"))
    assert not plain.may("employee:private")
    assert not plain.may("employee:discipline")
    scopes = ("employee:read", "employee:private")
    named = await house.gate().viewer(house.bearer(made.subject, client="siasn-sync", scopes=scopes))
    assert named.reach("employee:private") == {Reach.TENANT}
    assert not named.may("employee:discipline")


async def test_a_revoked_role_is_dead_within_five_seconds(house: House) -> None:
    made = await employed(house)
    async with house.of() as session:
        given = await grant(session, made.id, Role.REGIONAL_ADMIN)
    gate, bearer = house.gate(), house.bearer(made.subject)
    assert (await gate.viewer(bearer)).roles == (Role.STAFF, Role.REGIONAL_ADMIN)
    async with house.of() as session:
        await session.execute(text("DELETE FROM role_grants WHERE id = :id"), {"id": given.id})
    house.time.pass_by(seconds=4.999)
    assert (await gate.viewer(bearer)).roles == (Role.STAFF, Role.REGIONAL_ADMIN)
    house.time.pass_by(seconds=0.001)
    assert (await gate.viewer(bearer)).roles == (Role.STAFF,)


async def test_a_disabled_account_is_dead_within_five_seconds(house: House) -> None:
    made = await employed(house)
    gate, bearer = house.gate(), house.bearer(made.subject)
    await gate.viewer(bearer)
    async with house.of() as session:
        await session.execute(
            text("UPDATE accounts SET disabled_at = :at WHERE id = :id"),
            {"at": house.time.now(), "id": made.id},
        )
    house.time.pass_by(seconds=5)
    assert await refused(gate, bearer)


async def test_a_token_is_dead_at_its_expiry_and_leeway_whatever_is_kept(house: House) -> None:
    made = await employed(house)
    gate = house.gate()
    bearer = house.bearer(made.subject, lifetime=timedelta(seconds=2))
    await gate.viewer(bearer)
    house.time.pass_by(seconds=61.999)
    assert not await refused(gate, bearer)
    house.time.pass_by(seconds=0.001)
    assert await refused(gate, bearer)


async def test_a_kept_token_asks_the_database_nothing(house: House) -> None:
    made = await employed(house)
    gate, bearer = house.gate(), house.bearer(made.subject)
    first = await gate.viewer(bearer)
    house.shelf.asked.clear()
    assert [await gate.viewer(bearer) for _ in range(100)] == [first] * 100
    assert house.shelf.asked == []


async def test_a_hundred_at_once_with_one_token_ask_the_database_once(house: House) -> None:
    made = await employed(house)
    gate, bearer = house.gate(), house.bearer(made.subject)
    viewers = await asyncio.gather(*(gate.viewer(bearer) for _ in range(100)))
    assert len({id(viewer) for viewer in viewers}) == 1
    assert len(house.shelf.asked) == 1


async def test_who_stops_waiting_takes_nobody_else_along(house: House) -> None:
    made = await employed(house)
    gate, bearer = house.gate(), house.bearer(made.subject)
    first, second = (asyncio.create_task(gate.viewer(bearer)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).account_id == made.id
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_what_came_of_a_grant_is_dead_five_seconds_after_it_ended(house: House) -> None:
    """By the database alone: no Redis has to be there for it."""
    made = await employed(house)
    async with house.of() as session:
        client = OAuthClient(client_id="app-1", name="App", redirect_uris=[], scopes=[], grant_types=[])
        session.add(client)
        await session.flush()
        given = [
            OAuthGrant(client_key=client.id, account_id=made.id, scope="", authenticated_at=clock.now())
            for _ in range(2)
        ]
        session.add_all(given)
    gate = house.gate()
    ended, other = (house.bearer(made.subject, grant=grant.id, client="app-1") for grant in given)
    for bearer in (ended, other):
        await gate.viewer(bearer)
    async with house.of() as session:
        await session.execute(
            update(OAuthGrant).where(OAuthGrant.id == given[0].id).values(ended_at=clock.now())
        )
    house.time.pass_by(seconds=5)
    assert await refused(gate, ended)
    assert not await refused(gate, other)
    async with house.of() as session:
        await session.execute(update(OAuthClient).values(revoked_at=clock.now()))
    house.time.pass_by(seconds=5)
    assert await refused(gate, other)


async def test_who_came_by_a_provider_stays_out_once_it_is_believed_no_more(house: House) -> None:
    """Our own tokens for its accounts, too: whoever took the provider over has them, and renews them."""
    async with house.of() as session:
        made = await account(session, "https://sso.example/realms/asn", await person(session))
        client = OAuthClient(client_id="app-2", name="App", redirect_uris=[], scopes=[], grant_types=[])
        session.add(client)
        await session.flush()
        given = OAuthGrant(client_key=client.id, account_id=made.id, scope="", authenticated_at=clock.now())
        session.add(given)
    bearer = house.bearer(str(made.id), grant=given.id, client="app-2")
    assert await refused(house.gate(), bearer)
    key = house.ring()
    believed = Issuer(made.issuer, "surakarta", "a", frozenset({"ES256"}), key.keys)
    for tenant, comes in (("surakarta", True), ("plaju", False)):
        issuers = Issuers([*house.issuers, replace(believed, tenant=tenant)])
        assert await refused(replace(house, issuers=issuers).gate(), bearer) != comes


async def test_equal_ids_and_subjects_in_two_governments_never_mix(house: House) -> None:
    twin, subject = UUID(int=7), "twin"
    made = {}
    for tenant in ("surakarta", "plaju"):
        async with house.of(tenant) as session:
            who = await person(session, employee_id=twin)
            made[tenant] = await account(session, house.issuer(tenant), who, subject=subject)
    async with house.of("plaju") as session:
        await grant(session, made["plaju"].id, Role.REGIONAL_ADMIN)
    gate = house.gate()
    bearers = {tenant: house.bearer(subject, tenant) for tenant in made}
    for tenant in ("surakarta", "plaju") * 500:
        viewer = await gate.viewer(bearers[tenant])
        assert (viewer.tenant, viewer.account_id, viewer.employee_id) == (tenant, made[tenant].id, twin)
        assert (Role.REGIONAL_ADMIN in viewer.roles) == (tenant == "plaju")
        house.time.pass_by(seconds=0.1)


async def test_an_account_of_another_issuer_with_the_same_subject_is_not_taken(house: House) -> None:
    async with house.of() as session:
        made = await account(session, "https://sso.example/realms/asn", await person(session))
    assert await refused(house.gate(), house.bearer(made.subject))
