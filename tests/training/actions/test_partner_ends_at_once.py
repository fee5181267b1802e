"""At the same time: a training takes what is being ended, or it is ended; never both."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office
from factories.partnership import a_partner, a_programme, a_trainer, an_agreement
from factories.racing import Race
from factories.training import a_course
from training.actions.test_partnered import AUGUST, opening

from jenjang.core.context import Context
from jenjang.partnership.actions.agreements import (
    AgreementAdd,
    PartnerClosed,
    TrainingsUnderIt,
    add_agreement,
)
from jenjang.partnership.actions.lasting import (
    AgreementHolds,
    AgreementProlong,
    PartnerClose,
    ProgrammeEnd,
    TrainerEnd,
    close_partner,
    end_programme,
    end_trainer,
    prolong_agreement,
)
from jenjang.partnership.rules.agreements import ProgrammeNotValid, TrainerEnded
from jenjang.partnership.terms import AgreementKind
from jenjang.training.actions.events import open_event

TODAY, NEXT, AFTER = date(2026, 7, 1), date(2027, 1, 1), date(2028, 1, 1)
WHAT = ("trainer", "programme")


async def settled(race: Race) -> tuple[Office, dict[str, Any]]:
    """An office, and by name what a training may take of its one partner."""

    async def make(context: Context) -> tuple[Office, dict[str, Any]]:
        session = context.session
        office = await an_office(session, TODAY)
        course, partner = await a_course(session, hours=2), await a_partner(session)
        agreement = await an_agreement(session, partner)
        return office, {
            "course": course,
            "partner": partner.id,
            "agreement": agreement.id,
            "trainer": (await a_trainer(session, partner)).id,
            "programme": (await a_programme(session, agreement)).id,
        }

    found: tuple[Office, dict[str, Any]] = await race.alone(make)
    return found


def doing(office: Office, deed: Any, asked: object) -> Any:  # Any: a deed.
    async def do(context: Context) -> object:
        return await deed(office.as_(context, "admin", TODAY), asked)

    return do


def of(office: Office, found: dict[str, Any], what: str) -> tuple[Any, Any]:
    """A training that takes it, and the deed that ends it."""
    field = {"trainer": "partner_trainer_id", "programme": "programme_id"}[what]
    taken = {"agreement_id": found["agreement"], field: found[what]}
    takes = doing(office, open_event, opening(found["course"], **taken))
    key: UUID = found[what]
    if what == "trainer":
        return takes, doing(office, end_trainer, TrainerEnd(trainer_id=key, on=AUGUST, expected_version=1))
    ends = ProgrammeEnd(programme_id=key, on=AUGUST, reason="Tuntas", expected_version=1)
    return takes, doing(office, end_programme, ends)


@pytest.mark.parametrize("what", WHAT)
async def test_what_is_being_taken_isnt_ended(race: Race, what: str) -> None:
    takes, ends = of(*await settled(race), what)
    assert isinstance(await race.second_of(takes, ends), TrainingsUnderIt)


@pytest.mark.parametrize("what", WHAT)
async def test_what_is_being_ended_isnt_taken(race: Race, what: str) -> None:
    takes, ends = of(*await settled(race), what)
    refused = {"trainer": TrainerEnded, "programme": ProgrammeNotValid}[what]
    assert isinstance(await race.second_of(ends, takes), refused)


async def test_nothing_is_agreed_on_or_prolonged_while_the_partner_is_being_closed(race: Race) -> None:
    office, found = await settled(race)
    closing = PartnerClose(partner_id=found["partner"], on=NEXT, reason="Bubar", expected_version=1)
    longer = AgreementProlong(
        agreement_id=found["agreement"], valid_to=AFTER, reason="Berhasil", expected_version=1
    )
    closes, prolongs = doing(office, close_partner, closing), doing(office, prolong_agreement, longer)
    assert isinstance(await race.second_of(closes, prolongs), PartnerClosed)


async def test_a_partner_isnt_closed_while_something_is_being_agreed_on(race: Race) -> None:
    office, found = await settled(race)
    more = {"kind": AgreementKind.MOU, "subject": "Data", "signed_on": TODAY, "valid_from": TODAY}
    adding = AgreementAdd(partner_id=found["partner"], number="MOU-2", valid_to=AFTER, **more)
    closing = PartnerClose(partner_id=found["partner"], on=NEXT, reason="Bubar", expected_version=1)
    adds, closes = doing(office, add_agreement, adding), doing(office, close_partner, closing)
    assert isinstance(await race.second_of(adds, closes), AgreementHolds)
