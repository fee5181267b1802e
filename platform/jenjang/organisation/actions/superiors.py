"""Direct superiors: who evaluates whom, and which unit somebody heads, on a date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text

from jenjang.core.context import Context

DELEGATED = """
    SELECT d.* FROM evaluator_delegations d
      JOIN placements theirs ON theirs.tenant_id = {tenant}
       AND theirs.employee_id = d.evaluator_employee_id AND theirs.valid_from <= {on}
       AND (theirs.valid_to IS NULL OR theirs.valid_to > {on})
     WHERE d.tenant_id = {tenant} AND d.valid_from <= {on} AND (d.valid_to IS NULL OR d.valid_to > {on})
"""
"""SQL of whom the authority to evaluate is delegated on a date: to officials who are placed then."""
NAMED = DELEGATED + " AND d.evaluator_employee_id = {employee}"
"""SQL of what is delegated to one official. The gate asks: such a one is a leader."""
STANDING = f"""
    SELECT p.employee_id, p.unit_id, heads.unit_id AS headed_unit_id,
           coalesce(named.evaluator_employee_id, (array_remove(line.leaders, p.employee_id))[1])
               AS superior_employee_id, named.id IS NOT NULL AS is_delegated,
           (array_remove(line.leaders, p.employee_id))[1] AS leader_employee_id
      FROM placements p
      LEFT JOIN ({DELEGATED}) named ON named.employee_id = p.employee_id
      LEFT JOIN leaderships heads ON heads.tenant_id = {{tenant}} AND heads.unit_id = p.unit_id
       AND heads.employee_id = p.employee_id AND heads.kind IN ('DEFINITIVE', 'PLT')
       AND heads.valid_from <= {{on}} AND (heads.valid_to IS NULL OR heads.valid_to > {{on}})
      LEFT JOIN <lines>
     WHERE p.tenant_id = {{tenant}} AND p.valid_from <= {{on}} AND (p.valid_to IS NULL OR p.valid_to > {{on}})
"""
LEADERS = """
    array_agg(l.employee_id ORDER BY a.depth) AS leaders
      FROM unit_ancestry a
      JOIN leaderships l ON l.tenant_id = {tenant} AND l.unit_id = a.ancestor_id
       AND l.kind IN ('DEFINITIVE', 'PLT')
       AND l.valid_from <= {on} AND (l.valid_to IS NULL OR l.valid_to > {on})
     WHERE a.tenant_id = {tenant} AND a.valid_from <= {on} AND (a.valid_to IS NULL OR a.valid_to > {on})
"""
"""SQL of who leads a unit and those above it, the nearest first."""
SUPERIORS = STANDING.replace(
    "<lines>", f"(SELECT a.unit_id, {LEADERS} GROUP BY a.unit_id) line ON line.unit_id = p.unit_id"
)
"""SQL of everybody who is placed on a date: the unit, the unit headed there, the direct superior.

The superior is the leader, definitive or acting in a vacancy (Plt.), of the nearest unit above that is
not led by the person: where nobody leads, the next above does (PermenPANRB 6/2022). A Plh. represents a
leader who stays the superior. Null: nobody leads above. Where the authority to evaluate was delegated, as it
is for whom nobody leads, the official named stands in the superior's place as long as placed themselves
(PP 30/2019 Ps. 1). Who leads is found once for each unit, not for each person: there are a thousand times
as many.
"""
OF_ONE = STANDING.replace("<lines>", f"LATERAL (SELECT {LEADERS} AND a.unit_id = p.unit_id) line ON true")
"""The same where few people are asked for: only their own units are looked at."""
ONE = text(OF_ONE.format(tenant=":tenant", on="CAST(:on AS date)") + " AND p.employee_id = :employee")
SOME = text(f"""
    SELECT s.employee_id, s.superior_employee_id
      FROM ({OF_ONE.format(tenant=":tenant", on="CAST(:on AS date)")}
               AND p.employee_id = ANY(CAST(:employees AS uuid[]))) s
""")


CHANNEL = "jenjang_standing"
"""On which the worker is told of a government where somebody stands elsewhere, or another leads."""


async def tell_worker(context: Context) -> None:
    """Let the worker see soon after the commit who is to do what by now; else it does once an hour."""
    await context.session.execute(select(func.pg_notify(CHANNEL, context.tenant)))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands on a date: the unit placed in, the one headed there, and the direct superior."""

    employee_id: UUID
    unit_id: UUID
    headed_unit_id: UUID | None
    superior_employee_id: UUID | None
    is_delegated: bool = False
    """Whether the superior is an official to whom the authority to evaluate was delegated."""
    leader_employee_id: UUID | None = None
    """Who leads the person, whoever evaluates."""


async def standing_of(context: Context, employee_id: UUID, on: date) -> Standing | None:
    """Where somebody stands on a date; None for who isn't placed then."""
    asked = {"tenant": context.tenant, "on": on, "employee": employee_id}
    row = (await context.session.execute(ONE, asked)).one_or_none()
    return Standing(*row) if row else None


async def leaders_above(context: Context, employee_id: UUID, on: date) -> Sequence[UUID]:
    """Who leads the person, who leads that one, and so on: who was named to evaluate leads nobody."""
    return await _follow(context, employee_id, on, lambda standing: standing.leader_employee_id)


async def superiors_to_the_top(context: Context, employee_id: UUID, on: date) -> Sequence[UUID]:
    """The superiors up to whom nobody leads, and not on to whom was named to evaluate that one."""
    return await _follow(
        context, employee_id, on, lambda one: one.superior_employee_id if one.leader_employee_id else None
    )


async def _follow(
    context: Context, employee_id: UUID, on: date, step: Callable[[Standing], UUID | None]
) -> Sequence[UUID]:
    found: list[UUID] = []
    while standing := await standing_of(context, employee_id, on):
        above = step(standing)
        if above is None or above in found:
            break
        found.append(above)
        employee_id = above
    return found


async def superiors_of_all(
    context: Context, employees: Iterable[UUID], on: date
) -> Mapping[UUID, UUID | None]:
    """The direct superior of each, of each of those, and so on; who isn't placed then isn't among them.

    A statement for each level that is above them, however many they are.
    """
    found: dict[UUID, UUID | None] = {}
    seen: set[UUID] = set()
    asked = set(employees)
    while asked:
        given = {"tenant": context.tenant, "on": on, "employees": sorted(asked)}
        above = {
            row.employee_id: row.superior_employee_id for row in await context.session.execute(SOME, given)
        }
        found |= above
        seen |= asked
        asked = {one for one in above.values() if one} - seen
    return found


def line_above(superiors: Mapping[UUID, UUID | None], employee_id: UUID) -> Sequence[UUID]:
    """The direct superior or who was named in that place, that one's superior, and so on to the top.

    `superiors`: those of all of them, as `superiors_of_all` finds them.
    """
    line: list[UUID] = []
    while (above := superiors.get(employee_id)) and above not in line:
        line.append(above)
        employee_id = above
    return line
