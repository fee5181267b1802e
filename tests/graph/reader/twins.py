"""What SQL expressions of declarations mean, said a second time in Python: a twin for each of them.

An expression without its twin here fails the tests by name; one that says otherwise, by its answers.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from graph.reader import appraisal_twins as appraisal
from graph.reader import careers, studies
from graph.reader import competence_twins as competence
from graph.reader import partnership_twins as partnership
from graph.reader import training_evaluation_twins as training_evaluation
from graph.reader import training_twins as training
from graph.reader.rows import Row, Rows, stands

from jenjang.core.permission import Reach, Viewer
from jenjang.graph.declare import Subject
from jenjang.identity.graph.subjects import ACCOUNTS, GRANTS
from jenjang.organisation.graph.subjects import PEOPLE, UNITS
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.timeline import TITLES

ALSO = (
    "units",
    "unit_ancestry",
    "placements",
    "employee_numbers",
    "rank_holdings",
    "service_periods",
    "competency_levels",
    "training_cap_raises",
    "rule_sets",
)
"""Tables that only expressions name."""


def full_name(_: Rows, row: Row, __: date) -> str:
    before = [part for part in (row["front_title"], row["name"]) if part is not None]
    return " ".join(before) + (f", {row['back_title']}" if row["back_title"] is not None else "")


def incumbents(rows: Rows, row: Row, at: date) -> int:
    return len(rows.at("placements", "position_id", row["id"], at))


def vacancies(rows: Rows, row: Row, at: date) -> int:
    return int(row["seats"]) - incumbents(rows, row, at)


def unit_siasn_id(rows: Rows, row: Row, _: date) -> object:
    return rows.where("units", "id", row["unit_id"])[0]["siasn_id"]


def headcount(rows: Rows, row: Row, at: date) -> int:
    below = [step["unit_id"] for step in rows.at("unit_ancestry", "ancestor_id", row["unit_id"], at)]
    return sum(len(rows.at("placements", "unit_id", unit, at)) for unit in below)


def leader_name(rows: Rows, row: Row, _: date) -> object:
    return rows.where("employees", "id", row["employee_id"])[0]["name"]


def holder_name(rows: Rows, row: Row, _: date) -> object:
    for account in rows.where("accounts", "id", row["account_id"]):
        for person in rows.where("employees", "id", account["employee_id"]):
            return person["name"]
    return None


def message(_: Rows, row: Row, __: date) -> object:
    return json.loads(row["messages"])["en"]  # The language in which these tests ask.


def title(_: Rows, row: Row, __: date) -> object:
    return TITLES[row["title"]] if row["kind"] in ("SERVICE", "LEADERSHIP", "PERFORMANCE") else row["title"]


def is_public(_: Rows, row: Row, __: date) -> bool:
    return row["secret_hash"] is None


def by_itself(_: Rows, row: Row, __: date) -> bool:
    return row["account_id"] is not None


def entry_hash(_: Rows, row: Row, __: date) -> str:
    return str(row["hash"].hex())


def entry_before(_: Rows, row: Row, __: date) -> str:
    return str(row["previous"].hex())


LEAVES: dict[str, Callable[[Rows, Row, date], object]] = {
    "Application.byItself": by_itself,
    "Application.public": is_public,
    "AuditEntry.hash": entry_hash,
    "AuditEntry.previous": entry_before,
    "Employee.fullName": full_name,
    "ImportRefusal.message": message,
    "Leadership.leaderName": leader_name,
    "Position.incumbents": incumbents,
    "Position.vacancies": vacancies,
    "RoleGrant.holderName": holder_name,
    "TimelineEntry.title": title,
    "Unit.headcount": headcount,
    "Unit.siasnId": unit_siasn_id,
    **appraisal.LEAVES,
    **competence.LEAVES,
    **partnership.LEAVES,
    **training.LEAVES,
    **studies.LEAVES,
    **careers.LEAVES,
}

WHERES: dict[str, Callable[[Rows, Row, date], bool]] = {
    "Query.positions": stands,
    "Unit.positions": stands,
    "Unit.leaderships": stands,
    "Employee.leads": stands,
    **competence.WHERES,
    **careers.WHERES,
    **training.WHERES,
    **training_evaluation.WHERES,
}


def by_number(rows: Rows, number: str) -> list[Row]:
    """Whoever bears or bore a number."""
    return [
        person
        for borne in rows.where("employee_numbers", "number", number)
        for person in rows.where("employees", "id", borne["employee_id"])
    ]


def by_siasn_id(rows: Rows, siasn_id: str) -> list[Row]:
    return [
        version
        for unit in rows.where("units", "siasn_id", siasn_id)
        for version in rows.where("unit_versions", "unit_id", unit["id"])
    ]


LOOKUPS: dict[tuple[str, str], Callable[[Rows, str], list[Row]]] = {
    ("Query.employee", "nip"): by_number,
    ("Query.unit", "siasnId"): by_siasn_id,
}


def ancestors(rows: Rows, unit_id: UUID, at: date) -> list[object]:
    return [step["ancestor_id"] for step in rows.at("unit_ancestry", "unit_id", unit_id, at)]


def places(rows: Rows, row: Row, at: date) -> list[Row]:
    return rows.at("placements", "employee_id", row["id"], at)


def service(rows: Rows, row: Row, at: date) -> list[Row]:
    return rows.at("service_periods", "employee_id", row["id"], at)


def in_service(rows: Rows, row: Row, at: date) -> bool:
    return any(period["state"] in IN_SERVICE for period in service(rows, row, at))


COMPARED: dict[str, Callable[[Rows, Row, date], Sequence[object]]] = {
    "AuditEntryFilter.about": lambda _, row, __: row["about"],
    "UnitFilter.within": lambda rows, row, at: ancestors(rows, row["unit_id"], at),
    "EmployeeFilter.unit": lambda rows, row, at: [one["unit_id"] for one in places(rows, row, at)],
    "EmployeeFilter.within": lambda rows, row, at: [
        unit for one in places(rows, row, at) for unit in ancestors(rows, one["unit_id"], at)
    ],
    "EmployeeFilter.state": lambda rows, row, at: [one["state"] for one in service(rows, row, at)],
    "EmployeeFilter.rank": lambda rows, row, at: [
        held["rank"] for held in rows.at("rank_holdings", "employee_id", row["id"], at)
    ],
    "AppraisalFilter.within": lambda rows, row, at: ancestors(rows, row["unit_id"], at),
    **competence.COMPARED,
    **training.COMPARED,
    **careers.COMPARED,
}
"""A filter over what a row has any number of: it fits where one of these fits."""

COMPUTED: dict[str, Callable[[Rows, Row, date], object]] = {
    "AccountFilter.waiting": lambda _, row, __: row["admitted_at"] is None,
    "EmployeeFilter.inService": in_service,
    "PositionFilter.vacancies": vacancies,
    **appraisal.COMPUTED,
    **competence.COMPUTED,
    **partnership.COMPUTED,
}
"""A filter over what is computed of a row."""

GUARDS: dict[tuple[str, str], Callable[[Row], bool]] = {
    ("TimelineEntry", "employee:discipline"): lambda row: row["kind"] != "SANCTION",
    ("TimelineEntry", "appraisal:read"): lambda row: row["kind"] != "PERFORMANCE",
    ("TimelineEntry", "training:read"): lambda row: row["kind"] != "TRAINING",
    ("TimelineEntry", "competence:read"): lambda row: row["kind"] != "COMPETENCY",
    **appraisal.GUARDS,
    **careers.GUARDS,
    **studies.GUARDS,
}

KEPT = careers.KEPT
"""Of fields that tell what another permission keeps: the rows of which they don't."""

