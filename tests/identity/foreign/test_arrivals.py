"""First logins: who is linked, who waits, who is refused; and that nobody becomes somebody else."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories.identity import account, person
from factories.provider import rsa
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from jenjang.core.errors import Unauthenticated
from jenjang.core.permission import Role, Viewer
from jenjang.identity import keeping
from jenjang.identity.gate import Gate
from jenjang.identity.models import Account
from jenjang.identity.server.models import SecurityEvent
from jenjang.organisation.models import Employee
from jenjang.tenancy.providers import PersonMapping

EMAIL = PersonMapping(claim="email", names="EMAIL")
SIASN = PersonMapping(claim="siasn", names="SIASN_ID")


@pytest.fixture
async def somebody(world: Any) -> Employee:
    """Somebody of Surakarta, in service, with a work address and a SIASN id."""
    async with world.house.of() as session:
        key = await person(session)
        marked = {"work_email": f"Budi.{key.hex}@surakarta.example", "siasn_id": key.hex}
        await session.execute(update(Employee).where(Employee.id == key).values(marked))
    async with world.house.of() as session:
        found = await session.get(Employee, ("surakarta", key))
        await session.refresh(found)
        session.expunge(found)
        return found


async def gate_of(world: Any, **told: Any) -> Gate:
    """A gate that believes Surakarta's provider as told."""
    world.house.issuers = await world.believing(**told)
    return world.house.gate()


async def comes(gate: Gate, world: Any, **claims: Any) -> Viewer | None:
    """Who comes with a token of the provider; None: nobody, refused."""
    try:
        return await gate.viewer([f"Bearer {world.plain.token(**claims)}"])
    except Unauthenticated:
        return None


async def accounts(world: Any, subject: str) -> list[Account]:
    async with world.house.of() as session:
        return list(await session.scalars(select(Account).where(Account.subject == subject)))


async def events(world: Any, account: UUID) -> list[str]:
    async with world.house.of() as session:
        asked = select(SecurityEvent.kind).where(SecurityEvent.account_id == account)
        return list(await session.scalars(asked.order_by(SecurityEvent.at, SecurityEvent.id)))


async def test_who_is_named_by_nip_is_linked_at_once_and_recorded(world: Any, somebody: Employee) -> None:
    gate = world.house.gate()
    sub = str(uuid4())
    viewer = await comes(gate, world, sub=sub, nip=somebody.number)
    assert viewer
    assert (viewer.employee_id, viewer.roles) == (somebody.id, (Role.STAFF,))
    (made,) = await accounts(world, sub)
    assert (made.issuer, made.employee_id, made.claimed) == (world.plain.url, somebody.id, somebody.number)
    assert made.admitted_at
    assert await events(world, made.id) == ["ACCOUNT_LINKED"]
    again = await comes(world.house.gate(), world, sub=sub)
    assert again, "from then on the subject is who it is: the claim is not read again"
    assert again.employee_id == somebody.id


async def test_a_linked_subject_stays_who_it_is_whatever_its_claims_say_later(
    world: Any, somebody: Employee
) -> None:
    async with world.house.of() as session:
        victim = await session.get(Employee, ("surakarta", await person(session)))
        number = victim.number
    sub = str(uuid4())
    assert await comes(world.house.gate(), world, sub=sub, nip=somebody.number)
    later = await comes(world.house.gate(), world, sub=sub, nip=number)
    assert later
    assert later.employee_id == somebody.id


@pytest.mark.parametrize(
    ("mapping", "claims"),
    [
        (SIASN, {"siasn": "{0.siasn_id}"}),
        (EMAIL, {"email": "{0.work_email}", "email_verified": True}),
        (EMAIL, {"email": " BUDI.{0.id.hex}@SURAKARTA.EXAMPLE", "email_verified": True}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": "{0.number}"}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": " {0.number} "}),
    ],
)
async def test_a_claim_may_hold_a_nip_a_siasn_id_or_a_verified_address(
    world: Any, somebody: Employee, mapping: PersonMapping, claims: dict[str, Any]
) -> None:
    gate = await gate_of(world, first_login="link", person=mapping)
    told = {name: one.format(somebody) if isinstance(one, str) else one for name, one in claims.items()}
    viewer = await comes(gate, world, sub=str(uuid4()), **told)
    assert viewer
    assert viewer.employee_id == somebody.id


