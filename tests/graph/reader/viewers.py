"""Whoever may ask in the world of these tests: every role, in both governments, and narrowed tokens."""

from graph.reader.world import ACTING, ALONE, HERE, LEADER, SANCTIONED, THERE, key, led, person

from jenjang.core.permission import Role, Viewer
from jenjang.identity.permissions import grants


def viewer(
    *roles: Role, who: int | None = None, tenant: str = HERE, client: str = "browser", scopes: str = ""
) -> Viewer:
    units = led(who) if who is not None and Role.LEADER in roles else ()
    held = grants(roles, frozenset(scopes.split()))
    me = person(who) if who is not None else None
    return Viewer(tenant, key("account", who), roles, held, me, client, units)


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
    "reader of files only": viewer(Role.STAFF, who=4, scopes="employee:read"),
}
