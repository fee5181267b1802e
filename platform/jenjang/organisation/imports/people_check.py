"""One row of the employee file before the rules: what it says of somebody, as values of the house."""

from dataclasses import dataclass
from datetime import date

from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports.codes import Codes
from jenjang.organisation.imports.columns import CellEmpty, Trial
from jenjang.organisation.imports.known import Place, Places, unit_of
from jenjang.organisation.imports.people_columns import PersonRow
from jenjang.organisation.imports.plan import Values
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.rules.number import CivilServiceNumber, check_bearer, parse_number
from jenjang.organisation.rules.person import graduation, named
from jenjang.organisation.rules.placement import check_open
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.rules.span import Span, check_not_ahead
from jenjang.organisation.terms import EmployeeKind, ServiceState


class BeforeService(BadUserInput):
    """{on} lies before the service began, on {appointed}."""


@dataclass(frozen=True, slots=True)
class Laws:
    """What a row is judged by: lists and rules, the units and positions there are, the day."""

    codes: Codes
    places: Places
    today: date


@dataclass(frozen=True, slots=True)
class Draft:
    """What a sound row says of somebody. None: it says nothing of that."""

    number: CivilServiceNumber
    digits: str
    name: str
    state: ServiceState | None
    rank: Rank | None
    place: Place | None
    education: Values | None


def examine(trial: Trial[PersonRow], laws: Laws) -> Draft | None:
    """Ask every rule that needs the row alone; None when one of them refused it."""
    row = trial.line.value
    number = trial.of("number", parse_number, row.number, laws.codes.number_rule, laws.today)
    name = trial.of("name", named, row.name)
    _check_dates(trial, row, laws.today)
    if number is None or name is None:
        return None
    trial.of("number", check_bearer, number, number.kind, row.birth_date, row.sex)
    state = trial.of(row.told_state_at, _state, row, number.kind, laws.codes)
    rank = _rank(trial, row, number.kind, laws.codes)
    place = _place(trial, row, laws.places)
    education = _education(trial, row, laws)
    if not trial.sound:
        return None
    return Draft(number, number.digits, name, state, rank, place, education)


def _check_dates(trial: Trial[PersonRow], row: PersonRow, today: date) -> None:
    trial.of("appointed_on", check_not_ahead, row.appointed_on, today)
    for attribute in ("permanent_on", "ranked_on", "placed_on"):
        if on := getattr(row, attribute):
            trial.of(attribute, check_not_ahead, on, today)
            trial.of(attribute, check_in_service_by, on, row.appointed_on)
    if row.appointed_on <= row.birth_date:
        trial.refuse("appointed_on", BeforeService(on=row.appointed_on, appointed=row.birth_date))


def check_in_service_by(on: date, appointed: date) -> None:
    """Refuse a fact from before the service began."""
    if on < appointed:
        raise BeforeService(on=on, appointed=appointed)


def _state(row: PersonRow, kind: EmployeeKind, codes: Codes) -> ServiceState | None:
    """The state that kedudukan hukum and status (C: candidate) mean together. None: they tell none."""
    said = row.legal_position_id or row.legal_position
    state = codes.legal_position(said) if said else None
    candidate = kind is EmployeeKind.PNS and (row.status or "").upper() in ("C", "CPNS")
    return ServiceState.CANDIDATE if candidate and state in (None, ServiceState.ACTIVE) else state


def check_not_over(on: date, ended: date | None) -> None:
    """Refuse a fact from when the service was over, if it is."""
    if ended and on >= ended:
        raise NotInService(on=on)


def _rank(trial: Trial[PersonRow], row: PersonRow, kind: EmployeeKind, codes: Codes) -> Rank | None:
    said = row.rank_id or row.rank
    if not said:
        return None
    if row.ranked_on is None:
        trial.refuse("ranked_on", CellEmpty())
    return trial.of("rank_id" if row.rank_id else "rank", codes.rank, said, kind)


def _place(trial: Trial[PersonRow], row: PersonRow, places: Places) -> Place | None:
    if not (row.position_id or row.position):
        return None
    for attribute in ("unit", "placed_on"):
        if getattr(row, attribute) is None:
            trial.refuse(attribute, CellEmpty())
    if row.unit is None or row.placed_on is None:
        return None
    unit = trial.of("unit", unit_of, places.units, row.unit)
    place = (
        trial.of("position", places.place, unit, row.position_id, row.position, row.placed_on)
        if unit
        else None
    )
    if place:
        trial.of("placed_on", check_open, place.open, Span(row.placed_on, place.open.ends))
    return place


def _education(trial: Trial[PersonRow], row: PersonRow, laws: Laws) -> Values | None:
    said = row.education_id or row.education
    if not said:
        return None
    level = trial.of("education_id" if row.education_id else "education", laws.codes.education, said)
    if row.graduated_in is None:
        trial.refuse("graduated_in", CellEmpty())
        return None
    trial.of("graduated_in", graduation, row.graduated_in, row.birth_date, laws.today)
    return {
        "level": level,
        "programme": row.programme,
        "school": row.school,
        "graduated_in": row.graduated_in,
    }
