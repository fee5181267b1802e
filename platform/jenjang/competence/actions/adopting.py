"""The usual levels of the nation's competencies, for positions that have no standard yet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from jenjang.competence.actions.standards import STANDARDS, check_decree
from jenjang.competence.rules.standards import usual_levels
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import in_force
from jenjang.organisation.models import Unit
from jenjang.reference.models import PositionLevel

USUAL = "competency_standard"
ADOPT = text("""
    WITH adopted AS (
        INSERT INTO competency_standards (position_id, competency, level, reason, decree_number, valid_from)
        SELECT p.id, c.code, u.level, :reason, :decree, :on
          FROM positions p
          JOIN unnest(CAST(:codes AS text[]), CAST(:levels AS smallint[])) u(code, level) ON u.code = p.level
         CROSS JOIN competencies c
         WHERE p.tenant_id = :tenant AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
           AND c.valid_from <= :on AND (c.valid_to IS NULL OR c.valid_to > :on)
           AND (CAST(:level AS text) IS NULL OR p.level = :level)
           AND (CAST(:unit AS uuid) IS NULL OR p.unit_id IN (
               SELECT a.unit_id FROM unit_ancestry a
                WHERE a.tenant_id = :tenant AND a.ancestor_id = :unit
                  AND a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)))
           AND NOT EXISTS (
               SELECT FROM competency_standards s
                WHERE s.tenant_id = :tenant AND s.position_id = p.id AND s.competency IS NOT NULL
                  AND (s.valid_to IS NULL OR s.valid_to > :on))
        RETURNING position_id)
    SELECT count(DISTINCT position_id), count(*) FROM adopted
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptStandards:
    """For which positions: in a unit and all below it, of a level; both left out: all of them."""

    on: date
    reason: str
    unit_id: UUID | None = None
    level: str | None = None
    decree_number: str | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many positions have a standard now, and how many levels that are."""

    positions: int
    standards: int


async def adopt_standards(context: Context, asked: AdoptStandards) -> Adopted:
    """Give them the usual levels from a day on. Nobody is told: nothing was asked of them yet.

    Positions that ask for any of the nation's competencies on that day or later stay as they are. Raises
    NotFound, NoRuleInForce, NoText, TextTooLong.
    """
    if asked.unit_id:
        await context.get(Unit, asked.unit_id, field="unitId")
    if asked.level and not await context.session.get(PositionLevel, asked.level):
        raise NotFound("level")
    usual = usual_levels((await in_force(context, USUAL, asked.on)).body)
    await one_at_a_time(context, STANDARDS)
    given = {
        "tenant": context.tenant,
        "on": asked.on,
        "reason": check_text(asked.reason, "reason"),
        "decree": check_decree(asked.decree_number),
        "unit": asked.unit_id,
        "level": asked.level,
        "codes": list(usual),
        "levels": list(usual.values()),
    }
    return Adopted(*(await context.session.execute(ADOPT, given)).one())
