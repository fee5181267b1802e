"""The workforce forecast, asked through the graph."""

from typing import Any

from factories.served import OURS, Served

from jenjang.core import clock
from jenjang.graph.scalars import encode_id

ASKED = """query ($id: ID!, $first: Int! = 20) {
  workforceForecast(unitId: $id, years: 2, by: LEVEL, first: $first) {
    groupCount
    together { group held years { year required retiring available gap } }
    groups { group held years { gap } }
  }
}"""


async def told(served: Served, by: str, unit: str, **more: object) -> Any:  # Any: JSON.
    key = encode_id("Unit", served.governments[OURS].units[unit])
    return (await served.ask(ASKED, {"id": key, **more}, subject=by)).json()


async def test_a_leader_reads_what_the_unit_comes_to_in_counts(served: Served) -> None:
    found = (await told(served, "chief", "bidang"))["data"]["workforceForecast"]
    year = clock.today("Asia/Jakarta").year
    same = {"required": 4, "retiring": 0, "available": 4, "gap": 0}
    assert found["together"] == {
        "group": "",
        "held": 4,
        "years": [{"year": year, **same}, {"year": year + 1, **same}],
    }
    assert found["groupCount"] == 3
    assert [one["group"] for one in found["groups"]] == ["ADMINISTRATOR", "AHLI_MUDA", "PELAKSANA"]
    few = (await told(served, "chief", "bidang", first=1))["data"]["workforceForecast"]
    assert [one["group"] for one in few["groups"]] == ["ADMINISTRATOR"]
    assert few["groupCount"] == 3


async def test_a_unit_out_of_reach_is_null_and_a_page_has_its_bounds(served: Served) -> None:
    assert (await told(served, "chief", "dinas"))["data"]["workforceForecast"] is None
    assert (await told(served, "staff", "bidang"))["data"]["workforceForecast"] is None
    refused = await told(served, "chief", "bidang", first=101)
    assert [one["extensions"]["code"] for one in refused["errors"]] == ["BAD_USER_INPUT"]
