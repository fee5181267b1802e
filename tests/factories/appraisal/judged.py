"""Last month judged through the graph: what is asked, and how it is answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from factories.appraisal.judging import an_skp
from factories.appraisal.office import SEATS
from factories.served import OURS, Served

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id

TODAY = clock.today("Asia/Jakarta")
LAST_MONTH = TODAY.replace(day=1) - timedelta(1)
OPEN = """mutation($input: AppraisalCycleOpenInput!) { appraisalCycleOpen(input: $input) {
    cycle { id } userErrors { code } } }"""
PREDICATE = """mutation($input: CycleUnitSetPredicateInput!) { cycleUnitSetPredicate(input: $input) {
    userErrors { code } } }"""
APPRAISALS = """query($cycle: ID!) { appraisals(first: 100, filter: { cycle: { eq: $cycle } }) {
    nodes { id version employee { name } } } }"""
EVALUATE = """mutation($input: AppraisalEvaluateInput!) { appraisalEvaluate(input: $input) {
    evaluation { id predicate derivation rule byName } appraisal { id state version predicate }
    userErrors { code field message } } }"""
PUBLISH = """mutation($input: AppraisalPublishInput!) { appraisalPublish(input: $input) {
    published cycle { people evaluated } userErrors { code field } } }"""
OPEN_CALIBRATION = """mutation($input: CalibrationOpenInput!) { calibrationOpen(input: $input) {
    calibration { id version state counts { predicate before after } members { name } }
    deviation userErrors { code field } } }"""
CHANGE = """mutation($input: CalibrationChangeInput!) { calibrationChange(input: $input) {
    change { before after reason byName } deviation
    calibration { changes { employeeName before after } }
    userErrors { code field } } }"""
CLOSE = """mutation($input: CalibrationCloseInput!) { calibrationClose(input: $input) {
    calibration { state withinPattern deviation explanation counts { predicate before after } }
    userErrors { code field message } } }"""


@dataclass
class Judged:
    """A cycle of last month in a running application, in which everybody has an SKP."""

    served: Served
    cycle: str

    def person(self, name: str) -> str:
        return encode_id("Employee", self.served.governments[OURS].people[name])

    def unit(self, name: str) -> str:
        return encode_id("Unit", self.served.governments[OURS].units[name])

    async def appraisal(self, name: str) -> Any:  # Any: JSON.
        """Id and version of somebody's appraisal, as the admin sees it."""
        found = await self.served.data(APPRAISALS, {"cycle": self.cycle}, subject="admin")
        (one,) = [one for one in found["appraisals"]["nodes"] if one["employee"]["name"] == name.title()]
        return one

    async def do(self, document: str, asked: object, by: str) -> Any:  # Any: the payload as JSON.
        (payload,) = (await self.served.data(document, {"input": asked}, subject=by)).values()
        return payload

    async def evaluation(self, name: str, **more: object) -> dict[str, object]:
        """The input of an ordinary evaluation of somebody, but for what is said."""
        found = await self.appraisal(name)
        return {
            "appraisalId": found["id"],
            "expectedVersion": found["version"],
            "results": "AS_EXPECTED",
            "resultsReason": "Semua target tercapai",
            "behaviour": "AS_EXPECTED",
            "behaviourReason": "Santun kepada pemohon",
            "strengths": [{"statement": "Ramah", "behaviour": "BERORIENTASI_PELAYANAN"}],
            "improvements": [{"statement": "Menyimak lebih lama", "competency": "M.03"}],
            **more,
        }

    async def evaluate(
        self, name: str, by: str = "chief", **more: object
    ) -> Any:  # Any: the payload as JSON.
        return await self.do(EVALUATE, await self.evaluation(name, **more), by)

    async def publish(self, by: str = "admin") -> Any:  # Any: the payload as JSON.
        return await self.do(PUBLISH, {"cycleId": self.cycle}, by)

    async def set_predicate(self, unit: str, predicate: str) -> None:
        asked = {"cycleId": self.cycle, "unitId": self.unit(unit), "predicate": predicate, "basis": "Laporan"}
        assert (await self.do(PREDICATE, asked, "admin"))["userErrors"] == []

    async def calibrate(
        self, *members: str, unit: str = "bidang", by: str = "unit admin"
    ) -> Any:  # Any: the payload.
        """A calibration whose chair is the first of the members."""
        await self.set_predicate(unit, "GOOD")
        asked = {
            "cycleId": self.cycle,
            "unitId": self.unit(unit),
            "chairEmployeeId": self.person(members[0]),
            "memberEmployeeIds": [self.person(one) for one in members[1:]],
        }
        return await self.do(OPEN_CALIBRATION, asked, by)


async def last_month_of(served: Served) -> Judged:
    """Last month, with its cycle open."""
    settled = served.governments[OURS]
    app = engine(served.settings.database_url, connections=1)
    async with bound(app, OURS) as session:
        for name, seat in SEATS.items():
            places = (settled.people[name], settled.people["head"], settled.units[seat.unit])
            year = LAST_MONTH.year
            await an_skp(session, *places, year=year, applies_from=date(year, 1, 1))
    await app.dispose()
    asked = {"kind": "MONTHLY", "year": LAST_MONTH.year, "number": LAST_MONTH.month}
    opened = await served.data(OPEN, {"input": asked}, subject="admin")
    return Judged(served, opened["appraisalCycleOpen"]["cycle"]["id"])
