"""The demo's personas: settled twice they are the same, and each may what its kind may."""

from uuid import UUID

import pytest
from factories.gatehouse import House
from factories.identity import person
from factories.organisation import a_leadership, a_unit
from sqlalchemy import text

from jenjang.core.permission import Role
from jenjang.database.engine import engine
from jenjang.demo.personas import PersonaWithoutEmployee, issue, settle
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import issuers_of
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import catalogue

PEOPLE = ("staff", "leader", "superior", "mentor", "admin")


async def hired(house: House) -> tuple[dict[str, str], dict[str, UUID]]:
    """Five new people of Surakarta, by persona: their numbers and ids."""
    async with house.of() as session:
        ids = {name: await person(session) for name in PEOPLE}
        rows = await session.execute(text("SELECT id, number FROM employees"))
        numbers = {row.id: row.number for row in rows}
    return {name: numbers[who] for name, who in ids.items()}, ids


async def count(house: House, table: str, tenant: str = "surakarta") -> int:
    async with house.of(tenant) as session:
        return (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()


async def test_each_persona_gets_a_token_that_opens_the_gate_as_its_kind(house: House) -> None:
    surakarta = house.governments["surakarta"]
    nips, ids = await hired(house)
    for _ in range(2):
        await settle(house.engine, surakarta, nips, house.settings.public_url)
    assert (await count(house, "accounts"), await count(house, "role_grants")) == (6, 3)
    async with house.of() as session:
        leader = await session.get(Employee, ("surakarta", ids["leader"]))
        await a_leadership(session, await a_unit(session), leader)
    tokens = issue(house.settings, [surakarta])["tokens"]["surakarta"]
    gate = Gate(house.issuers, house.accounts, {"surakarta": "Asia/Jakarta"})
    viewers = {name: await gate.viewer([f"Bearer {token}"]) for name, token in tokens.items()}
    assert {name: viewer.roles for name, viewer in viewers.items()} == {
        "staff": (Role.STAFF,),
        "leader": (Role.STAFF, Role.LEADER),
        "superior": (Role.STAFF,),
        "mentor": (Role.STAFF, Role.MENTOR),
        "admin": (Role.STAFF, Role.REGIONAL_ADMIN),
        "client": (Role.INTEGRATION_CLIENT,),
    }
    assert {name: viewers[name].employee_id for name in PEOPLE} == ids


async def test_people_imported_anew_are_followed(house: House, database) -> None:
    surakarta = house.governments["surakarta"]
    await settle(house.engine, surakarta, (await hired(house))[0], house.settings.public_url)
    nips, ids = await hired(house)
    owner = engine(database.owner_url)
    await settle(owner, surakarta, nips, house.settings.public_url)
    await owner.dispose()
    token = issue(house.settings, [surakarta])["tokens"]["surakarta"]["staff"]
    gate = Gate(house.issuers, house.accounts, {"surakarta": "Asia/Jakarta"})
    assert (await gate.viewer([f"Bearer {token}"])).employee_id == ids["staff"]


async def test_a_persona_whose_employee_is_missing_is_refused_and_nothing_is_kept(house: House) -> None:
    plaju = house.governments["plaju"]
    with pytest.raises(PersonaWithoutEmployee) as refused:
        await settle(house.engine, plaju, {"staff": "nobody"}, house.settings.public_url)
    assert refused.value.facts == {"persona": "staff", "tenant": "plaju", "number": "nobody"}
    assert await count(house, "accounts", "plaju") == 0


async def test_a_province_has_one_persona_who_sees_no_person(house: House) -> None:
    province = catalogue(house.settings.tenants)["jawa_tengah"]
    await settle(house.engine, province, {}, house.settings.public_url)
    made = issue(house.settings, [province, house.governments["surakarta"]])
    assert (list(made["tokens"]), list(made["province_tokens"])) == (["surakarta"], ["33"])
    gate = Gate(issuers_of([province], house.settings), house.accounts, {province.code: "Asia/Jakarta"})
    viewer = await gate.viewer([f"Bearer {made['province_tokens']['33']}"])
    assert (viewer.tenant, viewer.roles, viewer.employee_id) == (
        "jawa_tengah",
        (Role.PROVINCIAL_ADMIN,),
        None,
    )
    assert set(viewer.grants) == {"reference:read", "tenant:read", "viewer:read"}
