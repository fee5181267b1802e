"""What can be done to units, positions and people."""

from typing import Any

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import deed, key, payload_of
from jenjang.graph.perform import Ref
from jenjang.organisation.actions import leading, people, placements, positions, ranks, service, units
from jenjang.organisation.graph import inputs
from jenjang.organisation.graph.histories import Education, RankHolding, Sanction
from jenjang.organisation.graph.people import Employee, Placement
from jenjang.organisation.graph.units import Leadership, Position, Unit

WRITE = "employee:write"
PERSON = (Employee, "The person.")

PersonPayload = payload_of("EmployeePayload", "What became of the person.", employee=PERSON)
PlacementPayload = payload_of(
    "EmployeePlacementPayload",
    "What became of the placement.",
    placement=(Placement, "The placement."),
    employee=PERSON,
)
RankPayload = payload_of(
    "EmployeeRankPayload",
    "What became of the rank.",
    rank_holding=(RankHolding, "The rank held."),
    employee=PERSON,
)
EducationPayload = payload_of(
    "EmployeeEducationPayload", "What was recorded.", education=(Education, "The schooling."), employee=PERSON
)
SanctionPayload = payload_of(
    "EmployeeSanctionPayload", "What was recorded.", sanction=(Sanction, "The sanction."), employee=PERSON
)
UnitPayload = payload_of("UnitPayload", "What became of the unit.", unit=(Unit, "The unit."))
PositionPayload = payload_of(
    "PositionPayload", "What became of the position.", position=(Position, "The position.")
)
LeadershipPayload = payload_of(
    "LeadershipPayload", "What became of the leadership.", leadership=(Leadership, "The leadership.")
)


async def _hire(context: Context, asked: people.Hire) -> dict[str, object]:
    return _person((await people.hire_employee(context, asked)).id)


async def _renumber(context: Context, asked: people.ChangeNumber) -> dict[str, object]:
    return _person((await people.change_number(context, asked)).id)


async def _change_state(context: Context, asked: service.ChangeState) -> dict[str, object]:
    return _person((await service.change_service_state(context, asked)).id)


async def _end_service(context: Context, asked: service.ChangeState) -> dict[str, object]:
    return _person((await service.end_service(context, asked)).id)


async def _place(context: Context, asked: placements.Place) -> dict[str, object]:
    placed = await placements.place_employee(context, asked)
    return {"placement": Ref("Placement", placed.id), **_person(asked.employee_id)}


async def _transfer(context: Context, asked: placements.Transfer) -> dict[str, object]:
    placed = await placements.transfer_employee(context, asked)
    return {"placement": Ref("Placement", placed.id), **_person(asked.employee_id)}


async def _change_rank(context: Context, asked: ranks.ChangeRank) -> dict[str, object]:
    held = await ranks.change_rank(context, asked)
    return {"rank_holding": Ref("RankHolding", held.id), **_person(asked.employee_id)}


async def _record_education(context: Context, asked: people.RecordEducation) -> dict[str, object]:
    recorded = await people.record_education(context, asked)
    return {"education": Ref("Education", recorded.id), **_person(asked.employee_id)}


async def _record_sanction(context: Context, asked: people.RecordSanction) -> dict[str, object]:
    recorded = await people.record_sanction(context, asked)
    return {"sanction": Ref("Sanction", recorded.id), **_person(asked.employee_id)}


async def _appoint(context: Context, asked: leading.Appoint) -> dict[str, object]:
    return {"leadership": Ref("Leadership", (await leading.appoint_leader(context, asked)).id)}


async def _end_leadership(context: Context, asked: inputs.LeadershipEndInput) -> dict[str, object]:
    leadership = key(asked.leadership_id, "Leadership", "leadershipId")
    return {"leadership": Ref("Leadership", (await leading.end_leadership(context, leadership, asked.on)).id)}


async def _open_unit(context: Context, asked: units.OpenUnit) -> dict[str, object]:
    return {"unit": Ref("Unit", (await units.open_unit(context, asked)).id)}


async def _change_unit(context: Context, asked: inputs.UnitChangeInput) -> dict[str, object]:
    unit = key(asked.unit_id, "Unit", "unitId")
    changes: dict[str, Any] = {  # Any: whatever of the unit changes.
        name: given.value
        for name in ("name", "kind", "parent_id", "region_code")
        if (given := getattr(asked, name)) is not None
    }
    if changes.get("parent_id"):
        changes["parent_id"] = key(changes["parent_id"], "Unit", "parentId")
    change = units.ChangeUnit(unit_id=unit, on=asked.on, decree_number=asked.decree_number, **changes)
    await units.rename_or_move_unit(context, change)
    return {"unit": Ref("Unit", unit)}


