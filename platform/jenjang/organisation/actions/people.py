"""People: hire, renumber, and record schooling and sanctions."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.database.engine import new_id
from jenjang.database.model import sealed_row
from jenjang.organisation.actions.employees import check_in_service, employee_to_change, save
from jenjang.organisation.actions.history import end, running
from jenjang.organisation.actions.law import number_rule, rank, transitions_on
from jenjang.organisation.models import (
    Education,
    Employee,
    EmployeeNumber,
    RankHolding,
    Sanction,
    ServicePeriod,
)
from jenjang.organisation.rules.life import first_state
from jenjang.organisation.rules.number import CivilServiceNumber, check_bearer, parse_number
from jenjang.organisation.rules.person import NumberTaken, SiasnIdTaken, graduation, named, nik
from jenjang.organisation.rules.rank import check_bearer_of_rank
from jenjang.organisation.rules.span import check_not_ahead, span
from jenjang.organisation.terms import EmployeeKind, Severity, Sex
from jenjang.reference.models import EducationLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Hire:
    """Whom to take into service: the profile, the number, the first rank."""

    number: str
    kind: EmployeeKind
    name: str
    sex: Sex
    birth_date: date
    appointed_on: date
    rank: str | None = None
    decree_number: str | None = None
    siasn_id: str | None = None
    front_title: str | None = None
    back_title: str | None = None
    birth_place: str | None = None
    nik: str | None = None
    phone: str | None = None
    email: str | None = None
    work_email: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNumber:
    """Which number somebody bears from a date on."""

    employee_id: UUID
    number: str
    on: date
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEducation:
    """Which school somebody finished."""

    employee_id: UUID
    level: str
    graduated_in: int
    programme: str | None = None
    school: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSanction:
    """Which disciplinary sanction somebody was given, and how long it is in force."""

    employee_id: UUID
    severity: Severity
    kind: str
    on: date
    until: date | None = None
    decree_number: str | None = None
    expected_version: int | None = None


async def hire_employee(context: Context, hire: Hire) -> Employee:
    """Take somebody into service: as candidate (PNS) or by contract (PPPK)."""
    check_not_ahead(hire.appointed_on, context.today, "appointedOn")
    number = parse_number(hire.number, await number_rule(context), context.today)
    check_bearer(number, hire.kind, hire.birth_date, hire.sex)
    first_rank = await rank(context, hire.rank, "rank")
    if first_rank:
        check_bearer_of_rank(first_rank, hire.kind)
    state = first_state(hire.kind, await transitions_on(context, hire.appointed_on))
    profile = {key: value for key, value in asdict(hire).items() if key not in ("rank", "decree_number")}
    checked = {"number": number.digits, "name": named(hire.name), "nik": nik(hire.nik), "state": state}
    employee = await _kept(context, profile | checked)
    begun = {"employee_id": employee.id, "valid_from": hire.appointed_on}
    await _give(context, employee, number, hire.appointed_on)
    context.session.add(ServicePeriod(state=state, decree_number=hire.decree_number, **begun))
    if first_rank:
        context.session.add(RankHolding(rank=first_rank.code, decree_number=hire.decree_number, **begun))
    await context.session.flush()
    return employee


async def _kept(context: Context, profile: dict[str, object]) -> Employee:
    """The new employee. Whoever else takes the same number at the same time is waited for."""
    number, siasn_id = str(profile["number"]), profile["siasn_id"]
    await _check_number_free(context, number)
    employee_id = await new_id(context.session)
    row = sealed_row(context.seals, Employee, {"id": employee_id, **profile})
    new = insert(Employee).values(row).on_conflict_do_nothing().returning(Employee)
    if employee := await context.session.scalar(new):
        return employee
    taken = select(Employee.id).where(Employee.siasn_id == siasn_id)
    if siasn_id and await context.session.scalar(taken):
        raise SiasnIdTaken("siasnId", siasn_id=siasn_id)
    raise NumberTaken("number", number=number)


async def _give(context: Context, employee: Employee, number: CivilServiceNumber, on: date) -> None:
    """Keep that somebody bears a number. Whoever else takes it at the same time is waited for."""
    borne = {"employee_id": employee.id, "number": number.digits, "kind": number.kind, "valid_from": on}
    free = insert(EmployeeNumber).on_conflict_do_nothing(index_elements=["tenant_id", "number"])
    if not await context.session.scalar(free.values(borne).returning(EmployeeNumber.id)):
        raise NumberTaken("number", number=number.digits)


async def _check_number_free(context: Context, number: str) -> None:
    bearers = select(EmployeeNumber.id).where(EmployeeNumber.number == number)
    holders = select(Employee.id).where(Employee.number == number)
    if await context.session.scalar(bearers.union_all(holders).limit(1)):
        raise NumberTaken("number", number=number)


async def change_number(context: Context, change: ChangeNumber) -> Employee:
    """Give somebody another number, as a new contract elsewhere brings; the old one stays on record."""
    employee = await employee_to_change(context, change.employee_id, change.expected_version)
    check_not_ahead(change.on, context.today)
    await check_in_service(context, employee.id, change.on)
    number = parse_number(change.number, await number_rule(context), context.today)
    check_bearer(number, EmployeeKind(employee.kind), employee.birth_date, Sex(employee.sex))
    await _check_number_free(context, number.digits)
    borne = await running(
        context.session, EmployeeNumber, change.on, EmployeeNumber.employee_id == employee.id
    )
    await end(context, [borne] if borne else [], change.on)
    await _give(context, employee, number, change.on)
    employee.number = number.digits
    await save(context, employee)
    return employee


async def record_education(context: Context, record: RecordEducation) -> Education:
    """Put a finished school on somebody's record."""
    employee = await employee_to_change(context, record.employee_id, record.expected_version)
    if not await context.session.get(EducationLevel, record.level):
        raise NotFound("level")
    education = Education(
        employee_id=employee.id,
        level=record.level,
        programme=record.programme,
        school=record.school,
        graduated_in=graduation(record.graduated_in, employee.birth_date, context.today),
    )
    context.session.add(education)
    await save(context, employee)
    return education


async def record_sanction(context: Context, record: RecordSanction) -> Sanction:
    """Put a disciplinary sanction on somebody's record, in force for a time."""
    employee = await employee_to_change(context, record.employee_id, record.expected_version)
    time = span(record.on, record.until)
    await check_in_service(context, employee.id, record.on)
    sanction = Sanction(
        employee_id=employee.id,
        severity=record.severity,
        kind=named(record.kind, "kind"),
        decree_number=record.decree_number,
        valid_from=time.begins,
        valid_to=time.ends,
    )
    context.session.add(sanction)
    await save(context, employee)
    return sanction
