"""Raters are asked by kind, answer once, and are counted together; nothing leads from a level to a rater."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office
from factories.appraisal.rated import a_cycle, an_appraisal
from factories.racing import Deed, Race
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.colleagues import Person
from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.actions.ratings import (
    AnswerRating,
    CompetencyLevel,
    InviteRaters,
    RatedBefore,
    RatingOver,
    answer,
    invite,
    publish_scores,
)
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.rating import CompetencyTally, RatingInvitation
from jenjang.appraisal.rules.raters import (
    CompetencyMissing,
    CompetencyTwice,
    CompetencyUnknown,
    LedByTheRated,
    NotLed,
    RaterTwice,
    TooFewRaters,
)
from jenjang.appraisal.rules.rating import NotALevel, may_be_shown, spread
from jenjang.appraisal.terms import AppraisalState, RaterRelation
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.terms import NoticeKind
from jenjang.reference.listing import shipped
from jenjang.reference.models import Competency
from jenjang.tables import metadata

CODES = [row["code"] for row in shipped(Competency)]
PEER = RaterRelation.PEER
PEERS = ("functional", "clerk", "stranger")


@pytest.fixture
async def appraisal(session: AsyncSession, office: Office) -> UUID:
    """The colleague's, whom the chief evaluates; three raters make a kind that is shown."""
    return await an_appraisal(session, office, await a_cycle(session), "colleague", "chief")


async def people(session: AsyncSession, office: Office, *names: str) -> tuple[Person, ...]:
    """Them, by NIP."""
    found = []
    for name in names:
        employee = await session.get(Employee, ("surakarta", office.people[name]))
        assert employee
        found.append(Person(nip=employee.number))
    return tuple(found)


async def invitations(session: AsyncSession, appraisal: UUID) -> Mapping[UUID, tuple[UUID, str]]:
    rows = await session.execute(
        select(RatingInvitation.rater_employee_id, RatingInvitation.id, RatingInvitation.relation).where(
            RatingInvitation.appraisal_id == appraisal
        )
    )
    return {rater: (key, relation) for rater, key, relation in rows}


def all_at(level: int) -> tuple[CompetencyLevel, ...]:
    return tuple(CompetencyLevel(competency=code, level=level) for code in CODES)


async def rate(
    as_, office: Office, session: AsyncSession, appraisal: UUID, levels: Mapping[str, int]
) -> None:
    asked = await invitations(session, appraisal)
    for name, level in levels.items():
        key, _ = asked[office.people[name]]
        await answer(as_(name), AnswerRating(invitation_id=key, levels=all_at(level)))


async def tallies(session: AsyncSession, relation: RaterRelation) -> Sequence[CompetencyTally]:
    rows = select(CompetencyTally).where(CompetencyTally.relation == relation)
    return (await session.scalars(rows, execution_options={"populate_existing": True})).all()


async def test_who_is_invited_is_told_and_the_person_and_the_evaluator_are_asked_by_themselves(
    as_, office: Office, session: AsyncSession, appraisal: UUID
) -> None:
    asked = InviteRaters(appraisal_id=appraisal, peers=await people(session, office, *PEERS))
    await invite(as_("chief"), asked)
    found = await invitations(session, appraisal)
    assert {rater: relation for rater, (_, relation) in found.items()} == {
        office.people["colleague"]: "SELF",
        office.people["chief"]: "LEADER",
        **{office.people[name]: "PEER" for name in PEERS},
    }
    told = select(Notice.employee_id, Notice.about_id).where(Notice.kind == NoticeKind.RATING_ASKED)
    assert dict((await session.execute(told)).all()) == {
        rater: key for rater, (key, _) in found.items() if rater != office.people["chief"]
    }
    assert await session.scalar(select(func.count()).select_from(CompetencyTally)) == 3 * len(CODES)


