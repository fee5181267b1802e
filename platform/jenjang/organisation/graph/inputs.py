"""The inputs of the organisation's deeds, made from the deeds' own dataclasses."""

import datetime

import strawberry

from jenjang.graph.deeds import EXPECTED_VERSION, input_of
from jenjang.organisation.actions.leading import Appoint
from jenjang.organisation.actions.people import ChangeNumber, Hire, RecordEducation, RecordSanction
from jenjang.organisation.actions.placements import Place, Transfer
from jenjang.organisation.actions.positions import OpenPosition
from jenjang.organisation.actions.ranks import ChangeRank
from jenjang.organisation.actions.service import ChangeState
from jenjang.organisation.actions.units import OpenUnit
from jenjang.organisation.graph import enums

WORDS = {
    "address": "Home address.",
    "appointed_on": "Day of appointment (TMT CPNS, or start of the first contract).",
    "back_title": "Titles after the name.",
    "birth_date": "Date of birth; the number must carry the same.",
    "birth_place": "Place of birth.",
    "critical": "Whether it is a critical position.",
    "decree_date": "Date of the decree.",
    "decree_number": "Number of the decree (SK).",
    "echelon": "Code of the eselon, such as IV.a.",
    "email": "Private e-mail.",
    "employee_id": "Global id of the person.",
    "expected_version": EXPECTED_VERSION,
    "front_title": "Titles before the name.",
    "graduated_in": "Calendar year of graduation.",
    "highest_rank": "Code of the highest rank it takes.",
    "kind": "What it is.",
    "level": "Code of the level.",
    "lowest_rank": "Code of the lowest rank it takes.",
    "name": "The name.",
    "nik": "Population number (NIK), 16 digits.",
    "number": "NIP or NI PPPK, 18 digits (spaces don't count).",
    "on": "From this day on (TMT).",
    "parent_id": "Global id of the unit it stands under; left out: the government itself.",
    "phone": "Private telephone.",
    "position_id": "Global id of the position.",
    "programme": "Field of study.",
    "rank": "Code of the rank, such as III/a or PPPK-IX.",
    "reason": "Why, such as the number of the decree.",
    "region_code": "Kode wilayah, for a kecamatan or kelurahan.",
    "school": "Name of the school.",
    "seats": "How many may hold it at once, from 1.",
    "severity": "How severe.",
    "sex": "Sex; the number must carry the same.",
    "siasn_id": "Id in SIASN.",
    "state": "The state to enter.",
    "unit_id": "Global id of the unit.",
    "until": "The day it ends (exclusive); left out: until further notice.",
    "work_email": "Official e-mail.",
}
IDS = {"employee_id": "Employee", "position_id": "Position", "unit_id": "Unit", "parent_id": "Unit"}


def _input(asked: type, name: str, description: str, **words: str) -> type:
    """`words`: what a field means here, where the house's usual words for it say too little."""
    ids = {part: kind for part, kind in IDS.items() if part in asked.__annotations__}
    made: type = input_of(asked, name, description, WORDS | words, ids)
    return made


HireInput = _input(
    Hire,
    "EmployeeHireInput",
    "Whom to take into service.",
    kind="PNS or PPPK; the number must carry the same.",
)
PlaceInput = _input(
    Place,
    "EmployeePlaceInput",
    "Who is placed in which position.",
    reason="Why the person is placed, such as PROMOSI.",
)
TransferInput = _input(
    Transfer,
    "EmployeeTransferInput",
    "Who moves to which position (mutasi).",
    reason="Why the person is moved, such as MUTASI or ROTASI.",
)
RankInput = _input(
    ChangeRank,
    "EmployeeChangeRankInput",
    "Who rises to which rank.",
    reason="Why: REGULER, PILIHAN, PENYESUAIAN_IJAZAH, PENGABDIAN, ANUMERTA or HUKUMAN_DISIPLIN.",
)
NumberInput = _input(ChangeNumber, "EmployeeChangeNumberInput", "Whose number changes.")
EducationInput = _input(RecordEducation, "EmployeeRecordEducationInput", "Who finished which school.")
SanctionInput = _input(
    RecordSanction,
    "EmployeeRecordSanctionInput",
    "Who was sanctioned how.",
    kind='Which sanction, in the words of PP 94/2021, such as "Teguran tertulis".',
    severity="How severe, by PP 94/2021.",
)
StateInput = _input(
    ChangeState,
    "EmployeeChangeStateInput",
    "Who enters which state of service.",
    reason="Why the state changes, such as what is studied.",
)
EndInput = _input(
    ChangeState,
    "EmployeeEndServiceInput",
    "Whose service ends, and how.",
    reason="Why the service ends.",
)
AppointInput = _input(
    Appoint,
    "UnitAppointLeaderInput",
    "Who leads which unit.",
    kind="By appointment, or acting as Plt. or Plh.",
)
UnitInput = _input(
    OpenUnit,
    "UnitOpenInput",
    "Which unit is founded.",
    kind="What kind of unit it is.",
)
PositionInput = _input(OpenPosition, "PositionOpenInput", "Which position is created.")


@strawberry.input(description="What of a unit changes from a day on; what is left out stays.")
class UnitChangeInput:
    unit_id: strawberry.ID = strawberry.field(description=WORDS["unit_id"])
    on: datetime.date = strawberry.field(description=WORDS["on"])
    name: strawberry.Maybe[str] = strawberry.field(description="The new name.")
    kind: strawberry.Maybe[enums.UnitKind] = strawberry.field(description="What it becomes.")
    parent_id: strawberry.Maybe[strawberry.ID | None] = strawberry.field(
        description="Global id of the unit it will stand under; null: the government itself."
    )
    region_code: strawberry.Maybe[str | None] = strawberry.field(description="Its new kode wilayah, or null.")
    decree_number: str | None = strawberry.field(description=WORDS["decree_number"], default=None)


@strawberry.input(description="Which unit closes, and when.")
class UnitCloseInput:
    unit_id: strawberry.ID = strawberry.field(description=WORDS["unit_id"])
    on: datetime.date = strawberry.field(description="The first day on which it is no more.")


@strawberry.input(description="Which position closes, and when.")
class PositionCloseInput:
    position_id: strawberry.ID = strawberry.field(description=WORDS["position_id"])
    on: datetime.date = strawberry.field(description="The first day on which it is no more.")


@strawberry.input(description="Which leadership ends, and when.")
class LeadershipEndInput:
    leadership_id: strawberry.ID = strawberry.field(description="Global id of the leadership.")
    on: datetime.date = strawberry.field(description="The first day on which it holds no more.")
