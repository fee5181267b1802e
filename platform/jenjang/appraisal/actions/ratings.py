"""Competency ratings by several raters: invite them, count an answer, publish what may be shown.

Who has the database learns who was invited and who has answered, and, of each kind of raters, the counts
of all answers so far. An answer has no row, no id and no time of its own: one statement counts it in the
rows of all nine competencies, another writes the invitations of all raters of that kind anew, so that
what stands in the tables was last written in one transaction whoever answered, in an order that doesn't
depend on it. What is left: comparing the counts before and after an answer (two backups between which
one rater answered, rows not yet vacuumed, or PostgreSQL's log for recovery) tells that one answer; where
all answered alike, the counts tell it of each. An API request never can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from jenjang.appraisal.actions.colleagues import Person, colleague
from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.actions.reach import EVALUATE, LATE, reaches_part
from jenjang.appraisal.actions.sight import check_sees
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.rating import CompetencyTally, RatingInvitation
from jenjang.appraisal.rules.raters import LedByTheRated, NotLed, RaterTwice, check_answer, check_enough
from jenjang.appraisal.rules.rating import LEVELS
from jenjang.appraisal.terms import AppraisalState, RaterRelation
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.permission import Reach
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.superiors import leaders_above
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.terms import NoticeKind
from jenjang.reference.models import Competency

NOT_PUBLISHED = frozenset({AppraisalState.OPEN, AppraisalState.EVALUATED})
FIELDS: Mapping[RaterRelation, str] = {RaterRelation.PEER: "peers", RaterRelation.UPWARD: "upward"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteRaters:
    """Whom to ask about somebody's competencies: colleagues, and people whom that person leads."""

    appraisal_id: UUID
    peers: tuple[Person, ...] = ()
    upward: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyLevel:
    """A competency and the level it is seen at, 1 to 5."""

    competency: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRating:
    """An answer to an invitation: a level for each competency, all at once."""

    invitation_id: UUID
    levels: tuple[CompetencyLevel, ...]


class RatingOver(Conflict):
    """The result is published, or no result will be: nobody rates for it any more."""


class RatedBefore(Conflict):
    """You have answered this: an answer is counted once, and nobody knows which one is yours."""


async def invite(context: Context, asked: InviteRaters) -> Appraisal:
    """Ask colleagues and people led; the person rated and the evaluator are asked by themselves.

    Of a kind nobody is invited, or as many as make it possible to show what they say. Those invited before
    stay invited. Raises NotAPerson, NotFound, NotTheEvaluator, RatingOver, RaterTwice, NotLed,
    LedByTheRated, TooFewRaters, TooManyRaters, NameOnePerson.
    """
    appraisal = await context.get(Appraisal, asked.appraisal_id, lock=True, field="appraisalId")
    await _check_invites(context, appraisal)
    before = await _invited(context, appraisal)
    new = {appraisal.employee_id: RaterRelation.SELF} if not before else {}
    if appraisal.evaluator_employee_id and appraisal.evaluator_employee_id not in before:
        new[appraisal.evaluator_employee_id] = RaterRelation.LEADER
    for relation, people in ((RaterRelation.PEER, asked.peers), (RaterRelation.UPWARD, asked.upward)):
        await _name(context, appraisal, relation, people, before, new)
    cycle = await context.get(AppraisalCycle, appraisal.cycle_id, field="appraisalId")
    everybody = [*before.values(), *new.values()]
    check_enough({one: everybody.count(one) for one in FIELDS}, cycle.fewest_raters)
    await _ask(context, appraisal, new)
    return appraisal


async def answer(context: Context, asked: AnswerRating) -> RatingInvitation:
    """Count an answer, once, until the result is published.

    Raises NotAPerson, NotFound, RatedBefore, RatingOver, and what `check_answer` raises.
    """
    me = own_person(context)
    invitation = await context.get(RatingInvitation, asked.invitation_id, field="invitationId")
    if invitation.rater_employee_id != me:
        raise NotFound("invitationId")
    # The appraisal is what publication and all answers of others wait for.
    appraisal = await context.get(Appraisal, invitation.appraisal_id, lock=True, field="invitationId")
    await context.session.refresh(invitation)
    if invitation.answered:
        raise RatedBefore("invitationId")
    if appraisal.state not in NOT_PUBLISHED:
        raise RatingOver("invitationId")
    rows = select(CompetencyTally.competency).where(
        CompetencyTally.appraisal_id == appraisal.id, CompetencyTally.relation == invitation.relation
    )
    codes = (await context.session.scalars(rows)).all()
    check_answer([(one.competency, one.level) for one in asked.levels], codes)
    await _count(context, invitation, {one.competency: one.level for one in asked.levels})
    return invitation


async def publish_scores(context: Context, appraisal_ids: Sequence[UUID]) -> int:
    """Publish what raters said of these appraisals, with the results; how many rows.

    Of colleagues and people led only where as many rated as the cycle asks for. What isn't published then
    never will be, and is deleted: nothing is kept that nobody may see.
    """
    asked = {"tenant": context.tenant, "ids": list(appraisal_ids), "now": context.now}
    published = await context.session.execute(PUBLISH, asked)
    await context.session.execute(FORGET, asked)
    return published.rowcount  # type: ignore[attr-defined,no-any-return]  # SQLAlchemy's Result hides it.


