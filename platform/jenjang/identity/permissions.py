"""What each role may do, and how far: the one table, as docs/permissions.md prints it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from jenjang.core.permission import NO_REACH, Grants, Reach, Role

OWN, UNIT, TENANT, NONE = Reach.OWN, Reach.UNIT, Reach.TENANT, None
ROLES = (
    Role.STAFF,
    Role.LEADER,
    Role.MENTOR,
    Role.REGIONAL_ADMIN,
    Role.INTEGRATION_CLIENT,
    Role.PROVINCIAL_ADMIN,
)

# fmt: off
TABLE: Mapping[str, tuple[Reach | None, ...]] = {
    #                       STAFF   LEADER  MENTOR  REGION  CLIENT  PROVINCE
    "employee:read":       (OWN,    UNIT,   OWN,    TENANT, TENANT, NONE),
    "employee:private":    (OWN,    OWN,    OWN,    TENANT, TENANT, NONE),
    "employee:discipline": (OWN,    UNIT,   OWN,    TENANT, TENANT, NONE),
    "employee:write":      (NONE,   NONE,   NONE,   TENANT, TENANT, NONE),
    "unit:read":           (TENANT, TENANT, TENANT, TENANT, TENANT, NONE),
    "unit:write":          (NONE,   NONE,   NONE,   TENANT, TENANT, NONE),
    "position:read":       (TENANT, TENANT, TENANT, TENANT, TENANT, NONE),
    "position:write":      (NONE,   NONE,   NONE,   TENANT, TENANT, NONE),
    "leader:appoint":      (NONE,   NONE,   NONE,   TENANT, NONE,   NONE),
    "import:run":          (NONE,   NONE,   NONE,   TENANT, TENANT, NONE),
    "reference:read":      (TENANT, TENANT, TENANT, TENANT, TENANT, TENANT),
    "tenant:read":         (TENANT, TENANT, TENANT, TENANT, TENANT, TENANT),
    "viewer:read":         (OWN,    OWN,    OWN,    OWN,    OWN,    OWN),
}
# fmt: on

ONLY_IF_NAMED = frozenset(
    {
        (Role.INTEGRATION_CLIENT, "employee:private"),
        (Role.INTEGRATION_CLIENT, "employee:discipline"),
    }
)
"""What a role holds only under a token whose scopes name the permission."""

MEANINGS: Mapping[str, str] = {
    "employee:read": "who somebody is, and the histories of rank, position, unit and education",
    "employee:private": "NIK, telephone, address, personal e-mail, date and place of birth",
    "employee:discipline": "disciplinary sanctions (hukuman disiplin)",
    "employee:write": "hire, place, transfer, change rank, end service",
    "unit:read": "the tree of units, on any date",
    "unit:write": "found, rename, move and close units",
    "position:read": "the establishment (formasi): positions, seats, vacancies",
    "position:write": "create, change and close positions",
    "leader:appoint": "appoint leaders of units and acting leaders (Plt., Plh.)",
    "import:run": "try, apply and undo imports of files",
    "reference:read": "national code lists: ranks, grades, echelons, levels, competencies, regions",
    "tenant:read": "the government itself: its name, kind and region",
    "viewer:read": "who one is oneself: account, roles, permissions",
}

ALWAYS = "viewer:read"
"""Whatever a token's scopes, its bearer may ask whose it is."""


@lru_cache(maxsize=4096)
def grants(roles: tuple[Role, ...], scopes: frozenset[str]) -> Grants:
    """What the roles allow together, narrowed by a token's scopes.

    Scopes with a colon name permissions: when there is one, nothing else is held. Scopes without
    (`openid`, `profile`) say nothing about permissions and narrow nothing.
    """
    named = {scope for scope in scopes if ":" in scope}
    held = {
        permission: reach
        for permission in TABLE
        if (not named or permission in named or permission == ALWAYS)
        and (reach := _reach(roles, permission, explicit=permission in named))
    }
    return MappingProxyType(held)


def _reach(roles: tuple[Role, ...], permission: str, *, explicit: bool) -> frozenset[Reach]:
    """How far the roles together reach; the whole government includes every smaller reach."""
    reaches = frozenset(
        reach
        for role, reach in zip(ROLES, TABLE[permission], strict=True)
        if role in roles and reach and (explicit or (role, permission) not in ONLY_IF_NAMED)
    )
    return frozenset({TENANT}) if TENANT in reaches else reaches or NO_REACH


def as_markdown() -> str:
    """The table for docs/permissions.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Who may do what"
    yield ""
    yield "Printed from `platform/jenjang/identity/permissions.py` by `jenjang permissions`; a test compares."
    yield ""
    yield "How far a permission goes: **own** one's own file, **unit** the people of the units one leads and"
    yield "of all below them, **tenant** the whole government, *if named* only under a token whose scopes"
    yield "name it. Somebody with several roles holds what any of them allows. A token's scopes only narrow:"
    yield f"once one of them names a permission, the token holds those named, `{ALWAYS}`, and nothing else."
    yield ""
    yield "A NIP is part of who somebody is (`employee:read`), and by law its first eight digits are the date"
    yield "of birth: `employee:private` guards that field, and can't keep the date from who sees the number."
    yield ""
    yield f"| permission | it is about | {' | '.join(role.lower().replace('_', ' ') for role in ROLES)} |"
    yield "|---|---|" + "---|" * len(ROLES)
    for permission in TABLE:
        cells = " | ".join(_cell(role, permission) for role in ROLES)
        yield f"| `{permission}` | {MEANINGS[permission]} | {cells} |"


def _cell(role: Role, permission: str) -> str:
    reach = TABLE[permission][ROLES.index(role)]
    if reach is None:
        return "–"
    return f"*{reach.lower()}, if named*" if (role, permission) in ONLY_IF_NAMED else reach.lower()