async def test_a_kind_too_small_to_be_shown_is_refused_by_name(
    as_, office: Office, session: AsyncSession, appraisal: UUID, refused
) -> None:
    two = await people(session, office, *PEERS[:2])
    async with refused(TooFewRaters, "peers", relation=PEER, fewest=3, invited=2):
        await invite(as_("chief"), InviteRaters(appraisal_id=appraisal, peers=two))
    await invite(as_("chief"), InviteRaters(appraisal_id=appraisal))
    three = await people(session, office, *PEERS)
    await invite(as_("admin"), InviteRaters(appraisal_id=appraisal, peers=three))
    one_more = await people(session, office, "staff")
    await invite(as_("chief"), InviteRaters(appraisal_id=appraisal, peers=one_more))
    assert [one for _, one in (await invitations(session, appraisal)).values()].count("PEER") == 4


async def test_nobody_rates_twice(as_, office: Office, session, appraisal: UUID, refused) -> None:
    for name, relation in (("chief", "LEADER"), ("colleague", "SELF")):
        again = await people(session, office, "functional", name, "clerk")
        async with refused(RaterTwice, "peers.1", relation=relation):
            await invite(as_("chief"), InviteRaters(appraisal_id=appraisal, peers=again))
    twice = await people(session, office, "functional", "clerk", "functional")
    async with refused(RaterTwice, "peers.2", relation=PEER):
        await invite(as_("chief"), InviteRaters(appraisal_id=appraisal, peers=twice))


async def test_only_who_is_led_rates_upward(as_, office: Office, session: AsyncSession, refused) -> None:
    cycle = await a_cycle(session)
    chief = await an_appraisal(session, office, cycle, "chief", "leader")
    led = await people(session, office, "staff", "colleague", "functional")
    beside = await people(session, office, "staff", "colleague", "clerk")
    async with refused(NotLed, "upward.2"):
        await invite(as_("leader"), InviteRaters(appraisal_id=chief, upward=beside))
    async with refused(LedByTheRated, "peers.0"):
        await invite(as_("leader"), InviteRaters(appraisal_id=chief, peers=led))
    await invite(as_("leader"), InviteRaters(appraisal_id=chief, upward=led))
    leader = await an_appraisal(session, office, cycle, "leader", "head")
    await invite(as_("head"), InviteRaters(appraisal_id=leader, upward=led))  # At whatever depth.


async def test_the_evaluator_invites_or_an_admin_and_nobody_for_themselves(
    as_, office: Office, session: AsyncSession, appraisal: UUID, refused
) -> None:
    for outside in ("stranger", "staff"):
        async with refused(NotFound, "appraisalId"):
            await invite(as_(outside), InviteRaters(appraisal_id=appraisal))
    for who_sees_it in ("colleague", "leader", "auditor"):
        async with refused(NotTheEvaluator, "appraisalId"):
            await invite(as_(who_sees_it), InviteRaters(appraisal_id=appraisal))
    own = await an_appraisal(session, office, await a_cycle(session, year=2025), "admin", "stranger")
    async with refused(NotTheEvaluator, "appraisalId"):
        await invite(as_("admin"), InviteRaters(appraisal_id=own))
    await session.execute(
        update(Appraisal)
        .where(Appraisal.id == appraisal)
        .values(escalated_to_employee_id=office.people["leader"])
    )
    assert await invite(as_("leader"), InviteRaters(appraisal_id=appraisal))


@pytest.fixture
async def invited(as_, office: Office, session: AsyncSession, appraisal: UUID) -> UUID:
    peers = await people(session, office, *PEERS)
    await invite(as_("chief"), InviteRaters(appraisal_id=appraisal, peers=peers))
    return appraisal


async def test_an_answer_is_whole(as_, office: Office, session, invited: UUID, refused) -> None:
    key, _ = (await invitations(session, invited))[office.people["clerk"]]
    whole = all_at(3)
    wrong = [
        (whole[:-1], CompetencyMissing, "levels"),
        ((*whole, whole[0]), CompetencyTwice, f"levels.{len(CODES)}.competency"),
        ((CompetencyLevel(competency="X.1", level=1), *whole), CompetencyUnknown, "levels.0.competency"),
        (all_at(6), NotALevel, "levels"),
        (all_at(0), NotALevel, "levels"),
    ]
    for levels, error, field in wrong:
        async with refused(error, field):
            await answer(as_("clerk"), AnswerRating(invitation_id=key, levels=levels))


