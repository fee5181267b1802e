"""Years that are over: opened, rated, published and closed by the house's own deeds, on the days of then."""

import datetime

from sqlalchemy import text

from jenjang.appraisal.actions.closing import CloseCycle, close_batch, close_cycle, people_in
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.terms import AppraisalState, CycleKind
from jenjang.core.context import Context
from jenjang.demo.appraisals.expectations import expect
from jenjang.demo.appraisals.rating import rate, set_predicates
from jenjang.demo.appraisals.spread import dice
from jenjang.demo.dealings import on_day

ACKNOWLEDGED = text(f"""
    UPDATE appraisals a SET state = 'ACKNOWLEDGED', read_at = a.published_at + interval '2 days',
           acknowledged_at = a.published_at + interval '3 days', version = a.version + 1
      FROM employees e
     WHERE a.tenant_id = :tenant AND a.cycle_id = :cycle AND a.state = 'PUBLISHED'
       AND e.tenant_id = :tenant AND e.id = a.employee_id AND {dice("e.number", "'acknowledged'")} < 94
""")


async def remember(context: Context, year: int, best: tuple[str, ...] = ()) -> int:
    """Appraise everybody for a year that is over; how many results were published. `best`: by number."""
    await expect(context, year)
    opened = on_day(context, datetime.date(year + 1, 1, 5))
    cycle = await open_cycle(opened, OpenCycle(kind=CycleKind.ANNUAL, year=year, number=1))
    await set_predicates(opened, cycle)
    await rate(opened, cycle, share=100, best=best)
    closed = on_day(context, datetime.date(year + 1, 1, 22))
    # Whom nobody could evaluate, as nobody leads above them.
    missed = (await people_in(closed, cycle)).get(AppraisalState.OPEN)
    await close_cycle(closed, CloseCycle(cycle_id=cycle.id, missed=missed, expected_version=cycle.version))
    while (progress := await close_batch(closed, cycle.id)) and not progress.done:
        continue
    await context.session.execute(ACKNOWLEDGED, {"tenant": context.tenant, "cycle": cycle.id})
    return progress.closed_so_far if progress else 0
