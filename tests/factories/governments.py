"""Small governments that are alike in all but their ids and a mark, with rows in every table."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg
from factories.appraisal.government import appraise
from factories.career import a_case, a_goal, a_path, a_plan, a_step, an_aspiration
from factories.competence import a_standard, a_technical_competency, an_assessment
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee
from factories.partnership import (
    a_bid,
    a_contribution,
    a_partner,
    a_programme,
    a_room,
    a_trainer,
    an_agreement,
    an_evaluation,
    some_equipment,
)
from factories.sealing import Change, change_sealed
from factories.study import a_leave, a_quota, a_reported_leave, an_entitlement
from factories.training import (
    a_budget,
    a_certificate,
    a_course,
    a_raised_cap,
    an_attendance,
    an_enrolment,
    an_event,
)
from factories.training_evaluation import a_behaviour, a_reaction, a_remark, a_result, a_tally, a_test
from sqlalchemy import Column, Table, exists, insert, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core.language import LANGUAGES
from jenjang.core.permission import Role
from jenjang.core.sealing import Seals, Vault
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import OAuthClient, SecurityEvent
from jenjang.organisation.models import (
    Education,
    Employee,
    Position,
    RankHolding,
    Sanction,
    Unit,
    UnitVersion,
)
from jenjang.organisation.terms import Sex, UnitKind
from jenjang.tables import metadata
from jenjang.training.models.bookings import TrainingEquipmentBooking, TrainingEquipmentNeed
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.terms import EnrolmentState, ReactionQuestion

PAST = date(2015, 1, 1)
SINCE = date(2020, 1, 1)
LATER, MUCH_LATER = date(2090, 1, 1), date(2095, 1, 1)
DONE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Post:
    """Where somebody of the sample stands: the unit placed in, the role given (in a unit), the unit led."""

    unit: str
    born: date
    sex: Sex
    role: Role | None = None
    leads: str | None = None
    role_in: str | None = None
    given_by: str | None = None


SERVANTS: Mapping[str, Post] = {
    "leader": Post("dinas", date(1970, 2, 3), Sex.FEMALE, leads="dinas"),
    "acting": Post(
        "bidang", date(1974, 4, 4), Sex.MALE, Role.ACTING_LEADER, role_in="dinas", given_by="leader"
    ),
    "staff": Post("bidang", date(1985, 5, 17), Sex.MALE),
    "colleague": Post("bidang", date(1988, 8, 8), Sex.FEMALE),
    "mentor": Post("bidang", date(1975, 1, 31), Sex.FEMALE, Role.MENTOR),
    "admin": Post("badan", date(1982, 12, 1), Sex.MALE, Role.REGIONAL_ADMIN),
    "trainer": Post("badan", date(1981, 3, 9), Sex.FEMALE, Role.TRAINING_MANAGER),
    "committee": Post("badan", date(1972, 7, 2), Sex.MALE, Role.TALENT_COMMITTEE),
    "auditor": Post("badan", date(1979, 11, 11), Sex.FEMALE, Role.AUDITOR),
    "unit admin": Post("dinas", date(1983, 2, 8), Sex.FEMALE, Role.REGIONAL_ADMIN, role_in="dinas"),
    "stranger": Post("badan", date(1990, 6, 30), Sex.MALE, leads="badan"),
}
"""The dinas holds the bidang; the badan stands beside them."""
PROGRAMS: Mapping[str, Role] = {
    "client": Role.INTEGRATION_CLIENT,
    "province": Role.PROVINCIAL_ADMIN,
}
"""Accounts without a person behind them."""


def mark(tenant: str) -> str:
    """What stands in every free text of a government, so that its texts are known anywhere."""
    return f"⟦{tenant}⟧"


def subject(name: str, tenant: str) -> str:
    """What the issuer calls an account of the sample: a word that stands nowhere else."""
    return f"{name.replace(' ', '-')}@{tenant}.example"


@dataclass(frozen=True)
class Settled:
    """The ids of a government's sample."""

    tenant: str
    people: dict[str, UUID]
    units: dict[str, UUID]
    positions: dict[str, UUID]
    accounts: dict[str, UUID]