async def test_an_answer_is_given_once_by_whom_it_is_asked_of(
    as_, office: Office, session, invited: UUID, refused
) -> None:
    key, _ = (await invitations(session, invited))[office.people["clerk"]]
    for other in ("chief", "colleague", "admin"):
        async with refused(NotFound, "invitationId"):
            await answer(as_(other), AnswerRating(invitation_id=key, levels=all_at(3)))
    await answer(as_("clerk"), AnswerRating(invitation_id=key, levels=all_at(3)))
    async with refused(RatedBefore, "invitationId"):
        await answer(as_("clerk"), AnswerRating(invitation_id=key, levels=all_at(4)))


async def test_after_publication_no_answer_is_taken_and_nobody_invited(
    as_, office: Office, session, invited: UUID, refused
) -> None:
    key, _ = (await invitations(session, invited))[office.people["clerk"]]
    for state in sorted({*AppraisalState} - {AppraisalState.OPEN, AppraisalState.EVALUATED}):
        await session.execute(update(Appraisal).where(Appraisal.id == invited).values(state=state))
        async with refused(RatingOver, "invitationId"):
            await answer(as_("clerk"), AnswerRating(invitation_id=key, levels=all_at(3)))
        async with refused(RatingOver, "appraisalId"):
            await invite(as_("chief"), InviteRaters(appraisal_id=invited))


async def test_two_of_three_are_never_shown_and_not_kept(as_, office, session, invited: UUID) -> None:
    await rate(as_, office, session, invited, {"clerk": 2, "stranger": 4, "colleague": 5, "chief": 3})
    assert await publish_scores(as_("admin"), [invited]) == 2 * len(CODES)
    assert await tallies(session, PEER) == []
    for relation, level in ((RaterRelation.SELF, 5), (RaterRelation.LEADER, 3)):
        (row, *others) = await tallies(session, relation)
        assert (row.raters, row.mean, row.deviation, row.lowest, row.highest) == (1, level, 0, level, level)
        assert row.published_at == as_("admin").now
        assert len(others) == len(CODES) - 1


async def test_from_the_third_on_they_are_shown_together(as_, office, session, invited: UUID) -> None:
    await rate(as_, office, session, invited, {"clerk": 2, "stranger": 4, "functional": 5})
    assert await publish_scores(as_("admin"), [invited]) == len(CODES)
    for row in await tallies(session, PEER):
        assert (row.raters, row.mean, row.deviation) == (3, Decimal("3.67"), Decimal("1.25"))
        assert (row.lowest, row.highest) == (2, 5)
    assert await tallies(session, RaterRelation.SELF) == []  # Nobody answered for themselves.
    assert await publish_scores(as_("admin"), [invited]) == 0


async def test_the_statement_computes_as_the_rule_does(
    as_, office: Office, session: AsyncSession, invited: UUID
) -> None:
    """Every spread of up to six raters, in the rows of the nine competencies, batch by batch."""
    every = [one for one in itertools.product(range(7), repeat=5) if sum(one) <= 6]
    (peer, *_) = await tallies(session, PEER)
    assert peer
    for at in range(0, len(every), len(CODES)):
        batch = dict(zip(CODES, every[at : at + len(CODES)], strict=False))
        await session.execute(text("DELETE FROM competency_tallies"))
        session.add_all(
            CompetencyTally(
                appraisal_id=invited,
                employee_id=office.people["colleague"],
                relation=PEER,
                competency=code,
                **{f"level_{level}": count for level, count in enumerate(counts, 1)},
            )
            for code, counts in batch.items()
        )
        await session.flush()
        await publish_scores(as_("admin"), [invited])
        shown = {row.competency: row for row in await tallies(session, PEER)}
        for code, counts in batch.items():
            assert (code in shown) == may_be_shown(PEER, sum(counts), 3), counts
            if code in shown:
                row, rule = shown[code], spread(counts)
                seen = (row.raters, row.mean, row.lowest, row.highest, row.deviation)
                assert seen == (rule.raters, rule.mean, rule.lowest, rule.highest, rule.deviation), counts
        session.expunge_all()


