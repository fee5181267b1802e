"""Whoever may ask in the world of these tests: every role, in both governments, and narrowed tokens."""

from graph.reader.world import ACTING, ALONE, HERE, LEADER, SANCTIONED, THERE, below, key, led, person

from jenjang.core.permission import Role, Viewer
from jenjang.identity.permissions import Holding, grants


def viewer(
    *roles: Role | Holding,
    who: int | None = None,
    tenant: str = HERE,
    client: str = "browser",
    scopes: str = "",
    given_in: str | None = None,
) -> Viewer:
    """`given_in`: the unit for which those roles were given that are held in units."""
    holdings = tuple(one if isinstance(one, Holding) else Holding(one) for one in roles)
    units = {one.area: below(given_in) for one in holdings if one.in_units and given_in}
    if who is not None and Role.LEADER in roles:
        units[Role.LEADER] = led(who)
    held = grants(holdings, frozenset(scopes.split()))
    me = person(who) if who is not None else None
    named = tuple(one.role for one in holdings)
    return Viewer(tenant, key("account", who), named, held, me, client, units)


VIEWERS = {
    "staff": viewer(Role.STAFF, who=SANCTIONED),
    "staff without a place": viewer(Role.STAFF, who=ALONE),
    "leader": viewer(Role.STAFF, Role.LEADER, who=LEADER),
    "acting leader": viewer(Role.STAFF, Role.LEADER, who=ACTING),
    "mentor": viewer(Role.STAFF, Role.MENTOR, who=5),
    "admin": viewer(Role.STAFF, Role.REGIONAL_ADMIN, who=0),
    "client": viewer(Role.INTEGRATION_CLIENT, client="payroll"),
    "client of files": viewer(
        Role.INTEGRATION_CLIENT, client="siasn", scopes="employee:read employee:private unit:read"
    ),
    "staff who keep a client": viewer(Role.STAFF, Role.INTEGRATION_CLIENT, who=SANCTIONED, client="payroll"),
    "province": viewer(Role.PROVINCIAL_ADMIN, client="province"),
    "leader there": viewer(Role.STAFF, Role.LEADER, who=LEADER, tenant=THERE),
    "admin there": viewer(Role.STAFF, Role.REGIONAL_ADMIN, who=0, tenant=THERE),
    "auditor": viewer(Role.STAFF, Role.AUDITOR, who=5),
    "talent committee": viewer(Role.STAFF, Role.TALENT_COMMITTEE, who=6),
    "training manager": viewer(Role.STAFF, Role.TRAINING_MANAGER, who=SANCTIONED),
    "leader who manages the training of another unit": viewer(
        Role.STAFF, Role.LEADER, Holding(Role.TRAINING_MANAGER, in_units=True), who=ACTING, given_in="dinas"
    ),
    "whoever acts for a leader": viewer(
        Role.STAFF, Holding(Role.ACTING_LEADER, in_units=True), who=4, given_in="bidang"
    ),
    "admin of a unit who approves": viewer(
        Role.STAFF,
        Holding(Role.REGIONAL_ADMIN, in_units=True, approve_only=True),
        Holding(Role.REGIONAL_ADMIN, approve_only=True),
        who=20,
        given_in="dinas",
    ),
    "admin of a unit": viewer(
        Role.STAFF, Holding(Role.REGIONAL_ADMIN, in_units=True), who=20, given_in="dinas"
    ),
    "reader of careers and results only": viewer(
        Role.STAFF, Role.REGIONAL_ADMIN, who=0, scopes="career:read appraisal:read"
    ),
    "reader of files only": viewer(Role.STAFF, who=4, scopes="employee:read"),
}