GIVEN = "(" + " + ".join(f"t.level_{level}" for level in LEVELS) + ")"
TOTAL = "(" + " + ".join(f"{level} * t.level_{level}" for level in LEVELS) + ")"
SQUARES = "(" + " + ".join(f"{level * level} * t.level_{level}" for level in LEVELS) + ")"
SEEN = ", ".join(f"CASE WHEN t.level_{level} > 0 THEN {level} END" for level in LEVELS)
PUBLISH = text(f"""
    UPDATE competency_tallies t
       SET raters = {GIVEN}, mean = round({TOTAL}::numeric / {GIVEN}, 2),
           deviation = round(sqrt(({GIVEN} * {SQUARES} - {TOTAL} * {TOTAL})::numeric) / {GIVEN}, 2),
           lowest = least({SEEN}), highest = greatest({SEEN}), published_at = :now
      FROM appraisals a
      JOIN appraisal_cycles y ON y.tenant_id = :tenant AND y.id = a.cycle_id
     WHERE t.tenant_id = :tenant AND t.appraisal_id = ANY(CAST(:ids AS uuid[])) AND t.published_at IS NULL
       AND a.tenant_id = :tenant AND a.id = t.appraisal_id AND {GIVEN} > 0
       AND (t.relation IN ('SELF', 'LEADER') OR {GIVEN} >= y.fewest_raters)
""")
"""As `rules/rating.py` computes a spread and judges what may be shown; a test holds one against the other.

Each table is read once, by its own key: where PostgreSQL knows nothing of the tables yet, such as just after
they were filled, it would go through all that was ever said in a government, and its appraisals for each.
"""
FORGET = text("""
    DELETE FROM competency_tallies
     WHERE tenant_id = :tenant AND appraisal_id = ANY(CAST(:ids AS uuid[])) AND published_at IS NULL
""")


async def _check_invites(context: Context, appraisal: Appraisal) -> None:
    """The evaluator invites, or who evaluates in the whole government; nobody for the own appraisal."""
    me = own_person(context)
    evaluates = me in (appraisal.evaluator_employee_id, appraisal.escalated_to_employee_id)
    everywhere = Reach.TENANT in context.viewer.reach(EVALUATE)
    if (
        me == appraisal.employee_id
        or not (evaluates or everywhere)
        or not await reaches_part(context, EVALUATE, appraisal.employee_id, LATE, appraisal.id)
    ):
        await check_sees(context, appraisal, "appraisalId")
        raise NotTheEvaluator("appraisalId")
    if appraisal.state not in NOT_PUBLISHED:
        raise RatingOver("appraisalId")


async def _invited(context: Context, appraisal: Appraisal) -> Mapping[UUID, RaterRelation]:
    """Who was invited before, and as what."""
    rows = await context.session.execute(
        select(RatingInvitation.rater_employee_id, RatingInvitation.relation).where(
            RatingInvitation.appraisal_id == appraisal.id
        )
    )
    return {rater: RaterRelation(relation) for rater, relation in rows}


async def _name(
    context: Context,
    appraisal: Appraisal,
    relation: RaterRelation,
    people: Sequence[Person],
    before: Mapping[UUID, RaterRelation],
    new: dict[UUID, RaterRelation],
) -> None:
    """Add people of a kind to those newly invited."""
    for place, person in enumerate(people):
        at = (FIELDS[relation], str(place))
        rater = await colleague(context, person, (*at, "employeeId"), (*at, "nip"))
        if known := before.get(rater) or new.get(rater):
            raise RaterTwice(at, relation=known)
        led = appraisal.employee_id in await leaders_above(context, rater, context.today)
        if led and relation is RaterRelation.PEER:
            raise LedByTheRated(at)
        if not led and relation is RaterRelation.UPWARD:
            raise NotLed(at)
        new[rater] = relation


async def _ask(context: Context, appraisal: Appraisal, raters: Mapping[UUID, RaterRelation]) -> None:
    """Write the invitations, and the rows in which answers are counted, and tell who is asked."""
    if not raters:
        return
    of = {"appraisal_id": appraisal.id, "employee_id": appraisal.employee_id}
    rows = [{**of, "rater_employee_id": rater, "relation": relation} for rater, relation in raters.items()]
    new = insert(RatingInvitation).values(rows)
    invited = await context.session.execute(
        new.returning(RatingInvitation.rater_employee_id, RatingInvitation.id)
    )
    codes = (await context.session.scalars(select(Competency.code).order_by(Competency.code))).all()
    tallies = [
        {**of, "relation": relation, "competency": code}
        for relation in dict.fromkeys(raters.values())
        for code in codes
    ]
    await context.session.execute(insert(CompetencyTally).values(tallies).on_conflict_do_nothing())
    told = [(rater, Ref("RatingInvitation", key)) for rater, key in invited]
    await tell_all(context, NoticeKind.RATING_ASKED, told)


async def _count(context: Context, invitation: RatingInvitation, levels: Mapping[str, int]) -> None:
    """Count the levels in all rows of the kind by one statement; write its invitations anew by another."""
    given = case(levels, value=CompetencyTally.competency)
    columns = {f"level_{level}": level for level in LEVELS}
    counted = {
        name: getattr(CompetencyTally, name) + case((given == level, 1), else_=0)
        for name, level in columns.items()
    }
    answered = or_(RatingInvitation.answered, RatingInvitation.id == invitation.id)
    for model, values in ((CompetencyTally, counted), (RatingInvitation, {"answered": answered})):
        of_kind = (model.appraisal_id == invitation.appraisal_id, model.relation == invitation.relation)
        written = update(model).where(*of_kind).values(values)
        await context.session.execute(written.execution_options(synchronize_session=False))
    await context.session.refresh(invitation)
