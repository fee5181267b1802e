"""The one table of permissions: complete, printed, merged and narrowed."""

import re

import pytest

from jenjang.core.permission import Reach, Role
from jenjang.core.settings import HOUSE
from jenjang.identity.permissions import MEANINGS, ROLES, TABLE, as_markdown, grants
from jenjang.schema import schema

OWN, UNIT, TENANT = ({reach} for reach in Reach)
PERSONAL = {"employee:read", "employee:private", "employee:discipline"}
DEEDS = {"employee:write", "unit:write", "position:write", "leader:appoint", "import:run"}


def held(*roles: Role, scopes: tuple[str, ...] = ()) -> dict[str, set[Reach]]:
    return dict(grants(roles, frozenset(scopes)))


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
        "unit:read": TENANT,
        "position:read": TENANT,
        "reference:read": TENANT,
        "tenant:read": TENANT,
        "viewer:read": OWN,
    }


def test_a_leader_sees_the_units_people_but_not_their_private_data() -> None:
    leader = held(Role.STAFF, Role.LEADER)
    assert leader["employee:read"] == leader["employee:discipline"] == OWN | UNIT
    assert leader["employee:private"] == OWN
    assert not DEEDS & leader.keys()


def test_a_regional_admin_may_everything_in_the_government() -> None:
    admin = held(Role.STAFF, Role.REGIONAL_ADMIN)
    assert admin.keys() == TABLE.keys()
    assert {permission for permission, reach in admin.items() if reach != TENANT} == {"viewer:read"}


def test_a_provincial_admin_never_sees_a_person() -> None:
    assert held(Role.PROVINCIAL_ADMIN) == {
        "reference:read": TENANT,
        "tenant:read": TENANT,
        "viewer:read": OWN,
    }


def test_a_program_reads_writes_and_imports_but_sees_nothing_private() -> None:
    program = held(Role.INTEGRATION_CLIENT)
    assert program.keys() == TABLE.keys() - {"employee:private", "employee:discipline", "leader:appoint"}


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
