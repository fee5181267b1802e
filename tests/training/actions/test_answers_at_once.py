"""Answers at the same time: none is lost, and nobody's counts twice."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from factories.appraisal.office import Office, an_office, at_noon
from factories.racing import Race
from factories.training import a_course, an_enrolment, an_event
from factories.training_evaluation import a_behaviour, a_reaction
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.training.actions.evaluating import AnswerBehaviour, AnsweredBefore, answer_behaviour
from jenjang.training.actions.reacting import QuestionScore, React, ReactedBefore, react
from jenjang.training.looking import evaluations
from jenjang.training.models.evaluation import TrainingTally
from jenjang.training.terms import EnrolmentState, ReactionQuestion

TODAY, JUNE = date(2026, 7, 1), date(2026, 6, 1)
PEOPLE = ("staff", "colleague", "functional", "clerk", "leader")


async def asked(race: Race) -> tuple[Office, dict[str, UUID]]:
    async def make(context: Context) -> tuple[Office, dict[str, UUID]]:
        session = context.session
        office = await an_office(session, TODAY)
        event = await an_event(session, await a_course(session), JUNE, state="COMPLETED")
        session.add(TrainingTally(event_id=event.id, question="CONTENT", smallest=5))
        found = {}
        for name in PEOPLE:
            went = await an_enrolment(session, event, office.people[name], EnrolmentState.COMPLETED)
            found[name] = (await a_reaction(session, went)).id
        return office, found

    made: tuple[Office, dict[str, UUID]] = await race.alone(make)
    return made


def answering(office: Office, name: str, reaction_id: UUID) -> Any:  # Any: a deed.
    said = (QuestionScore(question=ReactionQuestion.CONTENT, score=4),)

    async def deed(context: Context) -> object:
        who = replace(at_noon(context, TODAY), viewer=office.viewers[name])
        return await react(who, React(reaction_id=reaction_id, scores=said))

    return deed


async def counted(race: Race) -> tuple[int, int | None]:
    async def look(context: Context) -> tuple[int, int | None]:
        tally = (await context.session.scalars(select(TrainingTally))).one()
        return tally.score_4, tally.answers

    found: tuple[int, int | None] = await race.alone(look)
    return found


async def test_answers_of_many_are_all_counted(race: Race) -> None:
    office, reactions = await asked(race)
    deeds = [race.alone(answering(office, name, key)) for name, key in reactions.items()]
    await asyncio.gather(*deeds)
    assert await counted(race) == (5, 5)


async def test_an_answer_given_twice_at_once_counts_once(race: Race) -> None:
    office, reactions = await asked(race)
    deed = answering(office, "staff", reactions["staff"])
    assert isinstance(await race.second_of(deed, deed), ReactedBefore)
    assert await counted(race) == (1, None)


async def test_of_what_superiors_say_at_once_nothing_is_told_until_five_have_and_then_all(race: Race) -> None:
    async def make(context: Context) -> tuple[Office, list[UUID]]:
        session = context.session
        office = await an_office(session, TODAY)
        event = await an_event(session, await a_course(session), JUNE, state="COMPLETED")
        found = []
        for name in PEOPLE:
            went = await an_enrolment(session, event, office.people[name], EnrolmentState.COMPLETED)
            found.append((await a_behaviour(session, went, office.people["head"], TODAY)).id)
        return office, found

    def saying(key: UUID, applied: int) -> Any:  # Any: a deed.
        async def deed(context: Context) -> object:
            who = replace(at_noon(context, TODAY), viewer=office.viewers["head"])
            said = AnswerBehaviour(behaviour_id=key, applied=applied, example="Melayani")
            return await answer_behaviour(who, said)

        return deed

    async def told(context: Context) -> list[tuple[int | None, Decimal | None]]:
        rows = select(evaluations.c.observed, evaluations.c.applied)
        return [(row.observed, row.applied) for row in await context.session.execute(rows)]

    office, asked = await race.alone(make)
    await asyncio.gather(*(race.alone(saying(key, 4)) for key in asked[:4]))
    assert await race.alone(told) == [(None, None)]
    again = await race.second_of(saying(asked[4], 4), saying(asked[4], 1))
    assert isinstance(again, AnsweredBefore)
    assert await race.alone(told) == [(5, Decimal("4.00"))]
