"""Career paths: the government's own graph of positions that lead to one another."""

import datetime

import strawberry

from jenjang.career import models
from jenjang.career.actions import paths
from jenjang.career.graph import enums
from jenjang.career.models import CareerPath as Row
from jenjang.core.context import Context
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.filters import choice, filter_input, identified, order_input
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.histories import FROM, TO
from jenjang.organisation.graph.units import OPEN, Position

SEEN, MANAGE = "position:read", "career:manage"
LEADS = OPEN + (
    " AND NOT EXISTS (SELECT FROM positions p WHERE p.tenant_id = {tenant}"
    " AND p.id IN ({row}.from_position_id, {row}.to_position_id)"
    " AND NOT (p.valid_from <= {at} AND (p.valid_to IS NULL OR p.valid_to > {at})))"
)
"""SQL of a path that holds on the date asked for, between positions that are open then."""
PathFilter = filter_input(
    "CareerPathFilter",
    "Which career paths.",
    {
        "move": choice(enums.MoveKind, "move", "By the kind of move."),
        "from_position": identified("Position", "from_position_id", "By the position that they lead from."),
        "to_position": identified("Position", "to_position_id", "By the position that they lead to."),
    },
)
PathOrder = order_input(
    "CareerPathOrder", {"VALID_FROM": ("valid_from", "By day.")}, [("VALID_FROM", "DESC")]
)


@record(models.CareerPath, needs=SEEN)
class CareerPath(Node):
    """One position leads to another, by decision of the government, for a time."""

    from_position: Position | None = one("The position that it leads from.", by="from_position_id")
    to_position: Position | None = one("The position that it leads to.", by="to_position_id")
    move: enums.MoveKind = field("Which move that is.")
    rule: str = field("Version of the rule that told it.")
    reason: str = field("Why it was set.")
    version: int = field("Grows with every change.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@extend(Position)
class PositionPaths:
    paths_from: Connection[CareerPath] | None = page(
        "The career paths that lead from it on the date.",
        of="from_position_id",
        where=LEADS,
        filter=PathFilter,
        order=PathOrder,
    )
    paths_to: Connection[CareerPath] | None = page(
        "The career paths that lead to it on the date.",
        of="to_position_id",
        where=LEADS,
        filter=PathFilter,
        order=PathOrder,
    )


SetInput = input_of(
    paths.SetPath,
    "CareerPathSetInput",
    "Which position leads to which one.",
    {
        "from_position_id": "Global id of the position that it leads from.",
        "to_position_id": "Global id of the position that it leads to.",
        "on": "The first day on which it does.",
        "reason": "Why, 1 to 4000 characters: kept on record.",
    },
    {"from_position_id": "Position", "to_position_id": "Position"},
)
EndInput = input_of(
    paths.EndPath,
    "CareerPathEndInput",
    "Which career path ends.",
    {
        "path_id": "Global id of the career path.",
        "on": "The first day on which it leads nowhere.",
        "reason": "Why, 1 to 4000 characters: kept on record.",
        "expected_version": EXPECTED_VERSION,
    },
    {"path_id": "CareerPath"},
)
PathPayload = payload_of(
    "CareerPathPayload", "What became of the career path.", career_path=(CareerPath, "The career path.")
)


async def _set(context: Context, asked: paths.SetPath) -> dict[str, object]:
    return _told(context, await paths.set_path(context, asked))


async def _end(context: Context, asked: paths.EndPath) -> dict[str, object]:
    return _told(context, await paths.end_path(context, asked))


def _told(context: Context, path: Row) -> dict[str, object]:
    context.concern("Position", path.from_position_id)
    return {"career_path": Ref("CareerPath", path.id)}


@strawberry.type
class Mutation:
    career_path_set = deed(
        "Let one position lead to another from a day on. The law's pattern tells the kind of move; what it"
        " doesn't know, such as a lower position, is refused.",
        needs=MANAGE,
        asks=SetInput,
        gives=PathPayload,
        do=_set,
    )
    career_path_end = deed(
        "Let a career path lead nowhere from a day on. It stays on record, unless it begins today or later"
        " and ends by then: such a mistake goes, and `careerPath` is null.",
        needs=MANAGE,
        asks=EndInput,
        gives=PathPayload,
        do=_end,
    )
