"""A file that names what another government has is answered as one that names what nobody has."""

import base64
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest
from factories.appraisal.skp_files import an_agreed_one
from factories.governments import mark
from factories.imports import (
    POSITIONS,
    UNITS,
    Cells,
    delimited,
    held_position,
    held_rank,
    person,
    position,
    unit,
)
from factories.served import OURS, THEIRS, Served
from isolation.keys import Chance, Key, Shelf, codes, rows_of
from isolation.snapshot import hashes

from jenjang.core import clock
from jenjang.organisation.terms import ImportKind

BRING = """
mutation($kind: ImportKind!, $content: String!, $dry: Boolean!) {
  importFile(input: {kind: $kind, fileName: "berkas.csv", content: $content, dryRun: $dry}) {
    userErrors { code message field }
    batch {
      state rowCount createdCount changedCount refusedCount
      refusals(first: 50) { nodes { row column code message content } }
    }
  }
}
"""
OURS_AT_FIRST = [person(1), person(4)]
NUMBER, EVALUATORS = (one["NIP BARU"] for one in OURS_AT_FIRST)
YEAR = clock.today("Asia/Jakarta").year
ROWS: dict[str, Cells] = {
    "UNITS": unit("UNOR-NEW", "UNOR-DINAS"),
    "POSITIONS": position("Arsiparis Terampil", "UNOR-SEKSI", "PELAKSANA"),
    "PEOPLE": person(2),
    "RANKS": held_rank(NUMBER, "31", "01-04-2017"),
    "PLACEMENTS": held_position(NUMBER, "Analis Kebijakan Ahli Pertama", "UNOR-BIDANG", "01-03-2018"),
    "RESULTS": {
        "id": "SKP-1",
        "pnsDinilaiOrang": "PNS-1",
        "nip": NUMBER,
        "tahun": f"{YEAR - 1}",
        "hasilKinerjaNilai": "2",
        "perilakuKerjaNilai": "2",
        "kuadranKinerjaNilai": "2",
        "periodikId": "2",
        "bulanMulaiPenilaian": "4",
    },
    "SKPS": an_agreed_one(
        NUMBER,
        **{"NIP PENILAI": EVALUATORS, "TAHUN": f"{YEAR}", "TANGGAL DISEPAKATI": f"01-12-{YEAR - 1}"},
    ),
}
"""A row of each kind of file that is in order, so that the cell in question is all that is wrong."""


@dataclass
class Desk:
    """Where files are handed in, and the keys to write into them."""

    served: Served
    shelf: Shelf
    chance: Chance = field(default_factory=Chance)

    def natural_keys(self) -> Iterator[Key]:
        """Their natural keys, one of every sort."""
        return self.shelf._natural(self.chance, 1)

    async def bring(self, kind: str, rows: list[Cells], *, dry: bool = True) -> Any:  # Any: JSON.
        content = base64.b64encode(delimited(rows)).decode()
        return await self.served.data(BRING, {"kind": kind, "content": content, "dry": dry})

    async def hear(self, kind: str, cells: Cells, *asked: str) -> str:
        """What a file of one row is answered, without the cells that were asked with."""
        told = str(await self.bring(kind, [cells]))
        for one in asked:
            # Numbers are read, and named, without the blanks in them.
            for written in (one, "".join(one.split())):
                told = told.replace(written, "‹asked›")
        assert mark(THEIRS) not in told
        return told


@pytest.fixture(scope="module")
async def superuser(settled_database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settled_database.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def desk(served: Served, superuser) -> Desk:
    """Surakarta has brought in its units and positions, and two people."""
    ours, theirs = [await rows_of(superuser, served.seals(tenant)) for tenant in (OURS, THEIRS)]
    shelf = Shelf(ours, theirs, await codes(superuser))
    found = Desk(served, shelf)
    for kind, rows in (("UNITS", UNITS), ("POSITIONS", POSITIONS), ("PEOPLE", OURS_AT_FIRST)):
        answer = await found.bring(kind, rows, dry=False)
        assert answer["importFile"]["batch"]["state"] == "APPLIED", answer
    return found


def test_there_is_a_row_of_every_kind_of_file() -> None:
    assert set(ROWS) == set(ImportKind)


@pytest.mark.parametrize("kind", ROWS)
async def test_a_row_in_order_is_taken(desk: Desk, kind: str) -> None:
    """Else the tests below would compare refusals that have another cause."""
    answer = await desk.bring(kind, [ROWS[kind]])
    assert answer["importFile"]["batch"]["refusedCount"] == 0, answer
    assert answer["importFile"]["batch"]["createdCount"] == 1


@pytest.mark.parametrize("kind", ROWS)
async def test_no_cell_tells_what_another_government_has(desk: Desk, superuser, kind: str) -> None:
    before = await hashes(superuser, OURS)
    pairs = 0
    for key in desk.natural_keys():
        for column in ROWS[kind]:
            theirs = await desk.hear(kind, {**ROWS[kind], column: key.theirs}, key.theirs)
            nobodys = await desk.hear(kind, {**ROWS[kind], column: key.nobodys}, key.nobodys)
            assert theirs == nobodys, f"{column}: {key.of}"
            pairs += 1
    assert pairs >= 5 * len(ROWS[kind])
    assert await hashes(superuser, OURS) == before


async def test_a_whole_person_of_theirs_comes_in_as_a_new_one(desk: Desk, superuser) -> None:
    """Number, SIASN id, birth and sex as they stand in the other government: here they are free."""
    before = await hashes(superuser, OURS)
    for row in desk.shelf.theirs["employees"]:
        asked = (str(row["number"]), str(row["siasn_id"]))
        cells = {
            "NIP BARU": asked[0],
            "PNS ID": asked[1],
            "TANGGAL LAHIR": f"{row['birth_date']:%d-%m-%Y}",
            "JENIS KELAMIN": "M" if row["sex"] == "MALE" else "F",
            "TMT CPNS": "01-01-2010",
            "TMT PNS": "01-01-2011",
            "TAHUN LULUS": "2012",
        }
        new = {
            column: desk.chance.text(one) for column, one in zip(("NIP BARU", "PNS ID"), asked, strict=True)
        }
        theirs = await desk.hear("PEOPLE", person(3, **cells), *asked)
        nobodys = await desk.hear("PEOPLE", person(3, **{**cells, **new}), *new.values())
        assert theirs == nobodys
        assert "'createdCount': 1" in theirs, theirs
    assert await hashes(superuser, OURS) == before
