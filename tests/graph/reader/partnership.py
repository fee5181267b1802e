"""The world's partners, what was agreed with them, rooms and equipment."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from graph.reader.appraisals import said
from graph.reader.world import UNITS, Row, key, person

from jenjang.partnership.models import agreements, facilities, partners

PARTNERS, ROOMS = 6, 5
KINDS = ("UNIVERSITY", "PRIVATE", "BUMN")
GIVEN = ("MONEY", "SEATS", "TRAINER")
EQUIPMENT = ("PROJECTOR", "LAPTOP", "VEHICLE")
TIMES = (
    (date(2026, 1, 1), date(2027, 1, 1), None),
    (date(2025, 1, 1), date(2026, 11, 21), None),
    (date(2026, 11, 21), date(2028, 1, 1), None),
    (date(2025, 6, 1), date(2027, 6, 1), date(2026, 11, 21)),
    (date(2026, 11, 22), date(2027, 1, 1), None),
)
"""From when until when an agreement holds, and when it was ended."""


def partnership() -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield partners.Partner, register()
    yield partners.PartnerTrainer, trainers()
    yield partners.PartnerBid, bids()
    yield agreements.PartnerAgreement, agreed()
    yield agreements.PartnerContribution, given()
    yield agreements.PartnerProgramme, programmes()
    yield agreements.ProgrammeEvaluation, found()
    yield facilities.Room, rooms()
    yield facilities.Equipment, equipment()


def register() -> Iterator[Row]:
    for place in range(PARTNERS):
        yield {
            "id": key("partner", place),
            "name": f"Mitra {place:02}",
            "kind": KINDS[place % 3],
            "npwp": f"{place:015}" if place % 2 else None,
            "nib": f"{place:013}" if place % 3 else None,
            "contact_name": said(place),
            "contact_email": f"mitra{place}@example.id" if place % 2 else None,
            "contact_phone": None,
            "closed_on": date(2026, 11, 19 + place) if place % 2 else None,
            "close_reason": said(place) if place % 2 else None,
            "version": 1 + place,
        }


def trainers() -> Iterator[Row]:
    for place in range(PARTNERS):
        for which in range(place % 3):
            named = {"name": f"Pengajar {which}", "expertise": said(which)}
            yield {
                "id": key("partner trainer", place, which),
                "partner_id": key("partner", place),
                "ended_on": date(2026, 11, 21) if which else None,
                "version": 1 + which,
                **named,
            }


def bids() -> Iterator[Row]:
    for place in range(PARTNERS):
        for which in range(place % 4):
            since, until, _ = TIMES[(place + which) % len(TIMES)]
            yield {
                "id": key("bid", place, which),
                "partner_id": key("partner", place),
                "procurement": said(which),
                "valid_from": since,
                "valid_to": until if which else None,
                "by_employee_id": person(which) if which else None,
                "version": 1 + which,
            }


def agreed() -> Iterator[Row]:
    for place in range(PARTNERS):
        for which in range(1 + place % 3):
            since, until, ended = TIMES[(place + which) % len(TIMES)]
            yield {
                "id": key("agreement", place, which),
                "partner_id": key("partner", place),
                "number": f"PKS-{place}-{which}",
                "kind": ("MOU", "PKS")[which % 2],
                "subject": said(place),
                "signed_on": since,
                "valid_from": since,
                "valid_to": until,
                "ended_on": ended,
                "end_reason": said(which) if ended else None,
                "conflict_reason": said(place) if which else None,
                "prolonged_from": date(2026, 12, 1) if which else None,
                "prolong_reason": said(place) if which else None,
                "version": 1 + which,
            }


def given() -> Iterator[Row]:
    for place, agreement in enumerate(agreed()):
        for which in range(place % 4):
            yield {
                "id": key("contribution", place, which),
                "agreement_id": agreement["id"],
                "kind": GIVEN[which],
                "amount": Decimal("1000000.50") if GIVEN[which] == "MONEY" else Decimal(100),
                "version": 1 + which,
            }


def programmes() -> Iterator[Row]:
    for place, agreement in enumerate(agreed()):
        for which in range(place % 3):
            yield {
                "id": key("programme", place, which),
                "agreement_id": agreement["id"],
                "name": f"Program {which}",
                "aim": said(place),
                "valid_from": agreement["valid_from"],
                "valid_to": agreement["valid_to"],
                "ended_on": date(2026, 11, 23) if which else None,
                "end_reason": said(which) if which else None,
                "version": 1 + which,
            }


def found() -> Iterator[Row]:
    for place, programme in enumerate(programmes()):
        for year in (2025, 2026)[: place % 3]:
            yield {
                "id": key("evaluation", place, year),
                "programme_id": programme["id"],
                "year": year,
                "rating": 1 + (place + year) % 5,
                "finding": said(place),
                **dict.fromkeys(agreements.CRITERIA, 1 + place % 5 if year == 2026 else None),
                "reached": said(place) if place % 2 else None,
                "next_step": None if place % 2 else said(place),
                "by_employee_id": person(place) if place % 2 else None,
                "version": 1 + place % 2,
            }


def rooms() -> Iterator[Row]:
    for place in range(ROOMS):
        yield {
            "id": key("room", place),
            "unit_id": key("unit", list(UNITS)[place % len(UNITS)]),
            "name": f"Ruang {place}",
            "place": said(place),
            "capacity": 10 * (1 + place),
            "closed_on": date(2026, 11, 21 + place) if place % 2 else None,
            "version": 1 + place,
        }


def equipment() -> Iterator[Row]:
    for place in range(ROOMS):
        yield {
            "id": key("equipment", place),
            "unit_id": key("unit", list(UNITS)[place % len(UNITS)]),
            "kind": EQUIPMENT[place % 3],
            "name": f"Alat {place}",
            "count": 3 * place,
            "version": 1 + place,
        }
