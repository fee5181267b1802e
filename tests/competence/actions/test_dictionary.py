"""A government writes its own dictionary, by code; the nation's codes are taken."""

from datetime import date

import pytest
from competence.conftest import As, Refused
from factories.appraisal.office import Office
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.actions.dictionary import CodeOfTheNation, SetTechnical, set_technical
from jenjang.competence.models import TechnicalCompetency
from jenjang.core.errors import Stale
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.rules.span import EndsBeforeItBegins

SINCE = date(2026, 1, 1)


def asking(**more: object) -> SetTechnical:
    given = {"code": "T.01", "name": "Pengelolaan Kurikulum", "definition": "Menyusun kurikulum."}
    return SetTechnical(**{**given, "valid_from": SINCE, **more})


async def test_it_is_written_and_written_anew_by_its_code(
    session: AsyncSession, office: Office, as_: As
) -> None:
    admin = as_("admin")
    first = await set_technical(admin, asking(code=" T.01 ", level_1="Mengenal kurikulum"))
    again = await set_technical(admin, asking(name="Kurikulum", level_2="Menyusun"))
    assert again.id == first.id
    (row,) = await session.scalars(select(TechnicalCompetency))
    assert (row.code, row.name, row.level_1, row.level_2) == ("T.01", "Kurikulum", None, "Menyusun")
    assert (await set_technical(admin, asking(code="T.02"))).id != first.id


async def test_what_others_wrote_meanwhile_isnt_overwritten(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    admin = as_("admin")
    async with refused(Stale, "expectedVersion", current=0):
        await set_technical(admin, asking(expected_version=1))
    assert (await set_technical(admin, asking(expected_version=0))).version == 1
    async with refused(Stale, "expectedVersion", current=1):
        await set_technical(admin, asking(expected_version=0, name="Lain"))
    assert (await set_technical(admin, asking(expected_version=1, name="Kurikulum"))).version == 2


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"code": "M.01"}, CodeOfTheNation, "code"),
        ({"code": " "}, NoText, "code"),
        ({"code": "T" * 41}, TextTooLong, "code"),
        ({"name": ""}, NoText, "name"),
        ({"name": "N" * 201}, TextTooLong, "name"),
        ({"definition": " "}, NoText, "definition"),
        ({"level_3": " "}, NoText, "level3"),
        ({"valid_to": SINCE}, EndsBeforeItBegins, "validTo"),
    ],
)
async def test_what_isnt_a_competency_is_refused(
    office: Office,
    as_: As,
    refused: Refused,
    more: dict[str, object],
    error: type[Exception],
    field: str,
) -> None:
    async with refused(error, field):
        await set_technical(as_("admin"), asking(**more))
