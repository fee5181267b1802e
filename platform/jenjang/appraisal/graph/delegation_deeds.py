"""What can be done about who evaluates: name an official instead of the direct superior, take it back."""

import strawberry

from jenjang.appraisal.actions import delegating, withdrawing
from jenjang.appraisal.actions.cycles import MANAGE
from jenjang.appraisal.graph.delegations import EvaluatorDelegation
from jenjang.core.context import Context
from jenjang.graph.deeds import deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.people import Employee

WORDS = {
    "delegation_id": "Global id of the delegation.",
    "employee_id": "Global id of who is evaluated.",
    "evaluator_employee_id": "Global id of who evaluates: an official who is placed today, never the person.",
    "reason": "Why, in 1 to 4000 characters, such as the order by which the authority was delegated.",
    "until": "The day it ends (exclusive); left out: until it is taken back.",
}
DelegateInput = input_of(
    delegating.DelegateEvaluator,
    "EvaluatorDelegateInput",
    "Who evaluates whom from today on.",
    WORDS,
    {"employee_id": "Employee", "evaluator_employee_id": "Employee"},
)
WithdrawInput = input_of(
    withdrawing.WithdrawDelegation,
    "EvaluatorDelegationWithdrawInput",
    "What is taken back.",
    WORDS,
    {"delegation_id": "EvaluatorDelegation"},
)
DelegatePayload = payload_of(
    "EvaluatorDelegatePayload",
    "Who evaluates now.",
    delegation=(EvaluatorDelegation, "The delegation."),
    employee=(Employee, "Who is evaluated."),
)
WithdrawPayload = payload_of(
    "EvaluatorDelegationWithdrawPayload",
    "Who evaluates again.",
    delegation=(EvaluatorDelegation, "The delegation; null where it began today: then it never was."),
    restored=(
        EvaluatorDelegation,
        "The delegation that it had ended today, which runs again; null: nobody is named now, and the direct"
        " superior evaluates.",
    ),
    employee=(Employee, "Who is evaluated."),
)


async def _delegate(context: Context, asked: delegating.DelegateEvaluator) -> dict[str, object]:
    named = await delegating.delegate_evaluator(context, asked)
    return {
        "delegation": Ref("EvaluatorDelegation", named.id),
        "employee": Ref("Employee", named.employee_id),
    }


async def _withdraw(context: Context, asked: withdrawing.WithdrawDelegation) -> dict[str, object]:
    employee, restored = await withdrawing.withdraw_delegation(context, asked)
    return {
        "delegation": Ref("EvaluatorDelegation", asked.delegation_id),
        "restored": restored and Ref("EvaluatorDelegation", restored.id),
        "employee": Ref("Employee", employee),
    }


@strawberry.type
class Mutation:
    evaluator_delegate = deed(
        "Name an official to evaluate somebody from today on, instead of the direct superior; whoever was"
        " named before is named no more.",
        needs=MANAGE,
        asks=DelegateInput,
        gives=DelegatePayload,
        do=_delegate,
        in_units=True,
    )
    evaluator_delegation_withdraw = deed(
        "Take back that an official evaluates somebody: from today on the direct superior does. Where that"
        " was named today, whoever was named until yesterday is named again, unless that is you, somebody"
        " placed nowhere, or led by the person.",
        needs=MANAGE,
        asks=WithdrawInput,
        gives=WithdrawPayload,
        do=_withdraw,
        in_units=True,
    )