async def settle(session: AsyncSession, tenant: str, issuer: str) -> Settled:
    """A sample of everything a government may have; the session is bound to it."""
    units = await _units(session)
    found = {name: await _servant(session, post, units) for name, post in SERVANTS.items()}
    people = {name: employee for name, (employee, _) in found.items()}
    for name, post in SERVANTS.items():
        if post.leads:
            await a_leadership(session, units[post.leads], people[name], since=SINCE)
    await a_leadership(session, units["bidang"], people["colleague"], since=PAST, until=SINCE)
    accounts = {name: await _account(session, tenant, issuer, name, people[name].id) for name in SERVANTS}
    for name, post in SERVANTS.items():
        await _given(session, accounts, name, post, units)
    for name, role in PROGRAMS.items():
        program = await _account(session, tenant, issuer, name, None)
        session.add(RoleGrant(account_id=program, role=role, **GIVEN))
    session.add(_application(tenant))
    session.add(Account(issuer=issuer, subject=subject("newcomer", tenant), admitted_at=null()))
    await session.flush()
    placed = {name: units[post.unit].id for name, post in SERVANTS.items()}
    ids = {name: person.id for name, person in people.items()}
    await appraise(session, f"sesuatu {mark(tenant)}", ids, placed, accounts)
    await _competencies(session, tenant, found)
    await _training(session, tenant, found, units)
    await _study(session, tenant, found)
    await _plans(session, tenant, found)
    await fill_the_rest(session, tenant)
    return Settled(
        tenant,
        ids,
        {name: unit.id for name, unit in units.items()},
        {name: position.id for name, (_, position) in found.items()},
        accounts,
    )


async def _units(session: AsyncSession) -> dict[str, Unit]:
    root_id = select(UnitVersion.unit_id).where(UnitVersion.kind == UnitKind.GOVERNMENT).limit(1)
    root = await session.scalar(select(Unit).where(Unit.id == root_id.scalar_subquery()))
    dinas = await a_unit(session, "Dinas Pendidikan", parent=root, since=PAST)
    bidang = await a_unit(session, "Bidang Guru", kind=UnitKind.BIDANG, parent=dinas, since=PAST)
    badan = await a_unit(session, "Badan Kepegawaian", kind=UnitKind.BADAN, parent=root, since=PAST)
    await a_unit(session, "UPTD Kosong", kind=UnitKind.UPTD, parent=dinas, since=PAST)
    return {"dinas": dinas, "bidang": bidang, "badan": badan}


async def _servant(session: AsyncSession, post: Post, units: Mapping[str, Unit]) -> tuple[Employee, Position]:
    """Somebody with a row in every history, and the position held."""
    unit = units[post.unit]
    employee = await an_employee(
        session, f"Pegawai {post.born:%Y}", sex=post.sex, birth_date=post.born, rank_since=SINCE
    )
    position = await a_position(session, unit, f"Analis {post.born:%Y}", seats=2, since=PAST)
    await a_position(session, unit, f"Lowong {post.born:%Y}", since=PAST)
    await a_placement(session, employee, position, since=SINCE)
    of = {"employee_id": employee.id}
    session.add(RankHolding(rank="III/b", valid_from=PAST, valid_to=SINCE, **of))
    session.add(Education(level="S1", graduated_in=post.born.year + 23, **of))
    session.add(Sanction(severity="LIGHT", kind="Teguran lisan", valid_from=SINCE, **of))
    await session.flush()
    return employee, position


GIVEN = {"given_by": "test", "reason": "test", "valid_from": PAST}


