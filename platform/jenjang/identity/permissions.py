"""What each role may do, and how far: the one table, as docs/permissions.md prints it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from jenjang.core.permission import EVERYWHERE, NOWHERE, Grants, Reach, Role, Within

OWN, UNIT, TENANT, NONE = Reach.OWN, Reach.UNIT, Reach.TENANT, None
ROLES = tuple(Role)

# fmt: off
TABLE: Mapping[str, tuple[Reach | None, ...]] = {
    #                       STAFF   LEADER  ACTING  MENTOR  TRAINING TALENT  REGION  AUDITOR CLIENT  PROVINCE
    "employee:read":       (OWN,    UNIT,   UNIT,   OWN,    TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "employee:private":    (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    TENANT, OWN,    TENANT, NONE),
    "employee:discipline": (OWN,    UNIT,   UNIT,   OWN,    OWN,     TENANT, TENANT, TENANT, TENANT, NONE),
    "employee:write":      (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   TENANT, NONE),
    "unit:read":           (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "unit:write":          (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   TENANT, NONE),
    "position:read":       (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "position:write":      (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   TENANT, NONE),
    "leader:appoint":      (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "import:run":          (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   TENANT, NONE),
    "account:read":        (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    TENANT, TENANT, NONE,   NONE),
    "account:write":       (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "account:approve":     (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "role:grant":          (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "role:delegate":       (NONE,   UNIT,   NONE,   NONE,   NONE,    NONE,   NONE,   NONE,   NONE,   NONE),
    "application:read":    (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, TENANT, NONE,   NONE),
    "application:write":   (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "security:read":       (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    TENANT, TENANT, NONE,   NONE),
    "audit:read":          (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, TENANT, NONE,   NONE),
    "appraisal:read":      (OWN,    UNIT,   UNIT,   OWN,    OWN,     TENANT, TENANT, TENANT, TENANT, NONE),
    "appraisal:private":   (OWN,    UNIT,   OWN,    OWN,    OWN,     OWN,    TENANT, OWN,    NONE,   NONE),
    "appraisal:take_part": (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    NONE,   NONE),
    "appraisal:evaluate":  (NONE,   UNIT,   UNIT,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "appraisal:manage":    (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "calibration:read":    (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    TENANT, TENANT, NONE,   NONE),
    "feedback:read":       (OWN,    UNIT,   UNIT,   OWN,    OWN,     OWN,    TENANT, OWN,    NONE,   NONE),
    "policy:read":         (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "policy:propose":      (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "policy:publish":      (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "competence:read":     (OWN,    UNIT,   UNIT,   OWN,    TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "competence:assess":   (NONE,   UNIT,   UNIT,   NONE,   TENANT,  NONE,   TENANT, NONE,   NONE,   NONE),
    "competence:manage":   (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "career:read":         (OWN,    UNIT,   UNIT,   OWN,    OWN,     TENANT, TENANT, TENANT, TENANT, NONE),
    "career:plan":         (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    NONE,   NONE),
    "career:approve":      (NONE,   UNIT,   UNIT,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "career:manage":       (NONE,   NONE,   NONE,   NONE,   NONE,    NONE,   TENANT, NONE,   NONE,   NONE),
    "aspiration:read":     (OWN,    UNIT,   OWN,    OWN,    OWN,     TENANT, TENANT, OWN,    NONE,   NONE),
    "aspiration:confided": (OWN,    UNIT,   OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    NONE,   NONE),
    "aspiration:state":    (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    NONE,   NONE),
    "course:read":         (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "training:read":       (OWN,    UNIT,   UNIT,   OWN,    TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "training:take_part":  (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    NONE,   NONE),
    "training:approve":    (NONE,   UNIT,   UNIT,   NONE,   TENANT,  NONE,   TENANT, NONE,   NONE,   NONE),
    "training:manage":     (NONE,   NONE,   NONE,   NONE,   TENANT,  NONE,   TENANT, NONE,   NONE,   NONE),
    "partnership:read":    (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, NONE),
    "partnership:contact": (NONE,   NONE,   NONE,   NONE,   TENANT,  NONE,   TENANT, NONE,   NONE,   NONE),
    "partnership:manage":  (NONE,   NONE,   NONE,   NONE,   TENANT,  NONE,   TENANT, NONE,   NONE,   NONE),
    "budget:read":         (NONE,   UNIT,   UNIT,   NONE,   TENANT,  NONE,   TENANT, TENANT, NONE,   NONE),
    "reference:read":      (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, TENANT),
    "tenant:read":         (TENANT, TENANT, TENANT, TENANT, TENANT,  TENANT, TENANT, TENANT, TENANT, TENANT),
    "viewer:read":         (OWN,    OWN,    OWN,    OWN,    OWN,     OWN,    OWN,    OWN,    OWN,    OWN),
}
# fmt: on

ONLY_IF_NAMED = frozenset(
    {
        (Role.INTEGRATION_CLIENT, "employee:private"),
        (Role.INTEGRATION_CLIENT, "employee:discipline"),
        (Role.INTEGRATION_CLIENT, "appraisal:read"),
        (Role.INTEGRATION_CLIENT, "competence:read"),
        (Role.INTEGRATION_CLIENT, "career:read"),
        (Role.INTEGRATION_CLIENT, "training:read"),
    }
)
"""What a role holds only under a token whose scopes name the permission."""

IN_UNITS: Mapping[str, Reach] = {
    "employee:read": UNIT,
    "employee:private": UNIT,
    "employee:discipline": UNIT,
    "unit:read": TENANT,
    "position:read": TENANT,
    "appraisal:read": UNIT,
    "appraisal:private": UNIT,
    "appraisal:evaluate": UNIT,
    "appraisal:manage": UNIT,
    "calibration:read": UNIT,
    "feedback:read": UNIT,
    "policy:read": TENANT,
    "competence:read": UNIT,
    "competence:assess": UNIT,
    "career:read": UNIT,
    "career:approve": UNIT,
    "aspiration:read": UNIT,
    "course:read": TENANT,
    "partnership:read": TENANT,
    "training:read": UNIT,
    "training:approve": UNIT,
    "budget:read": UNIT,
    "reference:read": TENANT,
    "tenant:read": TENANT,
}
"""What is left of a permission over the whole government in a role that is given for some units only.

