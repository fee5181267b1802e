"""A downgrade goes well with what people did since, or is refused at once and says what stands in its way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from factories.appraisal.judging import an_skp
from factories.appraisal.office import Office, an_office
from factories.appraisal.results import a_cycle
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.calibration import Calibration, CalibrationMember
from jenjang.database.engine import bound, engine
from jenjang.database.migrate import configuration, migrate
from jenjang.organisation.imports.models import ImportBatch, ImportRefusal
from jenjang.organisation.models import Notice
from jenjang.organisation.terms import ImportKind, ImportState, NoticeKind

TENANTS = ("plaju", "surakarta")
BEFORE_RESEATING, BEFORE_SKPS = "2026_11_22_skps_brought_in", "2026_11_22_answers"
JULY, THEN = date(2026, 7, 1), datetime(2026, 7, 1, 3, tzinfo=UTC)
Done = Callable[[AsyncSession, Office], Awaitable[None]]


async def a_calibration(session: AsyncSession, office: Office, state: str, **more: Any) -> Calibration:
    """A calibration of the bidang, of the year 2025."""
    made = Calibration(
        cycle_id=(await a_cycle(session)).id,
        unit_id=office.units["bidang"],
        chair_employee_id=office.people["leader"],
        unit_predicate="GOOD",
        rule="performance_distribution 2022",
        state=state,
        opened_at=THEN,
        **more,
    )
    session.add(made)
    await session.flush()
    return made


async def called_off(session: AsyncSession, office: Office) -> None:
    await a_calibration(session, office, "CANCELLED", cancel_reason="Keliru")


async def judged_later(session: AsyncSession, office: Office) -> None:
    await a_calibration(session, office, "CLOSED")
    await a_calibration(session, office, "CLOSED", is_supplementary=True)


async def left(session: AsyncSession, office: Office) -> None:
    of = (await a_calibration(session, office, "OPEN")).id
    for left_at in (THEN, None):
        person = office.people["stranger"]
        session.add(CalibrationMember(calibration_id=of, employee_id=person, left_at=left_at))
        await session.flush()


def brought_in(state: ImportState) -> Done:
    """A file of SKPs, a row refused of it, somebody told of it, and the SKP."""

    async def do(session: AsyncSession, office: Office) -> None:
        counts = dict.fromkeys(("row_count", "created_count", "changed_count", "refused_count"), 1)
        batch = ImportBatch(kind=ImportKind.SKPS, state=state, file_name="skp.csv", file_hash="", **counts)
        session.add(batch)
        await session.flush()
        sealed = {"facts": b"", "messages": b"", "content": b""}
        session.add(ImportRefusal(batch_id=batch.id, row=2, column=None, code="ROW_TORN", **sealed))
        staff = office.people["staff"]
        skp = await an_skp(session, staff, office.people["chief"], office.units["bidang"])
        if state == ImportState.APPLIED:
            skp.agreed_on, skp.import_batch_id = date(2026, 1, 9), batch.id
        for kind in NoticeKind:
            session.add(Notice(employee_id=staff, kind=kind, about_type="Skp", about_id=skp.id))
        await session.flush()

    return do


@pytest.fixture
def after(fresh_database: Any) -> Callable[[Done], Any]:
    """Alembic's settings for a database in which two governments did something."""

    async def do(done: Done) -> None:
        app = engine(fresh_database.app_url, connections=1)
        for tenant in TENANTS:
            async with bound(app, tenant) as session:
                await done(session, await an_office(session, JULY))
        await app.dispose()

    def given(done: Done) -> Any:
        asyncio.run(do(done))
        return configuration(fresh_database.owner_url)

    return given


def tables_at(url: str) -> str:
    """The migration at which the tables are."""

    async def asked() -> str:
        owner = engine(url, connections=1)
        async with owner.connect() as connection:
            found: str = (
                await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            ).scalar_one()
        await owner.dispose()
        return found

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("done", "to", "told"),
    [
        (called_off, BEFORE_RESEATING, r"calibrations that were called off.*\(plaju: 1, surakarta: 1\)"),
        (judged_later, BEFORE_RESEATING, r"several of one unit.*\(plaju: 2, surakarta: 2\)"),
        (left, BEFORE_RESEATING, r"members who left a calibration.*\(plaju: 1, surakarta: 1\)"),
        (brought_in(ImportState.APPLIED), BEFORE_SKPS, r"files of SKPs.*\(plaju: 1, surakarta: 1\)"),
        (brought_in(ImportState.UNDONE), BEFORE_SKPS, r"files of SKPs.*\(plaju: 1, surakarta: 1\)"),
    ],
)
def test_what_the_shape_before_can_t_hold_is_named_and_nothing_is_changed(
    fresh_database: Any, after: Callable[[Done], Any], done: Done, to: str, told: str
) -> None:
    config = after(done)
    newest = tables_at(fresh_database.owner_url)
    with pytest.raises(DBAPIError, match=told):
        command.downgrade(config, to)
    assert tables_at(fresh_database.owner_url) == newest
    command.check(config)


@pytest.mark.parametrize("state", [ImportState.TRIED, ImportState.REFUSED])
def test_files_that_changed_nothing_and_notices_of_new_kinds_stand_in_no_ones_way(
    fresh_database: Any, after: Callable[[Done], Any], state: ImportState
) -> None:
    config = after(brought_in(state))
    command.downgrade(config, BEFORE_SKPS)
    assert tables_at(fresh_database.owner_url) == BEFORE_SKPS
    migrate(fresh_database.owner_url)
    command.check(config)