async def _account(session: AsyncSession, tenant: str, issuer: str, called: str, person: UUID | None) -> UUID:
    """An account to which something has happened, and that has done something."""
    name = subject(called, tenant)
    account = Account(issuer=issuer, subject=name, employee_id=person, client=None if person else name)
    session.add(account)
    await session.flush()
    session.add(SecurityEvent(kind=EventKind.SIGNED_IN, account_id=account.id, address="192.0.2.1"))
    about = [encode_id("Account", account.id)]
    done = Deed(tenant=tenant, at=DONE, deed="accountEnable", account_id=account.id, about=about)
    await enter(session, replace(done, roles=["STAFF"], rules=["rank_span 2023-1"], client="portal"))
    return account.id


async def _competencies(
    session: AsyncSession, tenant: str, found: Mapping[str, tuple[Employee, Position]]
) -> None:
    """What each position asks for, and what its holder was assessed at."""
    own = await a_technical_competency(session, f"T {mark(tenant)}")
    for employee, position in found.values():
        await a_standard(session, position.id, "M.01", 3)
        await a_standard(session, position.id, own, 2)
        await an_assessment(session, employee.id, by=found["admin"][0].id)
        await an_assessment(session, employee.id, own, 1, by=found["admin"][0].id)
        goal = found["mentor"][1]
        await a_path(session, position, goal if goal is not position else found["admin"][1])
        wish = {"position_id": goal.id, "unit_id": position.unit_id}
        await an_aspiration(session, employee.id, **wish)
        await a_case(session, employee.id)


async def _training(
    session: AsyncSession,
    tenant: str,
    found: Mapping[str, tuple[Employee, Position]],
    units: Mapping[str, Unit],
) -> None:
    """A course that everybody enrolled for and completed once, one to come, and a budget for each unit."""
    for unit in units.values():
        await a_budget(session, unit.id, 1_000_000, year=2026)
    # Of so few lessons that one meeting is enough for another event of it.
    course = await a_course(session, f"YAN-{mark(tenant)}", hours=4, amount=2)
    ahead = await an_event(session, course, LATER, quota=3, **await _agreed(session, tenant))
    await _lend(session, ahead, units["dinas"], tenant)
    over = await an_event(session, course, SINCE, quota=30, state="COMPLETED")
    met = select(TrainingMeeting.id).where(TrainingMeeting.event_id == over.id).limit(1)
    meeting = (await session.scalars(met)).one()
    for place, (employee, _) in enumerate(found.values()):
        done = await an_enrolment(session, over, employee.id, EnrolmentState.COMPLETED)
        await an_attendance(session, meeting, done)
        await a_certificate(session, done, course, f"{place:04}/{mark(tenant)}")
        await a_raised_cap(session, employee.id, found["admin"][0].id)
        await a_reaction(session, done)
        await a_test(session, done, 50 + place)
        leads = found["leader" if employee is not found["leader"][0] else "admin"][0]
        await a_behaviour(session, done, leads.id, LATER, 4)
    for question in ReactionQuestion:
        await a_tally(session, over, question)
    await a_remark(session, over, f"Baik di {mark(tenant)}")
    for unit in units.values():
        await a_result(session, over, unit.id)


async def _agreed(session: AsyncSession, tenant: str) -> Mapping[str, UUID]:
    """A partner with all there is of one, and what of it an event names."""
    partner = await a_partner(session, f"Universitas {mark(tenant)}")
    await a_bid(session, partner)
    trainer = await a_trainer(session, partner)
    agreement = await an_agreement(session, partner, f"PKS-{mark(tenant)}", valid_to=MUCH_LATER)
    await a_contribution(session, agreement)
    programme = await a_programme(session, agreement, valid_to=MUCH_LATER)
    await an_evaluation(session, programme)
    return {
        "agreement_id": agreement.id,
        "programme_id": programme.id,
        "partner_trainer_id": trainer.id,
    }


