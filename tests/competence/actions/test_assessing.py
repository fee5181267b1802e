"""Who assesses records a level with its evidence; what counts follows at once; a wrong one is withdrawn."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from competence.conftest import As, Refused
from factories.appraisal.office import Office
from factories.competence import a_technical_competency
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.actions.assessing import (
    Assess,
    NothingShowsIt,
    NotOneself,
    NotYourAssessment,
    RaisedByTraining,
    SourceOfAll,
    Withdraw,
    WithdrawnBefore,
    assess,
    assess_in_reach,
    withdraw,
)
from jenjang.competence.actions.subjects import CompetencyOutOfUse, NameOneCompetency
from jenjang.competence.models import CompetencyAssessment, CompetencyLevel
from jenjang.competence.rules.levels import NoSuchLevel
from jenjang.competence.terms import AssessmentSource as Source
from jenjang.core.errors import NotFound
from jenjang.core.links import NotALink
from jenjang.core.texts import NoText
from jenjang.organisation.models import Notice
from jenjang.organisation.rules.span import NotYet

MAY = date(2026, 5, 1)


def asking(office: Office, who: str = "staff", **more: object) -> Assess:
    given = {
        "level": 2,
        "assessed_on": MAY,
        "source": Source.LEADER,
        "competency": "M.01",
        "evidence": "Rapat",
    }
    return Assess(employee_id=office.people[who], **{**given, **more})


async def levels(session: AsyncSession, who: UUID) -> list[tuple[str, int, date, date]]:
    """What counts of somebody's, as the tables hold it."""
    one = CompetencyLevel
    rows = select(one.subject, one.level, one.valid_from, one.valid_to).where(one.employee_id == who)
    return [tuple(row) for row in await session.execute(rows.order_by(one.subject, one.valid_from))]