ORDERS = appraisal.ORDERS
"""Of lists that are in another order than that of a column."""
MINE = {
    **appraisal.MINE,
    **careers.MINE,
    **partnership.MINE,
    **studies.MINE,
    **training.MINE,
    **training_evaluation.MINE,
}
"""Fields whose value depends on who asks."""
SHOWN = {**appraisal.SHOWN, **careers.SHOWN, **training_evaluation.SHOWN}
"""Without which a row shows to nobody."""


Units = Sequence[UUID]
Covered = Callable[[Rows, Viewer, Reach, Units, date], set[object]]
"""Whom a reach short of the whole government covers; with the units in which the permission is held."""


def people_within(
    rows: Rows, viewer: Viewer, reach: Reach, units: Sequence[UUID], today: date
) -> set[object]:
    if reach is Reach.OWN:
        return {viewer.employee_id}
    return {
        placed["employee_id"] for unit in units for placed in rows.at("placements", "unit_id", unit, today)
    }


def units_within(_: Rows, __: Viewer, reach: Reach, units: Units, ___: date) -> set[object]:
    return set(units) if reach is Reach.UNIT else set()


def accounts_within(rows: Rows, viewer: Viewer, reach: Reach, _: Units, __: date) -> set[object]:
    own = rows.where("accounts", "employee_id", viewer.employee_id) if reach is Reach.OWN else []
    return {account["id"] for account in own}


def grants_within(rows: Rows, viewer: Viewer, reach: Reach, units: Units, today: date) -> set[object]:
    own = accounts_within(rows, viewer, reach, units, today)
    return {
        one["id"] for one in rows.all("role_grants") if own & {one["account_id"], one["given_by_account_id"]}
    }


SUBJECTS: dict[int, Covered] = {
    id(PEOPLE): people_within,
    id(UNITS): units_within,
    id(ACCOUNTS): accounts_within,
    id(GRANTS): grants_within,
    **appraisal.SUBJECTS,
    **training_evaluation.SUBJECTS,
}


THINGS: dict[int, Covered] = {**appraisal.THINGS}


def covered_by(subject: Subject) -> Covered:
    found: Covered = twin(SUBJECTS, id(subject), "A subject")
    return found


def things_of(subject: Subject) -> Covered:
    """The things that are covered of people who aren't."""
    if not subject.things:
        return lambda *_: set()
    found: Covered = twin(THINGS, id(subject), "What of a person a subject covers")
    return found


class NoTwin(Exception):
    """An expression stands in a declaration, and nothing here says what it means."""


def twin(table: Any, name: Any, what: str | None = None) -> Any:  # Any: one of the tables above.
    """The twin of an expression. Raises NoTwin."""
    if name not in table:
        raise NoTwin(f"{what or name} has SQL of its own: say in tests/graph/reader/twins.py what it means")
    return table[name]


def encoded(kind: str, key: object) -> str:
    """The global id of a node."""
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def decoded(text: str) -> tuple[str, UUID] | tuple[None, None]:
    """Type and key of a global id, if it is one."""
    try:
        kind, key = base64.b64decode(text, validate=True).decode().split(":", 1)
        return kind, UUID(key)
    except ValueError:
        return None, None