async def _lend(session: AsyncSession, event: TrainingEvent, unit: Unit, tenant: str) -> None:
    """A room and equipment for an event's first meeting."""
    room = await a_room(session, unit.id, f"Aula {mark(tenant)}")
    lent = await some_equipment(session, unit.id, f"Proyektor {mark(tenant)}")
    met = select(TrainingMeeting).where(TrainingMeeting.event_id == event.id)
    meeting = (await session.scalars(met.order_by(TrainingMeeting.begins_at).limit(1))).one()
    meeting.room_id = room.id
    session.add(TrainingEquipmentNeed(event_id=event.id, kind="PROJECTOR", count=1))
    session.add(TrainingEquipmentBooking(meeting_id=meeting.id, equipment_id=lent.id, count=1))
    await session.flush()


async def _study(session: AsyncSession, tenant: str, found: Mapping[str, tuple[Employee, Position]]) -> None:
    """Everybody was away to study once, and asks for another leave; places are free and were taken."""
    quota = await a_quota(session, 2024, seats=50)
    quota.taken = len(found)
    await a_quota(session, 2027, seats=3)
    for employee, _ in found.values():
        await a_reported_leave(session, employee.id, quota, found["admin"][0].id, f"Lulus {mark(tenant)}")
        await a_leave(session, employee.id)
        await an_entitlement(session, employee.id)


async def _plans(session: AsyncSession, tenant: str, found: Mapping[str, tuple[Employee, Position]]) -> None:
    """An approved plan of everybody, with a goal and a step."""
    for employee, _ in found.values():
        plan = await a_plan(session, employee.id, SINCE, stands_until=LATER)
        goal = await a_goal(session, plan, LATER, f"Menjadi pengawas {mark(tenant)}")
        await a_step(session, goal, what=f"Membaca pedoman {mark(tenant)}")


def _application(tenant: str) -> OAuthClient:
    return OAuthClient(
        client_id=f"portal-{tenant}",
        name="Portal",
        secret_hash=b"-",
        redirect_uris=[f"https://{tenant}.example/kembali"],
        scopes=["openid"],
        grant_types=["authorization_code"],
    )


async def _given(
    session: AsyncSession, accounts: Mapping[str, UUID], name: str, post: Post, units: Mapping[str, Unit]
) -> None:
    """The role of a post, and one that everybody held once."""
    of = {"account_id": accounts[name], **GIVEN}
    if post.role:
        unit = units[post.role_in].id if post.role_in else None
        giver = accounts[post.given_by] if post.given_by else None
        ends = LATER if post.role is Role.ACTING_LEADER else None
        session.add(RoleGrant(role=post.role, unit_id=unit, given_by_account_id=giver, valid_to=ends, **of))
        await session.flush()
    session.add(RoleGrant(role=Role.MENTOR, valid_to=SINCE, **of))


async def fill_the_rest(session: AsyncSession, tenant: str) -> None:
    """A row in every table that has none yet: a new table needs no sample of its own."""
    for table in owned_tables():
        if await session.scalar(select(exists(select(table.c.tenant_id)))):
            continue
        needed = [column for column in table.c if _is_needed(column)]
        values = {column.name: await _some(session, column, tenant) for column in needed}
        await session.execute(insert(table).values(values))


def _is_needed(column: Column[Any]) -> bool:
    return not (column.nullable or column.server_default or column.computed)


async def _some(session: AsyncSession, column: Column[Any], tenant: str) -> object:
    """Some value that the column takes: of what it points at, of its closed list, of its type."""
    for key in column.foreign_keys:
        if key.column.name != "tenant_id":
            return await session.scalar(select(key.column).limit(1))
    for constraint in column.table.constraints:
        if constraint.name == f"ck_{column.table.name}_{column.name}_known":
            return re.findall(r"'(\w+)'", str(constraint.sqltext))[0]  # type: ignore[attr-defined]  # a check
    kind = column.type.python_type
    return f"sesuatu {mark(tenant)}" if kind is str else SOME[kind]


