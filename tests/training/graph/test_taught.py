"""From a gap to the courses that close it, as the person asks for it."""

from datetime import timedelta

import pytest
from factories.competence import a_standard, an_assessment
from factories.served import OURS, Served
from factories.training import a_course
from sqlalchemy import select

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.organisation.models import Placement

GAPS = """query ($filter: TrainingTargetFilter) { viewer { person {
  competencyGaps(filter: { gap: { gte: 1 } }) { nodes { gap competency {
    code taughtBy(filter: $filter) { nodes { level course { code } } } } } }
} } }"""


@pytest.fixture
async def lacking(served: Served) -> None:
    """The staff lacks two levels in M.05: of its courses two are held, one is over and one begins later."""
    staff, today = served.governments[OURS].people["staff"], clock.today("Asia/Jakarta")
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        position = select(Placement.position_id).where(Placement.employee_id == staff)
        await a_standard(session, (await session.scalars(position)).one(), "M.05", 4)
        until = today + timedelta(days=900)
        await an_assessment(session, staff, "M.05", 2, on=today - timedelta(days=9), until=until)
        await a_course(session, "DASAR", level=2)
        await a_course(session, "TUTUP", level=5, valid_to=today)
        await a_course(session, "NANTI", level=5, valid_from=today + timedelta(days=1))
    await database.dispose()


@pytest.mark.parametrize(
    ("asked", "found"), [(None, [("YAN-1", 4), ("DASAR", 2)]), ({"level": {"gte": 3}}, [("YAN-1", 4)])]
)
async def test_a_gap_leads_to_the_courses_that_are_held_now(
    served: Served, lacking: None, asked: object, found: list[tuple[str, int]]
) -> None:
    mine = (await served.data(GAPS, {"filter": asked}, subject="staff"))["viewer"]["person"]
    (gap,) = mine["competencyGaps"]["nodes"]
    assert (gap["gap"], gap["competency"]["code"]) == (2, "M.05")
    told = [(one["course"]["code"], one["level"]) for one in gap["competency"]["taughtBy"]["nodes"]]
    assert told == found