What isn't named here isn't held then: no deed asks yet in which unit it is done.
"""

CHANGES = frozenset(
    {
        "employee:write",
        "unit:write",
        "position:write",
        "leader:appoint",
        "import:run",
        "account:write",
        "role:grant",
        "role:delegate",
        "application:write",
        "appraisal:evaluate",
        "appraisal:manage",
        "policy:propose",
        "competence:assess",
        "competence:manage",
        "career:manage",
        "training:manage",
        "partnership:manage",
    }
)
"""What a role that is given to approve only doesn't hold: it reads, and says yes or no."""

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
    "account:read": "accounts, and the roles they were given: by whom, why, from when to when",
    "account:write": "disable accounts and enable them again",
    "account:approve": "let in, or turn away, whoever came for the first time and waits",
    "role:grant": "give roles and end them; nobody gives what they don't hold",
    "role:delegate": "let a colleague act as leader of one's unit until a day",
    "application:read": "the registered applications",
    "application:write": "register applications, give them new secrets, revoke them",
    "security:read": "what happened to accounts, applications and keys: logins, failures, roles, revocations",
    "audit:read": "the chain of all that was done: by whom, to what, why, by which rules",
    "appraisal:read": "expectations (SKP), appraisals and what was published of them; objections; credit",
    "appraisal:private": "what both sides say of an objection, and what counselling found",
    "appraisal:take_part": "what is for the own eyes only (notices, private notes, questions to rate);"
    " acknowledge, object, give feedback, confirm a talk",
    "appraisal:evaluate": "results before they are published; offer an SKP, evaluate, decide objections",
    "appraisal:manage": "open and close cycles, set predicates of units, calibrate, publish",
    "calibration:read": "calibrations: members, distribution, what changed and why",
    "feedback:read": "feedback, and the talks between people and their leaders",
    "policy:read": "cycles, the government's own settings of the rules, its holidays",
    "policy:propose": "propose settings of the rules within the law's bounds",
    "policy:publish": "publish what somebody else proposed",
    "competence:read": "the levels people were assessed at in competencies, and the gaps to their positions",
    "competence:assess": "assess people's competencies, and withdraw what was assessed wrongly",
    "competence:manage": "the government's own technical competencies, and what positions ask for",
    "career:read": "where somebody can go, and what it takes; career plans once submitted",
    "career:plan": "make the own career plan, and submit it",
    "career:approve": "approve career plans of others, or return them with a comment",
    "career:manage": "the government's own career paths",
    "aspiration:read": "what people wish for their careers, as far as each consents that it is known",
    "aspiration:confided": "of that, what people consent that their leader knows, and not the committee",
    "aspiration:state": "state what one wishes for the own career, and who may know; take it back",
    "course:read": "the catalogue of courses, and the events at which they are held",
    "training:read": "who enrolled, who waits and who attended; certificates and hours",
    "training:take_part": "enrol oneself and withdraw; keep the list of who attends as the trainer",
    "training:approve": "approve or decline that somebody goes to a training that costs something",
    "training:manage": "the catalogue, events, attendance, completion, budgets, raised caps of hours",
    "partnership:read": "partners, agreements and programmes; rooms and equipment",
    "partnership:contact": "the people by whom partners are reached: name, e-mail, telephone",
    "partnership:manage": "keep partners, agreements, rooms and equipment; evaluate programmes",
    "budget:read": "budgets for training: ceilings, what is promised, what was paid",
    "reference:read": "national code lists: ranks, echelons, levels, competencies, behaviours, regions",
    "tenant:read": "the government itself: its name, kind and region",
    "viewer:read": "who one is oneself: account, roles, permissions",
}

