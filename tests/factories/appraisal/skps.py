"""SKPs as people make them: what one says, and how two sides come to agree on it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from factories.appraisal.office import Office

from jenjang.appraisal.actions.objectives import SetObjective
from jenjang.appraisal.actions.skp_contents import ExpectedResult
from jenjang.appraisal.actions.skps import (
    DraftSkp,
    StepOfSkp,
    acknowledge_skp,
    draft_skp,
    offer_skp,
)
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.skps import Indicator
from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel
from jenjang.core.context import Context

COUNTED = Indicator(
    aspect=Aspect.QUANTITY, statement="Guru yang dilatih", target=Decimal(120), measure="orang"
)
TOLD = Indicator(aspect=Aspect.QUALITY, statement="Pelatihan dinilai bermanfaat oleh peserta")
TRAINED = ExpectedResult(kind=ResultKind.MAIN, statement="Guru terlatih", indicators=(TOLD,))
ASKED = SetObjective(
    unit_id=None,  # type: ignore[arg-type]  # said by each test
    year=2026,
    statement="Mutu pendidikan meningkat",
    indicator="Rapor pendidikan naik satu tingkat",
)


def draft(office: Office, name: str = "staff", year: int = 2026, **more: Any) -> DraftSkp:  # Any: its fields.
    """A qualitative SKP of somebody with one result, unless said otherwise."""
    asked = DraftSkp(
        employee_id=office.people[name], year=year, model=SkpModel.QUALITATIVE, results=(TRAINED,)
    )
    return replace(asked, **more)


def step(skp: Skp) -> StepOfSkp:
    """The SKP as it is now."""
    return StepOfSkp(skp_id=skp.id, expected_version=skp.version)


async def offered(
    context: Context, office: Office, name: str, by: str, on: date, **more: Any
) -> Skp:  # Any: fields of the draft.
    """An SKP of that day's year, drafted and offered on a day by the superior."""
    superior = office.as_(context, by, on)
    skp = await draft_skp(superior, draft(office, name, **{"year": on.year, **more}))
    return await offer_skp(superior, step(skp))


async def agreed(
    context: Context, office: Office, name: str = "staff", by: str = "chief", *, on: date, **more: Any
) -> Skp:  # Any: fields of the draft.
    """An SKP on which both sides agreed on a day."""
    skp = await offered(context, office, name, by, on, **more)
    return await acknowledge_skp(office.as_(context, name, on), step(skp))
