"""The national code lists are complete, sourced, and come into the database whole."""

from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.database.engine import engine
from jenjang.reference.listing import LISTS, load_reference, shipped
from jenjang.reference.models import (
    Behaviour,
    Competency,
    Echelon,
    EducationLevel,
    PositionLevel,
    Rank,
    Region,
)


def codes(model: Any) -> list[str]:
    return [row["code"] for row in shipped(model)]


def test_pns_have_17_ranks_in_order_with_the_ids_of_siasn() -> None:
    ranks = [row for row in shipped(Rank) if row["scheme"] == "PNS"]
    assert [row["code"] for row in ranks[:5]] == ["I/a", "I/b", "I/c", "I/d", "II/a"]
    assert (ranks[-1]["code"], ranks[-1]["siasn_id"], ranks[-1]["name"]) == ("IV/e", "45", "Pembina Utama")
    assert [row["siasn_id"] for row in ranks] == [
        f"{scheme}{step}" for scheme in "1234" for step in ("12345" if scheme == "4" else "1234")
    ]


def test_pppk_have_17_grades() -> None:
    grades = [row for row in shipped(Rank) if row["scheme"] == "PPPK"]
    assert [row["siasn_id"] for row in grades] == [f"{number:02}" for number in range(1, 18)]
    assert (grades[8]["code"], grades[8]["name"]) == ("PPPK-IX", "Golongan IX")


def test_an_echelon_names_a_level_and_ranks_that_are_listed() -> None:
    ranks, levels = codes(Rank), codes(PositionLevel)
    for echelon in shipped(Echelon):
        assert echelon["level"] in levels
        assert ranks.index(echelon["lowest_rank"]) < ranks.index(echelon["highest_rank"])


def test_levels_educations_and_competencies_are_all_there() -> None:
    assert (len(codes(PositionLevel)), codes(PositionLevel)[0], codes(PositionLevel)[-1]) == (
        14,
        "JPT_UTAMA",
        "PELAKSANA",
    )
    assert codes(EducationLevel) == ["SD", "SMP", "SMA", "D1", "D2", "D3", "D4", "S1", "S2", "S3"]
    assert [row["family"] for row in shipped(Competency)] == ["MANAGERIAL"] * 8 + ["SOCIO_CULTURAL"]


def test_the_core_values_are_seven_in_the_order_of_their_name_with_three_guides_each() -> None:
    first, *rest = codes(Behaviour)
    assert first[:3] + "".join(code[0] for code in rest) == "BERAKHLAK"[:3] + "AKHLAK"
    for row in shipped(Behaviour):
        assert row["english"]
        assert len(row["guides"]) == len(set(row["guides"])) == 3


def test_a_region_lies_in_the_region_that_its_code_says() -> None:
    listed = codes(Region)
    for region in shipped(Region):
        parent = region["code"].rpartition(".")[0] or None
        assert region["parent"] == parent
        assert parent is None or parent in listed


def test_every_province_is_listed() -> None:
    provinces = [row["code"] for row in shipped(Region) if row["kind"] == "PROVINCE"]
    assert len(provinces) == 38
    assert provinces == sorted(provinces)


@pytest.mark.parametrize("model", LISTS)
def test_every_row_tells_its_source_and_how_sure_we_are(model: Any) -> None:
    assert len(set(codes(model))) == len(codes(model))
    for row in shipped(model):
        assert row["confidence"] in {"V", "V*", "M"}
        assert row["source"]
        assert row["edition"]


async def test_loading_again_changes_nothing(database: Any) -> None:
    owner = engine(database.owner_url, 1)
    async with owner.connect() as connection:
        assert await load_reference(connection) == 0
    await owner.dispose()


async def test_a_changed_row_is_brought_up_to_the_edition(fresh_database: Any) -> None:
    owner = engine(fresh_database.owner_url, 1)
    async with owner.begin() as connection:
        await connection.execute(text("UPDATE ranks SET name = 'Old', edition = '1999' WHERE code = 'I/a'"))
        await connection.execute(text("DELETE FROM competencies WHERE code = 'S.01'"))
        assert await load_reference(connection) == 2
        found = await connection.execute(text("SELECT name, edition FROM ranks WHERE code = 'I/a'"))
        assert found.one() == ("Juru Muda", "2024")
    await owner.dispose()


async def test_the_app_reads_the_lists_and_cannot_write_them(session: AsyncSession, database: Any) -> None:
    assert await session.scalar(text("SELECT count(*) FROM ranks")) == 34
    app = await asyncpg.connect(database.app_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("DELETE FROM ranks")
    await app.close()
