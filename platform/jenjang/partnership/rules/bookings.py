"""How many pieces are in use at once, and what stands in the way of a room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jenjang.core.errors import BadUserInput, Conflict

MOST_SEATS, MOST_PIECES = 10_000, 1_000


class NoCapacity(BadUserInput):
    """A room has 1 to {most} seats."""


class NoPieces(BadUserInput):
    """Give 0 to {most} pieces."""


class RoomPromised(Conflict):
    """{title} has the room on {on}, for {seats}."""


class EquipmentPromised(Conflict):
    """{used} pieces are booked at once: there can't be fewer."""


@dataclass(frozen=True, slots=True)
class Use:
    """Pieces in use from a moment up to, not including, another."""

    begins: datetime
    ends: datetime
    count: int = 1


def peak(uses: Iterable[Use], begins: datetime, ends: datetime) -> int:
    """How many pieces are in use at most, at any moment from `begins` up to, not including, `ends`."""
    met = [one for one in uses if one.begins < ends and begins < one.ends]
    moments = {begins, *(one.begins for one in met if one.begins > begins)}
    return max(sum(one.count for one in met if one.begins <= at < one.ends) for at in moments)


def check_capacity(capacity: int) -> int:
    """A room's seats. Raises NoCapacity."""
    if not 0 < capacity <= MOST_SEATS:
        raise NoCapacity("capacity", most=MOST_SEATS)
    return capacity


def check_pieces(count: int, field: str | tuple[str, ...] = "count", least: int = 0) -> int:
    """How many pieces. Raises NoPieces."""
    if not least <= count <= MOST_PIECES:
        raise NoPieces(field, most=MOST_PIECES)
    return count