@pytest.mark.parametrize(
    ("mapping", "claims"),
    [
        (EMAIL, {"email": "{0.work_email}"}),
        (EMAIL, {"email": "{0.work_email}", "email_verified": False}),
        (EMAIL, {"email": "{0.work_email}", "email_verified": "true"}),
        (EMAIL, {"email": "{0.work_email}", "email_verified": 1}),
        (EMAIL, {"email": ["{0.work_email}"], "email_verified": True}),
        (EMAIL, {"email": "", "email_verified": True}),
        (EMAIL, {"preferred_username": "{0.work_email}", "email_verified": True}),
        (SIASN, {"siasn": "{0.number}"}),
        (PersonMapping(claim="nip", names="NUMBER"), {}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": 198609262015051001}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": ["{0.number}"]}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": "{0.number}0"}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": "%"}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": "{0.siasn_id}"}),
        (PersonMapping(claim="nip", names="NUMBER"), {"nip": "x" * 300}),
    ],
)
async def test_what_names_nobody_for_certain_links_nobody(
    world: Any, somebody: Employee, mapping: PersonMapping, claims: dict[str, Any]
) -> None:
    gate = await gate_of(world, first_login="link", person=mapping)
    told = {name: one.format(somebody) if isinstance(one, str) else one for name, one in claims.items()}
    sub = str(uuid4())
    assert await comes(gate, world, sub=sub, **told) is None
    assert await accounts(world, sub) == []


async def test_an_address_of_two_people_links_neither(world: Any, somebody: Employee) -> None:
    async with world.house.of() as session:
        twin = await session.get(Employee, ("surakarta", await person(session)))
        twin.work_email = somebody.work_email
    gate = await gate_of(world, first_login="link", person=EMAIL)
    claims = {"email": somebody.work_email, "email_verified": True}
    assert await comes(gate, world, sub=str(uuid4()), **claims) is None


@pytest.mark.parametrize("state", ["RETIRED", "RESIGNED", "DISMISSED", "TRANSFERRED_OUT", "DECEASED"])
async def test_who_serves_no_more_is_not_linked(world: Any, state: str) -> None:
    async with world.house.of() as session:
        gone = await session.get(Employee, ("surakarta", await person(session, state)))
        number = gone.number
    sub = str(uuid4())
    assert await comes(world.house.gate(), world, sub=sub, nip=number) is None
    assert await accounts(world, sub) == []


async def test_who_serves_another_government_is_not_linked(world: Any) -> None:
    async with world.house.of("plaju") as session:
        theirs = await session.get(Employee, ("plaju", await person(session)))
        number = theirs.number
    assert await comes(world.house.gate(), world, sub=str(uuid4()), nip=number) is None


async def test_a_person_with_an_account_of_this_issuer_is_not_linked_again(
    world: Any, somebody: Employee
) -> None:
    """Whoever can write a claim at the provider gets nobody's account that has begun."""
    async with world.house.of() as session:
        await account(session, world.plain.url, somebody.id, subject=f"by-hand-{somebody.id}")
    sub = str(uuid4())
    with capture_logs() as lines:
        assert await comes(world.house.gate(), world, sub=sub, nip=somebody.number) is None
    assert "a person is claimed by a second subject" in [line["event"] for line in lines]
    assert await accounts(world, sub) == []


async def test_of_many_who_claim_to_be_the_same_at_once_one_is_linked(world: Any, somebody: Employee) -> None:
    """Each in a process of its own: nothing but the database knows of all."""
    subjects = [str(uuid4()) for _ in range(8)]
    came = await asyncio.gather(
        *(comes(world.house.gate(), world, sub=sub, nip=somebody.number) for sub in subjects)
    )
    assert len([one for one in came if one]) == 1
    async with world.house.of() as session:
        mine = select(func.count()).select_from(Account).where(Account.employee_id == somebody.id)
        assert await session.scalar(mine) == 1


async def test_of_one_who_comes_many_times_at_once_one_account_is_made(
    world: Any, somebody: Employee
) -> None:
    sub = str(uuid4())
    came = await asyncio.gather(
        *(comes(world.house.gate(), world, sub=sub, nip=somebody.number, jti=str(one)) for one in range(8))
    )
    assert len({one.account_id for one in came if one}) == 1
    (made,) = await accounts(world, sub)
    assert await events(world, made.id) == ["ACCOUNT_LINKED"]


async def test_where_first_logins_are_refused_no_account_is_made(world: Any, somebody: Employee) -> None:
    gate = await gate_of(world)
    sub = str(uuid4())
    assert await comes(gate, world, sub=sub, nip=somebody.number) is None
    assert await accounts(world, sub) == []


