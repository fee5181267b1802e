"""A file of people: who they are, and what they are now; their histories grow by its dates (TMT)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports.codes import codes_on
from jenjang.organisation.imports.columns import Table, Trial
from jenjang.organisation.imports.drafting import Case, Kept, plan_person
from jenjang.organisation.imports.known import known_places
from jenjang.organisation.imports.known_people import (
    OF_NUMBER,
    OF_PLACEMENT,
    OF_RANK,
    OF_SERVICE,
    educations,
    histories,
    known_people,
)
from jenjang.organisation.imports.people_check import Draft, Laws, examine
from jenjang.organisation.imports.people_columns import PersonRow
from jenjang.organisation.imports.plan import Plan
from jenjang.organisation.imports.seats import Seating, check_seats
from jenjang.organisation.imports.writing import new_ids
from jenjang.organisation.models import EmployeeNumber, Placement, RankHolding, ServicePeriod


class PersonTwice(BadUserInput):
    """{found} is there twice, first in row {first}."""


Examined = Sequence[tuple[Trial[PersonRow], Draft]]


async def plan(context: Context, table: Table[PersonRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    laws = Laws(await codes_on(context, context.today), await known_places(context.session), context.today)
    cases = await _cases(context, list(_examined(table, laws)))
    kept = await _kept(context, [case.id for case in cases if case.known])
    result = Plan()
    seating = Seating()
    for case in cases:
        placements = plan_person(result, case, kept, laws)
        seating.note(case.id, case.trial.line.number, placements)
    await check_seats(context.session, seating, table, laws.places, "placed_on")
    return result


def _examined(table: Table[PersonRow], laws: Laws) -> Iterator[tuple[Trial[PersonRow], Draft]]:
    """The rows that are sound in themselves, each person once."""
    first: dict[str, int] = {}
    for line in table.lines:
        trial = Trial(table, line)
        for attribute in ("number", "siasn_id"):
            said = getattr(line.value, attribute)
            if said and first.setdefault(said, line.number) != line.number:
                trial.refuse(attribute, PersonTwice(found=said, first=first[said]))
        draft = examine(trial, laws)
        if draft:
            yield trial, draft


async def _cases(context: Context, examined: Examined) -> list[Case]:
    """Whom each row is about: somebody known, or somebody new with a new id."""
    numbers = [draft.digits for _, draft in examined]
    siasn_ids = [trial.line.value.siasn_id for trial, _ in examined if trial.line.value.siasn_id]
    people = await known_people(context.session, context.seals, numbers, siasn_ids)
    found = [
        (trial, draft, trial.of("number", people.find, draft.digits, trial.line.value.siasn_id))
        for trial, draft in examined
    ]
    first: dict[UUID, int] = {}
    for trial, draft, known in found:
        row = trial.line.number
        if known and first.setdefault(known.id, row) != row:
            trial.refuse("number", PersonTwice(found=draft.digits, first=first[known.id]))
    new = await new_ids(context.session, sum(known is None for _, _, known in found))
    return [Case(trial, draft, known.id if known else next(new), known) for trial, draft, known in found]


async def _kept(context: Context, people: Sequence[UUID]) -> Kept:
    session = context.session
    return Kept(
        numbers=await histories(session, EmployeeNumber, OF_NUMBER, people),
        services=await histories(session, ServicePeriod, OF_SERVICE, people),
        ranks=await histories(session, RankHolding, OF_RANK, people),
        placements=await histories(session, Placement, OF_PLACEMENT, people),
        educations=await educations(session, people),
    )