ALWAYS = "viewer:read"
"""Whatever a token's scopes, its bearer may ask whose it is."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A role as somebody holds it: everywhere or in some units, whole or to approve only."""

    role: Role
    in_units: bool = False
    approve_only: bool = False

    @property
    def area(self) -> str:
        """What the units are known by in which it is held."""
        return f"{self.role} approving" if self.approve_only else str(self.role)

    def reach(self, permission: str, *, named: bool) -> Reach | None:
        """How far it holds a permission; `named`: under a token whose scopes name it."""
        reach = TABLE[permission][ROLES.index(self.role)]
        if (self.role, permission) in ONLY_IF_NAMED and not named:
            return None
        if self.approve_only and permission in CHANGES:
            return None
        return IN_UNITS.get(permission) if self.in_units and reach is TENANT else reach


@lru_cache(maxsize=4096)
def grants(holdings: tuple[Holding, ...], scopes: frozenset[str]) -> Grants:
    """What the roles allow together, narrowed by a token's scopes.

    Scopes with a colon name permissions: when there is one, nothing else is held. Scopes without
    (`openid`, `profile`) say nothing about permissions and narrow nothing.
    """
    named = {scope for scope in scopes if ":" in scope}
    held = {
        permission: within
        for permission in TABLE
        if (not named or permission in named or permission == ALWAYS)
        and (within := _within(holdings, permission, named=permission in named))
    }
    return MappingProxyType(held)


def _within(holdings: Iterable[Holding], permission: str, *, named: bool) -> frozenset[Within]:
    """How far the roles together reach; the whole government includes every smaller reach."""
    held = [(holding, holding.reach(permission, named=named)) for holding in holdings]
    found = frozenset(
        Within(reach, holding.area if reach is UNIT else "") for holding, reach in held if reach
    )
    return EVERYWHERE if found & EVERYWHERE else found or NOWHERE