async def told(session: AsyncSession, kind: str) -> list[UUID]:
    return list(await session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def test_a_leader_assesses_and_the_level_counts_for_three_years(
    session: AsyncSession, office: Office, as_: As
) -> None:
    made = await assess_in_reach(
        as_("chief"), asking(office, evidence=" Memimpin rapat ", link="https://bukti.example/1")
    )
    assert (made.level, made.evidence, made.link) == (2, "Memimpin rapat", "https://bukti.example/1")
    assert (made.by_employee_id, made.rule) == (office.people["chief"], "competency_validity 2018")
    assert await levels(session, made.employee_id) == [("M.01", 2, MAY, date(2029, 5, 1))]
    assert await told(session, "COMPETENCY_ASSESSED") == [office.people["staff"]]


async def test_training_raises_what_counts_and_a_later_measurement_replaces_it(
    session: AsyncSession, office: Office, as_: As
) -> None:
    context, staff = as_("admin"), office.people["staff"]
    await assess(context, asking(office))
    await assess(context, asking(office, level=4, source=Source.TRAINING, assessed_on=date(2026, 6, 1)))
    await assess(context, asking(office, level=1, source=Source.CERTIFICATE, assessed_on=date(2026, 6, 2)))
    assert await levels(session, staff) == [
        ("M.01", 2, MAY, date(2026, 6, 1)),
        ("M.01", 4, date(2026, 6, 1), date(2029, 6, 1)),
        ("M.01", 1, date(2029, 6, 1), date(2029, 6, 2)),
    ]
    await assess(context, asking(office, level=3, assessed_on=date(2026, 6, 20)))
    assert (await levels(session, staff))[-1] == ("M.01", 3, date(2026, 6, 20), date(2029, 6, 20))


async def test_a_technical_competency_is_assessed_by_its_id(
    session: AsyncSession, office: Office, as_: As
) -> None:
    own = await a_technical_competency(session)
    asked = asking(office, competency=None, technical_competency_id=own.id, level=5)
    made = await assess_in_reach(as_("admin"), asked)
    assert (made.competency, made.subject) == (None, str(own.id))
    assert await levels(session, office.people["staff"]) == [(str(own.id), 5, MAY, date(2029, 5, 1))]


async def test_what_is_out_of_use_is_assessed_on_days_of_its_use_only(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    own = await a_technical_competency(session)
    own.valid_to = date(2026, 6, 1)
    await session.flush()
    asked = asking(office, competency=None, technical_competency_id=own.id, evidence="Rapat")
    async with refused(CompetencyOutOfUse, "technicalCompetencyId", code="T.01", on=date(2026, 6, 1)):
        await assess_in_reach(as_("admin"), replace(asked, assessed_on=date(2026, 6, 1)))
    assert (await assess_in_reach(as_("admin"), asked)).level == 2


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"level": 0}, NoSuchLevel, "level"),
        ({"level": 6}, NoSuchLevel, "level"),
        ({"competency": "M.99"}, NotFound, "competency"),
        ({"competency": None}, NameOneCompetency, "competency"),
        ({"technical_competency_id": uuid4()}, NameOneCompetency, "competency"),
        ({"competency": None, "technical_competency_id": uuid4()}, NotFound, "technicalCompetencyId"),
        ({"assessed_on": date(2026, 7, 2)}, NotYet, "assessedOn"),
        ({"evidence": "  "}, NoText, "evidence"),
        ({"source": Source.TRAINING}, RaisedByTraining, "source"),
        ({"evidence": None}, NothingShowsIt, "evidence"),
        ({"employee_id": uuid4()}, NotFound, "employeeId"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_nothing_is_recorded(
    office: Office,
    as_: As,
    refused: Refused,
    more: dict[str, object],
    error: type[Exception],
    field: str,
) -> None:
    async with refused(error, field):
        await assess_in_reach(as_("admin"), replace(asking(office), **more))


async def test_a_link_that_no_browser_opens_over_tls_is_refused(
    office: Office, as_: As, refused: Refused
) -> None:
    async with refused(NotALink, "link"):
        await assess_in_reach(as_("admin"), asking(office, link="http://bukti.example"))


async def test_a_link_shows_it_as_words_do(office: Office, as_: As) -> None:
    asked = asking(office, evidence=None, link="https://bukti.example/1")
    assert (await assess_in_reach(as_("chief"), asked)).evidence is None


@pytest.mark.parametrize("source", [one for one in Source if one is not Source.TRAINING])
async def test_a_leader_records_what_leaders_see_and_who_assesses_everybody_the_rest(
    office: Office, as_: As, refused: Refused, source: Source
) -> None:
    asked = asking(office, source=source)
    if source in (Source.ASSESSMENT_CENTRE, Source.IMPORT):
        for by in ("chief", "leader"):
            async with refused(SourceOfAll, "source", source=source):
                await assess_in_reach(as_(by), asked)
    else:
        assert (await assess_in_reach(as_("chief"), asked)).source == source
    assert (await assess_in_reach(as_("admin"), asked)).source == source


@pytest.mark.parametrize(("who", "of"), [("chief", "stranger"), ("staff", "colleague"), ("auditor", "staff")])
async def test_nobody_assesses_whom_they_dont_reach(
    office: Office, as_: As, refused: Refused, who: str, of: str
) -> None:
    async with refused(NotFound, "employeeId"):
        await assess_in_reach(as_(who), asking(office, of))


@pytest.mark.parametrize("who", ["admin", "chief"])
async def test_nobody_assesses_the_own_competencies(
    office: Office, as_: As, refused: Refused, who: str
) -> None:
    async with refused(NotOneself, "employeeId"):
        await assess_in_reach(as_(who), asking(office, who))


async def test_what_is_withdrawn_counts_no_more_and_what_was_before_counts_again(
    session: AsyncSession, office: Office, as_: As
) -> None:
    chief, staff = as_("chief"), office.people["staff"]
    await assess_in_reach(chief, asking(office, level=3))
    wrong = await assess_in_reach(chief, asking(office, level=1, assessed_on=date(2026, 6, 1)))
    withdrawn = await withdraw(chief, Withdraw(assessment_id=wrong.id, reason=" Salah orang "))
    assert (withdrawn.level, withdrawn.withdrawn_reason) == (1, "Salah orang")
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_by_employee_id) == (chief.now, office.people["chief"])
    assert await levels(session, staff) == [("M.01", 3, MAY, date(2029, 5, 1))]
    assert await told(session, "ASSESSMENT_WITHDRAWN") == [staff]


async def test_who_assessed_withdraws_or_who_assesses_everywhere(
    office: Office, as_: As, refused: Refused
) -> None:
    made = await assess_in_reach(as_("leader"), asking(office))
    asked = Withdraw(assessment_id=made.id, reason="Keliru")
    async with refused(NotYourAssessment, "assessmentId"):
        await withdraw(as_("chief"), asked)
    async with refused(NotFound, "assessmentId"):
        await withdraw(as_("stranger"), asked)
    async with refused(NoText, "reason"):
        await withdraw(as_("leader"), Withdraw(assessment_id=made.id, reason=" "))
    assert (await withdraw(as_("admin"), asked)).withdrawn_reason == "Keliru"
    async with refused(WithdrawnBefore, "assessmentId"):
        await withdraw(as_("leader"), asked)


async def test_nobody_withdraws_what_others_assessed_of_them(
    office: Office, as_: As, refused: Refused
) -> None:
    made = await assess_in_reach(as_("second admin"), asking(office, "admin"))
    async with refused(NotOneself, "assessmentId"):
        await withdraw(as_("admin"), Withdraw(assessment_id=made.id, reason="Tidak setuju"))


async def test_the_database_keeps_an_assessment_as_it_was(
    session: AsyncSession, office: Office, as_: As
) -> None:
    made = await assess_in_reach(as_("chief"), asking(office))
    for statement in ("UPDATE competency_assessments SET level = 5", "DELETE FROM competency_assessments"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with session.begin_nested():
                await session.execute(text(statement))
    assert await session.scalar(select(CompetencyAssessment.level)) == made.level == 2
