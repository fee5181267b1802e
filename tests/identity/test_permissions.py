"""The one table of permissions: complete, printed, merged and narrowed."""

import re
from uuid import UUID

import pytest

from jenjang.core.permission import Reach, Role, Viewer
from jenjang.core.settings import HOUSE
from jenjang.identity.giving import GivesMoreThanHeld, check_may_give
from jenjang.identity.permissions import CHANGES, IN_UNITS, MEANINGS, ROLES, TABLE, Holding, grants
from jenjang.identity.permissions_page import as_markdown
from jenjang.schema import schema

OWN, UNIT, TENANT = ({reach} for reach in Reach)
PERSONAL = {"employee:read", "employee:private", "employee:discipline"}
OWN_ACCOUNT = {"account:read": OWN, "security:read": OWN}
ESTABLISHMENT = {
    "unit:read": TENANT,
    "position:read": TENANT,
    "reference:read": TENANT,
    "tenant:read": TENANT,
    "policy:read": TENANT,
    "course:read": TENANT,
    "partnership:read": TENANT,
}
OWN_APPRAISAL = dict.fromkeys(
    ("appraisal:read", "appraisal:private", "appraisal:take_part", "calibration:read", "feedback:read"), OWN
)


def held(*roles: Role | Holding, scopes: tuple[str, ...] = ()) -> dict[str, set[Reach]]:
    holdings = tuple(one if isinstance(one, Holding) else Holding(one) for one in roles)
    found = grants(holdings, frozenset(scopes))
    return {permission: {one.reach for one in within} for permission, within in found.items()}


def test_the_printed_table_is_the_one_in_force() -> None:
    assert (HOUSE / "docs" / "permissions.md").read_text("utf-8") == as_markdown()


def test_each_permission_says_what_it_is_about_for_every_role() -> None:
    assert TABLE.keys() == MEANINGS.keys()
    assert set(ROLES) == set(Role)
    assert {len(row) for row in TABLE.values()} == {len(ROLES)}


def test_every_permission_that_the_contract_names_is_in_the_table() -> None:
    named = set(re.findall(r'@needs\(permission: "([^"]*)"\)', schema.as_str()))
    assert named
    assert named <= TABLE.keys()


def test_staff_see_their_own_file_and_the_whole_establishment() -> None:
    assert held(Role.STAFF) == {
        **dict.fromkeys(PERSONAL, OWN),
        **ESTABLISHMENT,
        **OWN_ACCOUNT,
        **OWN_APPRAISAL,
        "competence:read": OWN,
        "career:read": OWN,
        "career:plan": OWN,
        **dict.fromkeys(("aspiration:read", "aspiration:confided", "aspiration:state"), OWN),
        "training:read": OWN,
        "training:take_part": OWN,
        "viewer:read": OWN,
    }


def test_a_leader_sees_the_units_people_but_not_their_private_data() -> None:
    leader = held(Role.STAFF, Role.LEADER)
    assert leader["employee:read"] == leader["employee:discipline"] == OWN | UNIT
    assert leader["employee:private"] == OWN
    assert CHANGES & leader.keys() == {"role:delegate", "appraisal:evaluate", "competence:assess"}
    assert leader["appraisal:evaluate"] == UNIT
    assert leader["appraisal:take_part"] == OWN


def test_a_regional_admin_may_everything_in_the_government() -> None:
    admin = held(Role.STAFF, Role.REGIONAL_ADMIN)
    assert admin.keys() == TABLE.keys() - {"role:delegate"}  # Only who leads a unit lets others act there.
    assert {permission for permission, reach in admin.items() if reach != TENANT} == {
        "viewer:read",
        "appraisal:take_part",
        "career:plan",
        "aspiration:confided",
        "aspiration:state",
        "training:take_part",
    }


def test_a_provincial_admin_never_sees_a_person() -> None:
    assert held(Role.PROVINCIAL_ADMIN) == {
        "reference:read": TENANT,
        "tenant:read": TENANT,
        "viewer:read": OWN,
    }


def test_a_program_reads_writes_and_imports_but_sees_nothing_private() -> None:
    program = held(Role.INTEGRATION_CLIENT)
    assert program.keys() == {
        *ESTABLISHMENT,
        "employee:read",
        "employee:write",
        "unit:write",
        "position:write",
        "import:run",
        "viewer:read",
    }


