"""What a file's codes may be: national lists and rules, read once a file, found by code, SIASN id or name."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.rules.life import Transitions, transitions_of
from jenjang.organisation.rules.number import NumberRule
from jenjang.organisation.rules.placement import check_echelon
from jenjang.organisation.rules.rank import Rank, RankReasonUnknown
from jenjang.organisation.rules.retirement import retirement_age
from jenjang.organisation.terms import EmployeeKind, ServiceState
from jenjang.rules.shelf import Rule


class Row(NamedTuple):
    """An entry of a national list; what it belongs to is a rank's scheme, an eselon's level."""

    list: str
    code: str
    siasn_id: str | None
    name: str
    belongs_to: str
    position: int


LISTS = text(
    "SELECT 'rank' AS list, code, siasn_id, name, scheme AS belongs_to, position FROM ranks"
    " UNION ALL SELECT 'echelon', code, siasn_id, name, level, position FROM echelons"
    " UNION ALL SELECT 'level', code, siasn_id, name, kind, position FROM position_levels"
    " UNION ALL SELECT 'education', code, siasn_id, name, '', position FROM education_levels"
)


class RankUnknown(BadUserInput):
    """No golongan of a {kind} has the id or name {found}. Write SIASN's id (31) or the code (III/a)."""


class EducationLevelUnknown(BadUserInput):
    """No level of education has the id or name {found}. Write SIASN's id (40) or the code (S1)."""


class PositionLevelUnknown(BadUserInput):
    """No level of position has the code or name {found}. Known: {known}."""


class EchelonUnknown(BadUserInput):
    """No eselon has the id or code {found}. Write SIASN's id (32) or the code (III.b)."""


class LegalPositionUnknown(BadUserInput):
    """No kedudukan hukum has the id or name {found}. Known: {known}."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The lists and rules in force on the day of the import."""

    ranks: Mapping[tuple[str, str], Rank]
    rank_by_code: Mapping[str, Rank]
    educations: Mapping[str, str]
    levels: Mapping[str, str]
    echelons: Mapping[str, str]
    level_of_echelon: Mapping[str, str]
    legal_positions: Mapping[str, ServiceState]
    number_rule: NumberRule
    transitions: Transitions
    rank_span: Rule
    rank_reasons: frozenset[str]
    retirement_age: Rule

    def rank(self, found: str, kind: EmployeeKind) -> Rank:
        """The rank of that kind of civil servant. Raises RankUnknown."""
        try:
            return self.ranks[kind, found.casefold()]
        except KeyError:
            raise RankUnknown(kind=kind, found=found) from None

    def education(self, found: str) -> str:
        """The code of a level of education. Raises EducationLevelUnknown."""
        try:
            return self.educations[found.casefold()]
        except KeyError:
            raise EducationLevelUnknown(found=found) from None

    def level(self, found: str) -> str:
        """The code of a level of position. Raises PositionLevelUnknown."""
        try:
            return self.levels[found.casefold()]
        except KeyError:
            known = ", ".join(sorted(set(self.levels.values())))
            raise PositionLevelUnknown(found=found, known=known) from None

    def echelon(self, found: str, level: str) -> str:
        """The code of an eselon of that level. Raises EchelonUnknown, EchelonLevelDiffers."""
        try:
            code = self.echelons[found.casefold()]
        except KeyError:
            raise EchelonUnknown(found=found) from None
        check_echelon(level, self.level_of_echelon[code])
        return code

    def legal_position(self, found: str) -> ServiceState:
        """The state of service that a kedudukan hukum means. Raises LegalPositionUnknown."""
        try:
            return self.legal_positions[found.casefold()]
        except KeyError:
            known = ", ".join(name for name in self.legal_positions if not name.isdecimal())
            raise LegalPositionUnknown(found=found, known=known) from None

    def rank_reason(self, found: str) -> str:
        """The reason for a change of rank, as the rule set names it. Raises RankReasonUnknown."""
        reason = found.upper().replace(" ", "_")
        if reason not in self.rank_reasons:
            raise RankReasonUnknown(reason=found, known=", ".join(sorted(self.rank_reasons)))
        return reason

    def retires_at(self, level: str, position: str) -> tuple[int, str]:
        """The retirement age of a position in years, and the version of the rule that says so."""
        return retirement_age(self.retirement_age.body, level, position), cite(self.retirement_age)


async def codes_on(context: Context, on: date) -> Codes:
    """The lists, and the rules in force on that day. Raises NoRuleInForce."""
    rows = [Row(*row) for row in await context.session.execute(LISTS)]
    ranks = {
        row.code: Rank(row.code, EmployeeKind(row.belongs_to), row.position) for row in _of("rank", rows)
    }
    number = await in_force(context, "civil_service_number", on)
    transitions = await in_force(context, "service_transitions", on)
    change = await in_force(context, "rank_change", on)
    return Codes(
        ranks={
            (row.belongs_to, name): ranks[row.code] for row in _of("rank", rows) for name in _names_of(row)
        },
        rank_by_code=ranks,
        educations=_named("education", rows),
        levels=_named("level", rows),
        echelons=_named("echelon", rows),
        level_of_echelon={row.code: row.belongs_to for row in _of("echelon", rows)},
        legal_positions=legal_positions(),
        number_rule=NumberRule(**number.body),
        transitions=transitions_of(transitions.body),
        rank_reasons=frozenset(change.body["reasons"]),
        rank_span=await in_force(context, "rank_span", on),
        retirement_age=await in_force(context, "retirement_age", on),
    )


@cache
def legal_positions() -> Mapping[str, ServiceState]:
    """The state of service that each kedudukan hukum means, by its id and its name."""
    content = files("jenjang.organisation.imports") / "data" / "legal_positions.toml"
    rows = tomllib.loads(content.read_text("utf-8"))["rows"]
    names = {
        key.casefold(): row["state"] for row in rows for key in (row.get("siasn_id"), row["name"]) if key
    }
    return {name: ServiceState(state) for name, state in names.items()}


def _of(name: str, rows: Sequence[Row]) -> Iterable[Row]:
    return (row for row in rows if row.list == name)


def _named(name: str, rows: Sequence[Row]) -> dict[str, str]:
    return {key: row.code for row in _of(name, rows) for key in _names_of(row)}


def _names_of(row: Row) -> Iterable[str]:
    """What a file may call it: code, SIASN id or name, and a PPPK's golongan by its numeral alone."""
    given = (row.code, row.siasn_id, row.name, row.code.removeprefix("PPPK-"))
    return {name.casefold() for name in given if name}
