"""Standards and the dictionary as mutations."""

import strawberry

from jenjang.competence.actions import adopting, dictionary, standards
from jenjang.competence.graph.catalogue import SHOWS, TechnicalCompetency
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.graph.scalars import encode_id
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.units import Position

MANAGE = "competence:manage"
MOST_TOLD = 100
"""How many of those whose gap changes a payload lists."""
UNSEEN = " 0: there was none. Left out: whatever it is."
REASON = "Why the levels change; it is kept with the deed."
DECREE = "Number of the decree (SK)."

TechnicalInput = input_of(
    dictionary.SetTechnical,
    "TechnicalCompetencySetInput",
    "A technical competency: new, or in place of what the code meant.",
    {
        "code": "Its code, unique in the government, at most 40 characters; none of the nation's.",
        "name": "Its name, at most 200 characters.",
        "definition": "What somebody who has it is able to do.",
        "valid_from": "The first day on which it is in use.",
        "valid_to": "The first day on which it is out of use; none: for good.",
        **{f"level_{level}": SHOWS.format(level) for level in range(1, 6)},
        "expected_version": EXPECTED_VERSION + UNSEEN,
    },
    {},
)
RequiredInput = input_of(
    standards.RequiredLevel,
    "RequiredLevelInput",
    "A competency, by `competency` or by `technicalCompetencyId`, and the level that is asked for.",
    {
        "level": "The level, 1 to 5; left out: it is asked for no more.",
        "competency": "Code of a national competency, such as M.01.",
        "technical_competency_id": "Global id of a technical competency.",
        "expected_version": EXPECTED_VERSION + UNSEEN,
    },
    {"technical_competency_id": "TechnicalCompetency"},
)
StandardInput = input_of(
    standards.SetStandard,
    "CompetencyStandardSetInput",
    "What a position asks for from a day on. Competencies that aren't named stay as they are.",
    {
        "position_id": "Global id of the position.",
        "on": "The first day on which it holds.",
        "levels": "The competencies, each once, with their levels.",
        "reason": REASON,
        "decree_number": DECREE,
    },
    {"position_id": "Position"},
    {"levels": RequiredInput},
)
AdoptInput = input_of(
    adopting.AdoptStandards,
    "CompetencyStandardsAdoptInput",
    "For which positions the usual levels are adopted.",
    {
        "on": "The first day on which they hold.",
        "reason": REASON,
        "unit_id": "Global id of a unit: only positions in its subtree.",
        "level": "Code of a level, such as PENGAWAS: only positions of that level.",
        "decree_number": DECREE,
    },
    {"unit_id": "Unit"},
)


@strawberry.type(description="Somebody who holds a position, and whose gap changes with what it asks for.")
class AffectedHolder:
    employee_id: strawberry.ID = strawberry.field(description="Global id of the person.")
    employee: Employee | None = strawberry.field(description="The person; null where you don't see the file.")


TechnicalPayload = payload_of(
    "TechnicalCompetencySetPayload",
    "What was written.",
    technical_competency=(TechnicalCompetency, "The competency."),
)
StandardPayload = payload_of(
    "CompetencyStandardSetPayload",
    "What was set, and whom it affects.",
    position=(Position, "The position."),
    affected_count=(int, "How many of its holders have another gap by that."),
    affected=(list[AffectedHolder], "Who they are, by name; the first hundred."),
)
AdoptPayload = payload_of(
    "CompetencyStandardsAdoptPayload",
    "What was adopted.",
    positions=(int, "How many positions have a standard now that had none."),
    standards=(int, "How many levels that are."),
)


async def _write(context: Context, asked: dictionary.SetTechnical) -> dict[str, object]:
    made = await dictionary.set_technical(context, asked)
    return {"technical_competency": Ref("TechnicalCompetency", made.id)}


async def _set(context: Context, asked: standards.SetStandard) -> dict[str, object]:
    position, told = await standards.set_standard(context, asked)
    listed = [
        AffectedHolder(
            employee_id=strawberry.ID(encode_id("Employee", one)),
            employee=Ref("Employee", one),  # type: ignore[arg-type]  # the reader answers with the person
        )
        for one in told[:MOST_TOLD]
    ]
    return {"position": Ref("Position", position.id), "affected_count": len(told), "affected": listed}


async def _adopt(context: Context, asked: adopting.AdoptStandards) -> dict[str, object]:
    done = await adopting.adopt_standards(context, asked)
    if asked.unit_id:
        context.concern("Unit", asked.unit_id)
    return {"positions": done.positions, "standards": done.standards}


@strawberry.type
class Mutation:
    technical_competency_set = deed(
        "Write a technical competency into the government's dictionary, or write it anew by its code.",
        needs=MANAGE,
        asks=TechnicalInput,
        gives=TechnicalPayload,
        do=_write,
    )
    competency_standard_set = deed(
        "Set what a position asks for from a day on. Gaps follow at once; each holder whose gap changes is"
        " told.",
        needs=MANAGE,
        asks=StandardInput,
        gives=StandardPayload,
        do=_set,
    )
    competency_standards_adopt = deed(
        "Give positions that ask for none of the nation's competencies the usual levels of their level"
        " (jenjang jabatan), in one go. What was set stays.",
        needs=MANAGE,
        asks=AdoptInput,
        gives=AdoptPayload,
        do=_adopt,
    )
