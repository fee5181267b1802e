"""Rows of partnership with plausible values, as if they had been recorded before."""

from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.partnership.models.agreements import (
    CRITERIA,
    PartnerAgreement,
    PartnerContribution,
    PartnerProgramme,
    ProgrammeEvaluation,
)
from jenjang.partnership.models.facilities import Equipment, Room
from jenjang.partnership.models.partners import Partner, PartnerBid, PartnerTrainer

T = TypeVar("T")
BEGINS, ENDS = date(2026, 1, 1), date(2027, 1, 1)


async def a_partner(
    session: AsyncSession, name: str = "Universitas Sebelas Maret", **more: object
) -> Partner:
    return await _kept(session, Partner(**{"name": name, "kind": "UNIVERSITY", **more}))


async def an_agreement(
    session: AsyncSession, partner: Partner, number: str = "PKS-1/2026", **more: object
) -> PartnerAgreement:
    said = {"kind": "PKS", "subject": "Pelatihan", "signed_on": BEGINS}
    time = {"valid_from": BEGINS, "valid_to": ENDS}
    return await _kept(
        session, PartnerAgreement(partner_id=partner.id, number=number, **{**said, **time, **more})
    )


async def a_contribution(
    session: AsyncSession, agreement: PartnerAgreement, kind: str = "SEATS", amount: int | str = 30
) -> PartnerContribution:
    made = PartnerContribution(agreement_id=agreement.id, kind=kind, amount=Decimal(amount))
    return await _kept(session, made)


async def a_programme(
    session: AsyncSession, agreement: PartnerAgreement, name: str = "Smart City", **more: object
) -> PartnerProgramme:
    said = {"aim": "Layanan digital", "valid_from": BEGINS, "valid_to": ENDS}
    return await _kept(session, PartnerProgramme(agreement_id=agreement.id, name=name, **{**said, **more}))


async def an_evaluation(
    session: AsyncSession, programme: PartnerProgramme, by: UUID | None = None
) -> ProgrammeEvaluation:
    judged = {"rating": 4, "finding": "Baik", **dict.fromkeys(CRITERIA, 3), "by_employee_id": by}
    made = ProgrammeEvaluation(programme_id=programme.id, year=2026, **judged)
    return await _kept(session, made)


async def a_trainer(session: AsyncSession, partner: Partner, name: str = "Dr. Wati") -> PartnerTrainer:
    return await _kept(session, PartnerTrainer(partner_id=partner.id, name=name, expertise="Data"))


async def a_bid(session: AsyncSession, partner: Partner, **more: object) -> PartnerBid:
    said = {"procurement": "Server 2026", "valid_from": date(2026, 6, 1)}
    return await _kept(session, PartnerBid(partner_id=partner.id, **{**said, **more}))


async def a_room(
    session: AsyncSession, unit_id: UUID, name: str = "Aula", capacity: int = 40, **more: object
) -> Room:
    return await _kept(session, Room(unit_id=unit_id, name=name, place="Lantai 2", capacity=capacity, **more))


async def some_equipment(
    session: AsyncSession, unit_id: UUID, name: str = "Proyektor", count: int = 3, kind: str = "PROJECTOR"
) -> Equipment:
    return await _kept(session, Equipment(unit_id=unit_id, name=name, kind=kind, count=count))


async def _kept(session: AsyncSession, made: T) -> T:
    session.add(made)
    await session.flush()
    return made
