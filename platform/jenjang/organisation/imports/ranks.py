"""A file of ranks held (SIASN's rw-golongan): which golongan, from when on, by which decree."""

from dataclasses import dataclass
from datetime import date

from jenjang.core.context import Context
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.codes import Codes, codes_on
from jenjang.organisation.imports.columns import Column, Table, Trial
from jenjang.organisation.imports.fitting import RANK_UNKNOWN, Bearer, judged
from jenjang.organisation.imports.history import Joined, compared, join
from jenjang.organisation.imports.known import Places, known_places
from jenjang.organisation.imports.known_people import OF_PLACEMENT, OF_RANK, Histories, histories
from jenjang.organisation.imports.past import Told, next_version, note_changes, told
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import Placement, RankHolding
from jenjang.organisation.terms import EmployeeKind

COLUMNS = (
    Column("NIP BARU", "number", cells.number, filled=True, present=True, also=("NIP",)),
    Column("NAMA"),
    Column("GOLONGAN ID", "rank", filled=True, present=True, also=("GOLONGAN",)),
    Column("GOLONGAN NAMA"),
    Column("TMT GOLONGAN", "begins", cells.day, filled=True, present=True, also=("TMT",)),
    Column("NOMOR SK", "decree_number", also=("SK NOMOR",)),
    Column("TANGGAL SK", "decree_date", cells.day, also=("SK TANGGAL",)),
    Column("JENIS KP", "reason", also=("JENIS KP NAMA",)),
    Column("MK TAHUN"),
    Column("MK BULAN"),
)


@dataclass(frozen=True, slots=True)
class RankRow:
    """A rank that somebody held from a date on."""

    number: str
    rank: str
    begins: date
    decree_number: str | None
    decree_date: date | None
    reason: str | None


async def plan(context: Context, table: Table[RankRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    codes = await codes_on(context, context.today)

    def content(trial: Trial[RankRow], kind: EmployeeKind) -> Values | None:
        return _content(trial, kind, codes)

    people = await told(context, table, codes, content)
    ids = [person.known.id for person in people]
    kept = await histories(context.session, RankHolding, OF_RANK, ids)
    placed = await histories(context.session, Placement, OF_PLACEMENT, ids)
    places = await known_places(context.session)
    result = Plan()
    for person in people:
        before = kept.get(person.known.id, ())
        ranks = join(before, person.facts, person.ended)
        if note_changes(result, person, before, ranks):
            result.history(RankHolding, person.known.id, ranks)
            placements = _judged(person, ranks, placed, places, codes)
            result.history(Placement, person.known.id, placements)
            next_version(result, person.known)
    return result


def _content(trial: Trial[RankRow], kind: EmployeeKind, codes: Codes) -> Values | None:
    row = trial.line.value
    rank = trial.of("rank", codes.rank, row.rank, kind)
    reason = trial.of("reason", codes.rank_reason, row.reason) if row.reason else None
    if rank is None:
        return None
    return {
        "rank": rank.code,
        "decree_number": row.decree_number,
        "decree_date": row.decree_date,
        "reason": reason,
    }


def _judged(person: Told, ranks: Joined, placed: Histories, places: Places, codes: Codes) -> Joined:
    """Placements that were kept while the rank of their day was unknown, judged now."""
    kept = placed.get(person.known.id, ())
    unknown = compared(kept, kept)
    if all(fact.content["misfit"] != RANK_UNKNOWN for fact in kept):
        return unknown
    bearer = Bearer(person.kind, person.known.columns["birth_date"], ranks.history)
    return judged(unknown, kept, bearer, places.by_id, codes)
