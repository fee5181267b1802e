"""What the viewer may do with a person, a unit, a position: `viewerCan`, for apps to show or hide."""

from jenjang.graph.declare import extend, may, one, plain
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.units import Position, Unit


@plain
class EmployeeCan:
    """What the viewer may do with this person's file."""

    read_private: bool = may("Read NIK, telephone, address, birth and private e-mail.", "employee:private")
    read_discipline: bool = may("Read disciplinary sanctions.", "employee:discipline")
    change: bool = may(
        "Place, transfer, change rank or state, end service.", "employee:write", everywhere=True
    )


@plain
class UnitCan:
    """What the viewer may do with this unit."""

    change: bool = may("Rename, move or close it.", "unit:write", everywhere=True)
    appoint_leader: bool = may("Appoint its leader.", "leader:appoint", everywhere=True)
    delegate: bool = may("Let a colleague act there as leader.", "role:delegate")


@plain
class PositionCan:
    """What the viewer may do with this position."""

    change: bool = may("Change or close it.", "position:write", everywhere=True)
    place: bool = may("Place somebody in it.", "employee:write", everywhere=True)


@extend(Employee)
class EmployeeViewerCan:
    viewer_can: EmployeeCan = one("What you may do with this person's file.")


@extend(Unit)
class UnitViewerCan:
    viewer_can: UnitCan = one("What you may do with this unit.")


@extend(Position)
class PositionViewerCan:
    viewer_can: PositionCan = one("What you may do with this position.")