async def test_thousands_are_published_by_two_statements_and_nobody_else_s(
    as_, office: Office, session: AsyncSession, invited: UUID
) -> None:
    await rate(as_, office, session, invited, {"chief": 4})
    assert await publish_scores(as_("admin"), []) == 0
    assert await publish_scores(as_("admin"), [UUID(int=5)]) == 0
    assert {row.published_at for row in await tallies(session, RaterRelation.LEADER)} == {None}


async def test_no_table_holds_a_rater_beside_a_level() -> None:
    """Whatever names a rater has no column that could hold a level, a competency, or when it was answered."""
    told = {"competency", "level", "mean", *(f"level_{level}" for level in range(1, 6))}
    for table in metadata.sorted_tables:
        columns = {column.name for column in table.columns}
        if any("rater" in name for name in columns - {"fewest_raters", "raters"}):
            assert table.name == "rating_invitations"
            assert not columns & told
            assert not any(name.endswith("_at") for name in columns)


@dataclass(frozen=True)
class Settled:
    """An office with an appraisal for which three colleagues are asked, as others' transactions see it."""

    office: Office
    appraisal: UUID

    def answering(self, name: str, level: int) -> Deed:
        """Somebody's answer."""

        async def deed(context: Context) -> None:
            def as_(one: str) -> Context:
                return self.office.as_(context, one)

            await rate(as_, self.office, context.session, self.appraisal, {name: level})

        return deed


async def settle(context: Context) -> Settled:
    office = await an_office(context.session, context.today)
    cycle = await a_cycle(context.session)
    appraisal = await an_appraisal(context.session, office, cycle, "colleague", "chief")
    peers = await people(context.session, office, *PEERS)
    await invite(office.as_(context, "chief"), InviteRaters(appraisal_id=appraisal, peers=peers))
    return Settled(office, appraisal)


async def traces(context: Context) -> tuple[dict[str, int], Sequence[UUID]]:
    """By how many transactions the rows of a kind were last written, and how its raters lie on the disk."""
    writers = {}
    for table in ("competency_tallies", "rating_invitations"):
        stamps = text(f"SELECT count(DISTINCT xmin::text) FROM {table} WHERE relation = 'PEER'")
        writers[table] = await context.session.scalar(stamps) or 0
    lying = text("SELECT rater_employee_id FROM rating_invitations WHERE relation = 'PEER' ORDER BY ctid")
    return writers, (await context.session.scalars(lying)).all()


@pytest.mark.parametrize("order", list(itertools.permutations(PEERS)))
async def test_whoever_answered_last_the_rows_look_the_same(race: Race, order: Sequence[str]) -> None:
    """In transactions of their own, as requests are."""
    settled = await race.alone(settle)
    for name in order:
        await race.alone(settled.answering(name, 1 + PEERS.index(name)))
    writers, lying = await race.alone(traces)
    assert writers == {"competency_tallies": 1, "rating_invitations": 1}
    assert lying == sorted(settled.office.people[name] for name in PEERS)


async def test_two_who_answer_at_once_are_both_counted(race: Race) -> None:
    settled = await race.alone(settle)
    second = await race.second_of(settled.answering("clerk", 2), settled.answering("stranger", 5))
    assert second is None

    async def counted(context: Context) -> set[tuple[int, int]]:
        return {(row.level_2, row.level_5) for row in await tallies(context.session, PEER)}

    assert await race.alone(counted) == {(1, 1)}


async def test_one_who_answers_twice_at_once_is_counted_once(race: Race) -> None:
    settled = await race.alone(settle)
    second = await race.second_of(settled.answering("clerk", 2), settled.answering("clerk", 2))
    assert isinstance(second, RatedBefore)


async def test_an_answer_that_waits_for_publication_comes_too_late(race: Race) -> None:
    settled = await race.alone(settle)

    async def publishes(context: Context) -> None:
        published = update(Appraisal).values(state=AppraisalState.MISSED)
        await context.session.execute(published.where(Appraisal.id == settled.appraisal))

    assert isinstance(await race.second_of(publishes, settled.answering("clerk", 2)), RatingOver)
