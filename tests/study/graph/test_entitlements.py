"""A right that merit gave, claimed by its holder; who is shown it before and afterwards."""

from typing import Any

from factories.served import OURS, Served
from factories.study import an_entitlement

from jenjang.core import clock
from jenjang.database.engine import bound, engine

YEAR = clock.today("Asia/Jakarta").year - 1
RIGHTS = "{ studyEntitlements { nodes { id year predicate state claimedCourse version } } }"
CLAIM = """mutation ($input: StudyEntitlementClaimInput!) {
  studyEntitlementClaim(input: $input) {
    entitlement { state claimedCourse employee { name } } userErrors { code field }
  }
}"""


async def seen(served: Served, by: str) -> list[Any]:  # Any: JSON.
    nodes: list[Any] = (await served.data(RIGHTS, subject=by))["studyEntitlements"]["nodes"]
    return nodes


async def test_it_tells_of_the_result_until_it_is_claimed(served: Served, fresh_database: Any) -> None:
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        await an_entitlement(session, served.governments[OURS].people["staff"], YEAR)
    await app.dispose()
    for by, many in {"staff": 1, "chief": 1, "admin": 1, "colleague": 0, "stranger": 0}.items():
        assert len(await seen(served, by)) == many
    (right,) = await seen(served, "staff")
    assert (right["state"], right["predicate"], right["year"]) == ("OPEN", "VERY_GOOD", YEAR)
    given = {"entitlementId": right["id"], "expectedVersion": right["version"], "course": "Diklat Auditor"}
    done = (await served.data(CLAIM, {"input": given}, subject="staff"))["studyEntitlementClaim"]
    assert done == {
        "entitlement": {"state": "CLAIMED", "claimedCourse": "Diklat Auditor", "employee": {"name": "Staff"}},
        "userErrors": [],
    }
    again = (await served.data(CLAIM, {"input": given}, subject="staff"))["studyEntitlementClaim"]
    assert again["userErrors"] == [{"code": "ENTITLEMENT_CLAIMED", "field": ["input", "entitlementId"]}]
