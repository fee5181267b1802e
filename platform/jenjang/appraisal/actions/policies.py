"""A government's own settings: proposed by one person within the law's bounds, published by another."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from jenjang.appraisal.models.policy import AppraisalPolicy
from jenjang.appraisal.policy import DEADLINES, Settings, bounds, check_allowed
from jenjang.appraisal.terms import PolicyState
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden
from jenjang.core.texts import check_text
from jenjang.identity.models import Account
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import own_person
from jenjang.rules.shelf import rule_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePolicy:
    """Settings from a day on, all of them, and why."""

    valid_from: date
    delivery_days: int
    answer_days: int
    objection_days: int
    statement_days: int
    decision_days: int
    escalation_days: int
    reminder_days: int
    fewest_raters: int
    six_day_week: bool
    reason: str


class BeginsInThePast(BadUserInput):
    """Settings hold from a day on that isn't past: from {today} at the earliest."""


class PolicySettled(Conflict):
    """These settings are {state}, and stay so: propose new ones."""


class SamePerson(Forbidden):
    """Who proposed settings doesn't publish them, under no account: another person does."""


class DayTaken(Conflict):
    """Settings from {day} on are published already: propose another day."""


async def propose(context: Context, proposed: ProposePolicy) -> AppraisalPolicy:
    """Propose settings from a day on.

    Raises NotAPerson, BeginsInThePast, OutOfBounds, DecisionBeforeStatements, NoText, TextTooLong.
    """
    own_person(context)
    settings = Settings(**{one.name: getattr(proposed, one.name) for one in fields(Settings)})
    await _check(context, settings, proposed.valid_from)
    policy = AppraisalPolicy(
        number=await _next_number(context),
        state=PolicyState.PROPOSED,
        valid_from=proposed.valid_from,
        **asdict(settings),
        reason=check_text(proposed.reason, "reason"),
        proposed_by_account_id=context.viewer.account_id,
        proposed_at=context.now,
    )
    context.session.add(policy)
    await context.session.flush()
    return policy


async def publish(context: Context, policy_id: UUID) -> AppraisalPolicy:
    """Publish what another person proposed: from its first day on it holds, and nobody changes it.

    Cycles keep the values that they were opened with. Raises NotAPerson, NotFound, PolicySettled,
    SamePerson, BeginsInThePast, DayTaken, and what bounds of a newer law refuse.
    """
    me = own_person(context)
    await one_at_a_time(context, "appraisal policies")
    policy = await _proposed(context, policy_id)
    proposer = await context.get(Account, policy.proposed_by_account_id, field="policyId")
    if proposer.id == context.viewer.account_id or proposer.employee_id == me:
        raise SamePerson("policyId")
    settings = Settings(**{one.name: getattr(policy, one.name) for one in fields(Settings)})
    await _check(context, settings, policy.valid_from)
    same_day = select(AppraisalPolicy.id).where(
        AppraisalPolicy.state == PolicyState.PUBLISHED, AppraisalPolicy.valid_from == policy.valid_from
    )
    if await context.session.scalar(same_day):
        raise DayTaken("policyId", day=policy.valid_from)
    policy.state = PolicyState.PUBLISHED
    policy.published_by_account_id, policy.published_at = context.viewer.account_id, context.now
    return policy


async def withdraw(context: Context, policy_id: UUID) -> AppraisalPolicy:
    """Take back what is proposed and not published. Raises NotAPerson, NotFound, PolicySettled."""
    own_person(context)
    policy = await _proposed(context, policy_id)
    policy.state = PolicyState.WITHDRAWN
    return policy


async def _proposed(context: Context, policy_id: UUID) -> AppraisalPolicy:
    policy = await context.get(AppraisalPolicy, policy_id, lock=True, field="policyId")
    if policy.state != PolicyState.PROPOSED:
        raise PolicySettled("policyId", state=PolicyState(policy.state))
    return policy


async def _check(context: Context, settings: Settings, valid_from: date) -> None:
    """Refuse settings from a past day on, or outside the bounds of the law of their first day."""
    if valid_from < context.today:
        raise BeginsInThePast("validFrom", today=context.today)
    rule = await rule_in_force(context.session, DEADLINES, valid_from)
    check_allowed(settings, bounds(rule.body))


async def _next_number(context: Context) -> int:
    await one_at_a_time(context, "appraisal policies")
    return (await context.session.scalar(select(func.max(AppraisalPolicy.number))) or 0) + 1