@pytest.mark.parametrize("known", [True, False])
async def test_who_waits_can_do_nothing_until_admitted(world: Any, somebody: Employee, known: bool) -> None:
    gate = await gate_of(world, first_login="pending", person=PersonMapping(claim="nip", names="NUMBER"))
    sub = str(uuid4())
    claims = {"sub": sub, "nip": somebody.number if known else "199001012020011001"}
    assert await comes(gate, world, **claims) is None
    (made,) = await accounts(world, sub)
    assert (made.admitted_at, made.claimed) == (None, claims["nip"])
    assert made.employee_id == (somebody.id if known else None)
    assert await events(world, made.id) == ["ACCOUNT_PENDING"]
    assert await comes(world.house.gate(), world, **claims) is None, "nor the second time"
    async with world.house.of() as session:
        waiting = await keeping.account_of(session, "surakarta", world.plain.url, sub)
        await keeping.admit(session, waiting, world.house.time.now(), somebody.id)
        await keeping.admit(session, waiting, world.house.time.now(), somebody.id)
    assert await events(world, made.id) == ["ACCOUNT_PENDING", "ACCOUNT_ADMITTED"]
    viewer = await comes(world.house.gate(), world, **claims)
    assert viewer
    assert (viewer.employee_id, viewer.roles) == (somebody.id, (Role.STAFF,))


async def test_who_waits_without_a_claim_waits_without_a_person(world: Any) -> None:
    gate = await gate_of(world, first_login="pending")
    sub = str(uuid4())
    assert await comes(gate, world, sub=sub) is None
    (made,) = await accounts(world, sub)
    assert (made.employee_id, made.claimed, made.admitted_at) == (None, None, None)


async def test_an_account_is_not_admitted_as_somebody_else(world: Any, somebody: Employee) -> None:
    async with world.house.of() as session:
        other = await person(session)
        made = await account(session, world.plain.url, somebody.id)
        with pytest.raises(keeping.PersonTaken):
            await keeping.admit(session, made, world.house.time.now(), other)
        assert made.employee_id == somebody.id


async def test_who_was_refused_is_looked_for_again_after_five_seconds(world: Any, somebody: Employee) -> None:
    """So that whoever is brought in meanwhile need not wait, and whoever asks on and on costs little."""
    gate, sub = world.house.gate(), str(uuid4())
    async with world.house.of() as session:
        (await session.merge(somebody)).state = "RETIRED"
    assert await comes(gate, world, sub=sub, nip=somebody.number) is None
    async with world.house.of() as session:
        (await session.merge(somebody)).state = "ACTIVE"
    assert await comes(gate, world, sub=sub, nip=somebody.number) is None
    world.house.time.pass_by(seconds=5)
    assert await comes(gate, world, sub=sub, nip=somebody.number)


async def test_a_disabled_account_is_not_made_anew(world: Any, somebody: Employee) -> None:
    sub = str(uuid4())
    assert await comes(world.house.gate(), world, sub=sub, nip=somebody.number)
    async with world.house.of() as session:
        made = await keeping.account_of(session, "surakarta", world.plain.url, sub)
        made.disabled_at = world.house.time.now()
    assert await comes(world.house.gate(), world, sub=sub, nip=somebody.number) is None
    assert len(await accounts(world, sub)) == 1


@pytest.mark.parametrize("way", ["link", "pending"])
async def test_a_disabled_person_does_not_come_back_by_a_provider(
    world: Any, somebody: Employee, way: str
) -> None:
    """Whoever was locked out with one account is let in with another by an admin only."""
    async with world.house.of() as session:
        now = world.house.time.now()
        await account(session, world.house.issuer(), somebody.id, disabled_at=now)
    by_number = PersonMapping(claim="nip", names="NUMBER")
    gate, sub = await gate_of(world, first_login=way, person=by_number), str(uuid4())
    assert await comes(gate, world, sub=sub, nip=somebody.number) is None
    assert [one.employee_id for one in await accounts(world, sub)] == ([] if way == "link" else [None])


async def test_an_account_that_was_turned_away_bars_nobody_else(world: Any, somebody: Employee) -> None:
    async with world.house.of() as session:
        impostor = await account(session, world.keycloak.url, somebody.id)
        impostor.admitted_at, impostor.disabled_at = None, world.house.time.now()
    assert await comes(world.house.gate(), world, sub=str(uuid4()), nip=somebody.number)


async def test_a_forged_token_makes_no_account(world: Any, somebody: Employee) -> None:
    sub = str(uuid4())
    assert await comes(world.house.gate(), world, key=rsa("first"), sub=sub, nip=somebody.number) is None
    assert await accounts(world, sub) == []


async def test_without_anybody_who_sees_to_first_logins_there_are_none(
    world: Any, somebody: Employee
) -> None:
    house = world.house
    gate = Gate(house.issuers, house.accounts, {"surakarta": "Asia/Jakarta"}, now=house.time.now)
    assert await comes(gate, world, sub=str(uuid4()), nip=somebody.number) is None
