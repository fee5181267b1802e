"""One region's partners and what was agreed with them; the rooms and equipment of its training agency."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.demo.dealings import once
from jenjang.organisation.models import UnitVersion
from jenjang.organisation.terms import UnitKind
from jenjang.partnership.actions import agreements, facilities, partners
from jenjang.partnership.models.partners import Partner
from jenjang.partnership.terms import AgreementKind, ContributionKind, EquipmentKind, PartnerKind
from jenjang.tenancy.catalogue import Government

AGENCY = "Badan Kepegawaian%"
ROOMS = (("Aula", "Gedung A, lantai 2", 120), ("Kelas 1", "Gedung B", 40), ("Laboratorium", "Gedung B", 24))
EQUIPMENT = (
    (EquipmentKind.PROJECTOR, "Proyektor", 3),
    (EquipmentKind.LAPTOP, "Laptop pelatihan", 24),
    (EquipmentKind.VIDEO_CONFERENCE, "Perangkat konferensi video", 1),
)
KNOWN = (
    ("Universitas Nusantara Raya", PartnerKind.UNIVERSITY, "Dr. Ratna Wulandari", "Analisis data"),
    ("PT Cakra Solusi Digital", PartnerKind.PRIVATE, "Bagas Prakoso", "Keamanan informasi"),
    ("Perkumpulan Layanan Terbuka", PartnerKind.CSO, "Sinta Maharani", "Pelayanan publik"),
)
"""Partners that nobody runs into elsewhere, with somebody who trains for them."""


async def provide(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government partners, rooms and equipment, once, in one transaction; how many partners.

    None where it has partners already. `app_url`: the database as the role that serves.
    """
    async with once(app_url, vault, government, Partner) as context:
        if context is None:
            return 0
        known = [await _register(context, *one) for one in KNOWN]
        await _agree(context, *known)
        await _equip(context)
        return len(known)


async def _register(context: Context, name: str, kind: PartnerKind, trainer: str, expertise: str) -> UUID:
    reached = {"contact_name": "Bagian Kerja Sama", "contact_email": "kerja.sama@mitra.example"}
    key = await partners.add_partner(context, partners.PartnerAdd(name=name, kind=kind, **reached))
    await partners.add_trainer(
        context, partners.TrainerAdd(partner_id=key, name=trainer, expertise=expertise)
    )
    return key


async def _agree(context: Context, university: UUID, firm: UUID, society: UUID) -> None:
    """One agreement holds, one ran out a month ago, and the firm bids in a procurement."""
    year = datetime.timedelta(days=365)
    running = await _agreement(context, university, "PKS-07", context.today - year / 2, year * 2)
    given = (ContributionKind.SEATS, 60), (ContributionKind.TRAINER, 10), (ContributionKind.MONEY, 75_000_000)
    for kind, amount in given:
        gives = agreements.ContributionSet(agreement_id=running, kind=kind, amount=Decimal(amount))
        await agreements.set_contribution(context, gives)
    programme = agreements.ProgrammeAdd(
        agreement_id=running,
        name="Kelas data daerah",
        aim="Setiap dinas mempunyai dua orang yang dapat mengolah datanya sendiri.",
        valid_from=context.today - year / 2,
        valid_to=context.today + year,
    )
    made = await agreements.add_programme(context, programme)
    finding = "Peserta menyelesaikan olahan datanya; jadwal perlu menghindari akhir tahun anggaran."
    found = agreements.ProgrammeEvaluate(
        programme_id=made.id, year=context.today.year, rating=4, finding=finding
    )
    await agreements.evaluate_programme(context, found)
    month = datetime.timedelta(days=30)
    await _agreement(context, society, "MOU-02", context.today - year - month, year)
    bids = partners.BidDeclare(
        partner_id=firm, procurement="Pengadaan pusat data", valid_from=context.today - month
    )
    await partners.declare_bid(context, bids)


async def _agreement(
    context: Context, partner_id: UUID, number: str, begins: datetime.date, time: datetime.timedelta
) -> UUID:
    asked = agreements.AgreementAdd(
        partner_id=partner_id,
        number=f"{number}/{begins.year}",
        kind=AgreementKind(number[:3]),
        subject="Pengembangan kompetensi aparatur",
        signed_on=begins,
        valid_from=begins,
        valid_to=begins + time,
    )
    return (await agreements.add_agreement(context, asked)).id


async def _equip(context: Context) -> None:
    """The rooms and equipment of the agency that trains, or of the government where none does."""
    of = UnitVersion
    whole = of.kind == UnitKind.GOVERNMENT
    agency = select(of.unit_id).where(of.name.like(AGENCY) | whole, of.valid_to.is_(None))
    unit = (await context.session.scalars(agency.order_by(whole, of.unit_id).limit(1))).one()
    for name, place, capacity in ROOMS:
        room = facilities.RoomAdd(unit_id=unit, name=name, place=place, capacity=capacity)
        await facilities.add_room(context, room)
    for kind, name, count in EQUIPMENT:
        await facilities.add_equipment(
            context, facilities.EquipmentAdd(unit_id=unit, kind=kind, name=name, count=count)
        )
