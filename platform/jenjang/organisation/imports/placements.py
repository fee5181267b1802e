"""A file of positions held (SIASN's rw-jabatan): which position, from when on, by which decree."""

from dataclasses import dataclass, replace
from datetime import date

from jenjang.core.context import Context
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.codes import codes_on
from jenjang.organisation.imports.columns import Column, Table, Trial
from jenjang.organisation.imports.drafting import retires
from jenjang.organisation.imports.fitting import UNDECIDED, Bearer, judged
from jenjang.organisation.imports.history import Fact, join
from jenjang.organisation.imports.known import Places, known_places, unit_of
from jenjang.organisation.imports.known_people import OF_PLACEMENT, OF_RANK, histories
from jenjang.organisation.imports.past import Told, next_version, note_changes, told
from jenjang.organisation.imports.people_check import Laws
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.imports.seats import Seating, check_seats
from jenjang.organisation.models import Placement, RankHolding
from jenjang.organisation.rules.placement import check_open
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind

COLUMNS = (
    Column("NIP BARU", "number", cells.number, filled=True, present=True, also=("NIP",)),
    Column("NAMA"),
    Column("JABATAN ID", "position_id"),
    Column("JABATAN NAMA", "position", filled=True, present=True),
    Column("UNOR ID", "unit", filled=True, present=True),
    Column("UNOR NAMA"),
    Column("TMT JABATAN", "begins", cells.day, filled=True, present=True, also=("TMT",)),
    Column("NOMOR SK", "decree_number", also=("SK NOMOR",)),
    Column("TANGGAL SK", "decree_date", cells.day, also=("SK TANGGAL",)),
    Column("JENIS MUTASI", "reason"),
    Column("JENIS JABATAN ID"),
    Column("JENIS JABATAN NAMA"),
    Column("ESELON ID"),
    Column("ESELON NAMA"),
)


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A position that somebody held from a date on."""

    number: str
    position_id: str | None
    position: str
    unit: str
    begins: date
    decree_number: str | None
    decree_date: date | None
    reason: str | None


async def plan(context: Context, table: Table[PlacementRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    session = context.session
    laws = Laws(await codes_on(context, context.today), await known_places(session), context.today)

    def content(trial: Trial[PlacementRow], _: EmployeeKind) -> Values | None:
        return _content(trial, laws.places)

    people = await told(context, table, laws.codes, content)
    ids = [person.known.id for person in people]
    kept = await histories(session, Placement, OF_PLACEMENT, ids)
    ranks = await histories(session, RankHolding, OF_RANK, ids)
    result, seating = Plan(), Seating()
    for person in people:
        known, before = person.known, kept.get(person.known.id, ())
        birth_date = known.columns["birth_date"]
        bearer = Bearer(person.kind, birth_date, ranks.get(known.id, ()))
        joined = join(before, _with_ends(person, laws.places), person.ended)
        placements = judged(joined, before, bearer, laws.places.by_id, laws.codes)
        if note_changes(result, person, before, placements):
            result.history(Placement, known.id, placements)
            retirement = {} if person.ended else retires(birth_date, placements, laws)
            next_version(result, known, retirement)
        seating.note(known.id, person.last_row, placements)
    await check_seats(session, seating, table, laws.places, "begins")
    return result


def _with_ends(person: Told, places: Places) -> list[Fact]:
    """What the file tells; nobody holds a position for longer than it exists."""
    return [replace(fact, ends=places.by_id[fact.content["position_id"]].open.ends) for fact in person.facts]


def _content(trial: Trial[PlacementRow], places: Places) -> Values | None:
    row = trial.line.value
    unit = trial.of("unit", unit_of, places.units, row.unit)
    place = (
        trial.of("position", places.place, unit, row.position_id, row.position, row.begins) if unit else None
    )
    if place is None:
        return None
    trial.of("begins", check_open, place.open, Span(row.begins, place.open.ends))
    return {
        "position_id": place.id,
        "unit_id": place.unit_id,
        "decree_number": row.decree_number,
        "decree_date": row.decree_date,
        "reason": row.reason,
        **UNDECIDED,
    }
