"""Hours of a year are told beside what the law asked for in that year."""

from datetime import date, timedelta

import pytest
from factories.served import OURS, Served
from factories.training import a_certificate, an_enrolment, an_event
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.terms import EnrolmentState

MINE = "{ viewer { person { trainingYears { nodes { year least most } } } } }"
END = text("UPDATE rule_sets SET valid_to = :on WHERE name = 'training_hours'")
MORE = text("""
    INSERT INTO rule_sets (name, version, source, confidence, body, valid_from)
    SELECT name, 'uji', 'uji', 'M', jsonb_set(body, '{kinds,PNS,least}', '30'), :on
      FROM rule_sets WHERE name = 'training_hours'
""")


@pytest.fixture
async def asked_more(served: Served, fresh_database) -> date:
    """Since the first day of this year the law asks a PNS for 30 JP; staff completed something last year."""
    today = clock.today("Asia/Jakarta")
    new_year = date(today.year, 1, 1)
    owner = engine(fresh_database.owner_url)
    async with AsyncSession(owner) as given, given.begin():
        await given.execute(END, {"on": new_year})
        await given.execute(MORE, {"on": new_year})
    await owner.dispose()
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        (course,) = await session.scalars(select(TrainingCourse).where(TrainingCourse.code == "YAN-1"))
        done = TrainingEnrolment.state == EnrolmentState.COMPLETED
        (person, *_) = await session.scalars(
            select(TrainingEnrolment.employee_id).where(done).order_by(TrainingEnrolment.id)
        )
        last = new_year - timedelta(days=30)
        over = await an_event(session, course, last, state="COMPLETED")
        before = await an_enrolment(session, over, person, EnrolmentState.COMPLETED)
        await a_certificate(session, before, course, "0009", last)
    await app.dispose()
    return new_year


async def test_a_past_year_is_told_with_the_law_at_its_end(served: Served, asked_more: date) -> None:
    found = (await served.data(MINE, subject="staff"))["viewer"]["person"]["trainingYears"]["nodes"]
    told = {one["year"]: one["least"] for one in found}
    assert told[asked_more.year - 1] == 20
    assert told.get(asked_more.year, 30) == 30