def test_who_acts_for_a_leader_sees_what_the_leader_sees_but_private_words_and_lets_nobody_act() -> None:
    acting = held(Role.STAFF, Holding(Role.ACTING_LEADER, in_units=True))
    leader = held(Role.STAFF, Role.LEADER)
    assert acting == {
        permission: reach for permission, reach in leader.items() if permission != "role:delegate"
    } | dict.fromkeys(("appraisal:private", "aspiration:read", "aspiration:confided"), OWN)


def test_an_auditor_reads_all_but_private_data_and_changes_nothing() -> None:
    auditor = held(Role.STAFF, Role.AUDITOR)
    reading = {"employee:read", "employee:discipline", "account:read", "application:read", "security:read"}
    reading |= {"appraisal:read", "calibration:read", "competence:read", "career:read"}
    reading |= {"training:read", "budget:read"}
    assert {permission for permission, reach in auditor.items() if reach == TENANT} == {
        *reading,
        "audit:read",
        *ESTABLISHMENT,
    }
    assert auditor["employee:private"] == OWN
    assert not CHANGES & auditor.keys()


@pytest.mark.parametrize(
    "role", [Role.TRAINING_MANAGER, Role.TALENT_COMMITTEE, Role.REGIONAL_ADMIN, Role.AUDITOR]
)
def test_a_role_in_some_units_holds_nothing_else_over_the_whole_government(role: Role) -> None:
    within, everywhere = held(Holding(role, in_units=True)), held(role)
    assert within.keys() <= everywhere.keys()
    for permission, reach in within.items():
        assert reach == ({IN_UNITS[permission]} if everywhere[permission] == TENANT else OWN)
    assert {permission for permission, reach in within.items() if reach == TENANT} == ESTABLISHMENT.keys()


@pytest.mark.parametrize("role", Role)
def test_who_may_approve_only_changes_nothing(role: Role) -> None:
    assert held(Holding(role, approve_only=True)) == {
        permission: reach for permission, reach in held(role).items() if permission not in CHANGES
    }


def test_the_approving_admin_lets_in_and_turns_away() -> None:
    assert held(Holding(Role.REGIONAL_ADMIN, approve_only=True))["account:approve"] == TENANT


def test_units_are_kept_apart_by_the_role_for_which_they_were_given() -> None:
    found = grants((Holding(Role.LEADER), Holding(Role.TRAINING_MANAGER, in_units=True)), frozenset())
    assert {one.area for one in found["employee:read"]} == {"LEADER", "TRAINING_MANAGER"}
    assert {one.area for one in found["employee:discipline"] if one.reach is Reach.UNIT} == {"LEADER"}


def test_only_who_holds_the_role_gains_by_naming_a_permission() -> None:
    assert held(Role.INTEGRATION_CLIENT, scopes=("employee:private",)) == {
        "employee:private": TENANT,
        "viewer:read": OWN,
    }
    assert held(Role.STAFF, scopes=("employee:private",))["employee:private"] == OWN


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scopes", [("openid", "profile"), (), ("employee:reed",), tuple(TABLE)])
def test_scopes_never_give_a_role_more_than_its_row(role: Role, scopes: tuple[str, ...]) -> None:
    narrowed = held(role, scopes=scopes)
    for permission, reach in narrowed.items():
        assert reach <= {TABLE[permission][ROLES.index(role)]}


def test_a_misspelt_scope_narrows_to_nothing() -> None:
    assert held(Role.REGIONAL_ADMIN, scopes=("employee:reed",)).keys() == {"viewer:read"}


def test_scopes_without_a_colon_narrow_nothing() -> None:
    assert held(Role.STAFF, scopes=("openid", "offline_access")) == held(Role.STAFF)


def test_nobody_is_allowed_nothing_at_all() -> None:
    assert held() == {}


@pytest.mark.parametrize(("units", "gives"), [((), False), ((UUID(int=1),), True), ((UUID(int=2),), False)])
def test_a_role_in_units_is_given_where_all_of_them_are_held(units: tuple[UUID, ...], gives: bool) -> None:
    """A unit that doesn't stand today holds nothing today: that isn't within anybody's reach."""
    leader = Holding(Role.LEADER)
    held = grants((Holding(Role.STAFF), leader), frozenset())
    viewer = Viewer("surakarta", UUID(int=9), (Role.LEADER,), held, units={leader.area: (UUID(int=1),)})
    given = Holding(Role.ACTING_LEADER, in_units=True)
    if gives:
        check_may_give(viewer, given, units)
    else:
        with pytest.raises(GivesMoreThanHeld):
            check_may_give(viewer, given, units)
