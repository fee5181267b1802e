"""The sample files of appraisals come in where the demo's people are; whoever sends them twice adds nothing.

That they come in where the demo's appraisals are, too, `test_pasted` sees on the running demo.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.models.skp import Skp, SkpResult
from jenjang.core.context import Context
from jenjang.core.permission import HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.files import codes, world
from jenjang.demo.people.samples import SAMPLES, sampled, team, write_files
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.columns import RowRefusal
from jenjang.organisation.terms import ImportState
from jenjang.tenancy.catalogue import catalogue

TODAY = date(2026, 11, 22)
GOVERNMENTS = catalogue(HOUSE / "tenants")


@pytest.mark.parametrize("code", ["surakarta", "maulafa"])
async def test_they_come_in_whole_and_once(fresh_database, vault, tmp_path: Path, code: str) -> None:
    await bring_in(fresh_database.app_url, vault, GOVERNMENTS[code], TODAY)
    files = {path.name: path for path in write_files(tmp_path, code)}
    people, warned = len(team(world(code))), list[RowRefusal]()
    database = engine(fresh_database.app_url, connections=1)
    async with bound(database, code) as session:
        viewer = Viewer(code, HOUSE_ACCOUNT, (Role.REGIONAL_ADMIN,), {})
        context = Context(viewer, session, datetime(2026, 11, 22, 5, tzinfo=UTC), TODAY, vault.of(code))
        for name, kind in SAMPLES.items():
            content = files[name].read_bytes()
            rows = content.decode().count("\n") - 1
            first = await import_file(context, kind, name, content, warn=warned.append)
            assert (first.state, first.created_count, first.row_count) == (ImportState.APPLIED, rows, rows)
            again = await import_file(context, kind, name, content)
            assert (again.state, again.created_count, again.changed_count) == (ImportState.APPLIED, 0, 0)
        assert warned == []
        assert await session.scalar(select(func.count(NationalResult.id))) == people
        brought = select(Skp.id).where(Skp.import_batch_id.is_not(None), Skp.applies_from == date(2027, 1, 1))
        assert len((await session.scalars(brought)).all()) == people
        led = select(func.count(SkpResult.id)).where(SkpResult.skp_id.in_(brought))
        assert await session.scalar(led.where(SkpResult.superior_result_id.is_not(None))) == people - 1
    await database.dispose()


@pytest.mark.parametrize("code", codes())
def test_each_government_has_a_team_of_its_own_in_them(code: str) -> None:
    members = team(world(code))
    assert 3 <= len(members) <= 60
    assert list(sampled(world(code))) == list(SAMPLES)
