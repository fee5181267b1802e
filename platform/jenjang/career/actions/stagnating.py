"""Cases of careers that stand still: opened and closed by themselves, answered by who leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text, update

from jenjang.career.actions.law import stagnation_on
from jenjang.career.actions.plan_decisions import APPROVE
from jenjang.career.actions.standstill import COLUMNS, careers
from jenjang.career.rules.stagnation import Career, Judged, StagnationRule, judge
from jenjang.career.stagnation import StagnationCase
from jenjang.career.terms import StagnationAnswer, StagnationEnd
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden
from jenjang.core.months import months_later
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.reach import check_reaches
from jenjang.organisation.actions.superiors import SUPERIORS
from jenjang.organisation.actions.versions import check_version, own_person
from jenjang.organisation.terms import NoticeKind

NAMES = ("employee_id", "signs", *COLUMNS.values())
OPEN = text("""
    INSERT INTO stagnation_cases
           (employee_id, signs, moved_on, planned_on, trained_on, talked_on, opened_on, rule)
    SELECT new.employee_id, string_to_array(new.signs, ','), new.moved_on, new.planned_on, new.trained_on,
           new.talked_on, :today, :rule
      FROM unnest(CAST(:employee_id AS uuid[]), CAST(:signs AS text[]), CAST(:moved_on AS date[]),
                  CAST(:planned_on AS date[]), CAST(:trained_on AS date[]), CAST(:talked_on AS date[]))
           AS new (employee_id, signs, moved_on, planned_on, trained_on, talked_on)
        ON CONFLICT DO NOTHING
 RETURNING id
""")
"""However many there are in one statement; an array of arrays would want them of one length."""
LEADERS = text(f"""
    SELECT c.id, s.superior_employee_id
      FROM stagnation_cases c
      JOIN ({SUPERIORS.format(tenant=":tenant", on="CAST(:today AS date)")}) s
        ON s.employee_id = c.employee_id
     WHERE c.tenant_id = :tenant AND c.ended_on IS NULL AND c.answered_on IS NULL
       AND s.superior_employee_id IS NOT NULL
""")
"""Whom each case that waits for an answer is to be told to, by who leads today."""


class NotOnesOwnCase(Forbidden):
    """Nobody answers for the own career: who leads the person does."""


class CaseClosed(Conflict):
    """This case was closed on {on}."""


class CaseAnswered(Conflict):
    """This case was answered on {on}: it closes as signs of progress come back."""


class NoReasonForNothing(BadUserInput):
    """That nothing is needed takes a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase:
    """Which case one answers, and what was done."""

    case_id: UUID
    expected_version: int
    answer: StagnationAnswer
    comment: str | None = None


async def answer(context: Context, asked: AnswerCase) -> StagnationCase:
    """Say what was done for somebody whom one leads; the case stays open until signs come back.

    Raises NotAPerson, NotFound, NotOnesOwnCase, CaseClosed, CaseAnswered, NoReasonForNothing, Stale, NoText,
    TextTooLong.
    """
    me = own_person(context)
    comment = check_text(asked.comment, "comment") if asked.comment else None
    if asked.answer is StagnationAnswer.NONE_NEEDED and comment is None:
        raise NoReasonForNothing("comment")
    case = await context.get(StagnationCase, asked.case_id, lock=True, field="caseId")
    if case.employee_id == me:
        raise NotOnesOwnCase("caseId")
    await check_reaches(context, APPROVE, case.employee_id, "caseId")
    if case.ended_on:
        raise CaseClosed("caseId", on=case.ended_on)
    if case.answered_on:
        raise CaseAnswered("caseId", on=case.answered_on)
    check_version(case, asked.expected_version)
    case.answer, case.comment = asked.answer, comment
    case.answered_by_employee_id, case.answered_on = me, context.today
    case.version += 1
    await context.session.flush()
    return case


async def sweep(context: Context) -> int:
    """Close the cases of who moves on, open those of who stands still, tell who leads; how many are new.

    It may be done again at any time: what is open stays, and nobody is told twice of one case. What it did
    stands in `context.concerned`. Raises NoRuleInForce.
    """
    await one_at_a_time(context, "stagnation")
    rule, cited = await stagnation_on(context, context.today)
    waiting = await _open(context)
    new: list[dict[str, object]] = []
    ended: dict[StagnationEnd, list[UUID]] = {one: [] for one in StagnationEnd}
    for person, career in await careers(context):
        judged = judge(rule, career, context.today)
        case = waiting.get(person)
        ends = _end(context, rule, case, judged) if case else None
        if case and ends:
            ended[ends].append(case.id)
        if judged.stagnates and (case is None or ends):
            new.append(_case(person, career, judged))
    await _close(context, ended)
    if new:
        columns = {name: [row[name] for row in new] for name in NAMES}
        made = await context.session.scalars(OPEN, {**columns, "today": context.today, "rule": cited})
        for case_id in made:
            context.concern("StagnationCase", case_id)
    if context.concerned:
        context.cite(cited)
    await _tell_leaders(context)
    return len(new)


async def _open(context: Context) -> Mapping[UUID, StagnationCase]:
    found = select(StagnationCase).where(StagnationCase.ended_on.is_(None)).with_for_update()
    return {case.employee_id: case for case in await context.session.scalars(found)}


def _end(
    context: Context, rule: StagnationRule, case: StagnationCase, judged: Judged
) -> StagnationEnd | None:
    """Why a case is over; None: it isn't."""
    if judged.spared:
        return StagnationEnd.SPARED
    if not judged.stagnates:
        return StagnationEnd.PROGRESS
    again = case.answered_on and months_later(case.answered_on, rule.asked_again_after_months)
    return StagnationEnd.ASKED_AGAIN if again and again <= context.today else None


def _case(person: UUID, career: Career, judged: Judged) -> dict[str, object]:
    days = {name: career.last.get(sign) for sign, name in COLUMNS.items()}
    return {"employee_id": person, "signs": ",".join(judged.stale), **days}


async def _close(context: Context, ended: Mapping[StagnationEnd, list[UUID]]) -> None:
    of = StagnationCase
    for why, cases in ended.items():
        if cases:
            closed = {"ended_on": context.today, "ended_by": why, "version": of.version + 1}
            await context.session.execute(update(of).where(of.id.in_(cases)).values(closed))
        for case_id in cases:
            context.concern("StagnationCase", case_id)


async def _tell_leaders(context: Context) -> None:
    """Tell of each case that waits whoever is to answer: a new leader, too, once."""
    asked = {"tenant": context.tenant, "today": context.today}
    rows = (await context.session.execute(LEADERS, asked)).all()
    told = [(row.superior_employee_id, Ref("StagnationCase", row.id)) for row in rows]
    await tell_all(context, NoticeKind.CAREER_STAGNATES, told)