SOME: Mapping[type, object] = {
    int: 1,
    bool: True,
    bytes: b"-",
    object: {"id": "sesuatu", "en": "something"},
    list: [],
    date: SINCE,
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    UUID: UUID(int=1),
}


async def settle_in(
    app_url: str, superuser_url: str, issuers: Mapping[str, str], vault: Vault
) -> dict[str, Settled]:
    """Settle these governments (issuer by tenant), and write each one's mark into all its free texts."""
    app = engine(app_url)
    found = {}
    for tenant, issuer in issuers.items():
        async with bound(app, tenant) as session:
            found[tenant] = await settle(session, tenant, issuer)
    await app.dispose()
    await sign(superuser_url, issuers, vault)
    return found


async def sign(superuser_url: str, tenants: Mapping[str, str], vault: Vault) -> None:
    """Fill every column that may be empty, and mark every free text, so that nothing is null by chance."""
    connection = await asyncpg.connect(superuser_url)
    try:
        for tenant in tenants:
            for table in owned_tables():
                if changes := ", ".join(_signed(table, tenant)):
                    await connection.execute(
                        f"UPDATE {table.name} SET {changes} WHERE tenant_id = $1", tenant
                    )
            await change_sealed(connection, tenant, _marked(vault.of(tenant)))
    finally:
        await connection.close()


def _marked(seals: Seals) -> Change:
    """Texts with the government's mark; JSON where a table keeps it so."""

    def change(table: str, column: str, row: UUID, _: bytes | None) -> bytes:
        text = f"{column} {str(row)[-8:]} {mark(seals.tenant)}"
        if table == "import_refusals":
            text = json.dumps(dict.fromkeys(LANGUAGES, text), ensure_ascii=False)
        return seals.seal(table, column, row, text)

    return change


@cache
def owned_tables() -> tuple[Table, ...]:
    """Every table whose rows belong to a government, those that are pointed at first."""
    return tuple(
        table
        for table in metadata.sorted_tables
        if "tenant_id" in table.c and table.name != "tenants" and not table.info.get("view")
    )


def is_free(column: Column[object]) -> bool:
    """Whether a column takes any value of its type."""
    known = {f"{column.name}_known", f"ck_{column.table.name}_{column.name}_known"}
    checked = any(constraint.name in known for constraint in column.table.constraints)
    return not (column.foreign_keys or column.computed or column.primary_key or checked)


ENDED = frozenset(
    {"withdrawn_on", "claimed_on", "claimed_course", "answered_on", "settled_on", "stagnation_cases.ended_on"}
)
"""The same, of what a last deed is still to be done to."""
LEFT = ENDED | frozenset(
    {"valid_to", "left_at", "disabled_at", "admitted_at", "number", "client", "published_at"}
)
"""What a sample leaves as it is: ends, who waits, numbers of a shape of their own, who may use an account,
drafts."""
SIGNED = frozenset({"name", "school", "programme", "address", "file_name", "reason"})
"""Texts that always bear the mark, empty or not."""


def _signed(table: Table, tenant: str) -> Iterator[str]:
    key = "id::text" if "id" in table.c else "tenant_id"
    for column in table.c:
        left = column.name in LEFT or f"{table.name}.{column.name}" in LEFT
        if not is_free(column) or left or not (column.nullable or column.name in SIGNED):
            continue
        name, kind = f'"{column.name}"', column.type.python_type
        if kind is str:
            value = f"coalesce({name}, '{column.name} ' || right({key}, 8)) || ' {mark(tenant)}'"
        elif kind is date:
            value = f"coalesce({name}, date '{LATER}')"
        elif kind is datetime:
            value = f"coalesce({name}, timestamptz '{datetime(2026, 1, 1, tzinfo=UTC)}')"
        elif kind is bool:
            value = f"coalesce({name}, true)"
        else:
            continue
        yield f"{name} = {value}"