async def _close_unit(context: Context, asked: inputs.UnitCloseInput) -> dict[str, object]:
    unit = key(asked.unit_id, "Unit", "unitId")
    await units.close_unit(context, unit, asked.on)
    return {"unit": Ref("Unit", unit)}


async def _open_position(context: Context, asked: positions.OpenPosition) -> dict[str, object]:
    return {"position": Ref("Position", (await positions.open_position(context, asked)).id)}


async def _close_position(context: Context, asked: inputs.PositionCloseInput) -> dict[str, object]:
    position = key(asked.position_id, "Position", "positionId")
    await positions.close_position(context, position, asked.on)
    return {"position": Ref("Position", position)}


def _person(employee_id: Any) -> dict[str, object]:  # Any: SQLAlchemy gives the column's value.
    return {"employee": Ref("Employee", employee_id)}


@strawberry.type
class Mutation:
    employee_hire = deed(
        "Take somebody into service.", needs=WRITE, asks=inputs.HireInput, gives=PersonPayload, do=_hire
    )
    employee_place = deed(
        "Place somebody in a position; a running placement ends that day, and the leading of a unit left.",
        needs=WRITE,
        asks=inputs.PlaceInput,
        gives=PlacementPayload,
        do=_place,
    )
    employee_transfer = deed(
        "Move somebody who is placed to another position (mutasi). Who joins another unit leads no other.",
        needs=WRITE,
        asks=inputs.TransferInput,
        gives=PlacementPayload,
        do=_transfer,
    )
    employee_change_rank = deed(
        "Change somebody's rank (kenaikan pangkat).",
        needs=WRITE,
        asks=inputs.RankInput,
        gives=RankPayload,
        do=_change_rank,
    )
    employee_change_number = deed(
        "Give somebody a new NIP or NI PPPK; the former stays in the history.",
        needs=WRITE,
        asks=inputs.NumberInput,
        gives=PersonPayload,
        do=_renumber,
    )
    employee_record_education = deed(
        "Record a school that somebody finished.",
        needs=WRITE,
        asks=inputs.EducationInput,
        gives=EducationPayload,
        do=_record_education,
    )
    employee_record_sanction = deed(
        "Record a disciplinary sanction (PP 94/2021).",
        needs=WRITE,
        asks=inputs.SanctionInput,
        gives=SanctionPayload,
        do=_record_sanction,
    )
    employee_change_state = deed(
        "Change the state of service. Who goes on study or unpaid leave or is suspended, leads no more.",
        needs=WRITE,
        asks=inputs.StateInput,
        gives=PersonPayload,
        do=_change_state,
    )
    employee_end_service = deed(
        "End somebody's service; placement and leaderships end with it.",
        needs=WRITE,
        asks=inputs.EndInput,
        gives=PersonPayload,
        do=_end_service,
    )
    unit_appoint_leader = deed(
        "Appoint a unit's leader, definitive or acting (Plt., Plh.). A definitive one ends a Plt. then.",
        needs="leader:appoint",
        asks=inputs.AppointInput,
        gives=LeadershipPayload,
        do=_appoint,
    )
    leadership_end = deed(
        "End a leadership. With a definitive one ends the Plh. who represents the leader.",
        needs="leader:appoint",
        asks=inputs.LeadershipEndInput,
        gives=LeadershipPayload,
        do=_end_leadership,
    )
    unit_open = deed(
        "Found a unit.", needs="unit:write", asks=inputs.UnitInput, gives=UnitPayload, do=_open_unit
    )
    unit_change = deed(
        "Rename, move or change a unit from a day on.",
        needs="unit:write",
        asks=inputs.UnitChangeInput,
        gives=UnitPayload,
        do=_change_unit,
    )
    unit_close = deed(
        "Close a unit that has no people, positions or units any more.",
        needs="unit:write",
        asks=inputs.UnitCloseInput,
        gives=UnitPayload,
        do=_close_unit,
    )
    position_open = deed(
        "Create a position.",
        needs="position:write",
        asks=inputs.PositionInput,
        gives=PositionPayload,
        do=_open_position,
    )
    position_close = deed(
        "Close a position that nobody holds any more.",
        needs="position:write",
        asks=inputs.PositionCloseInput,
        gives=PositionPayload,
        do=_close_position,
    )
