"""What can be done about a result: object to it, explain, withdraw, decide."""

import strawberry

from jenjang.appraisal.actions import deciding, objections
from jenjang.appraisal.graph.concerning import on_file
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.objections import Objection, ObjectionStatement
from jenjang.appraisal.graph.subjects import EVALUATE, TAKE_PART
from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref

WORDS = {
    "appraisal_id": "Global id of your own appraisal.",
    "behaviour": "The rating of behaviour after the decision; left out: as it was.",
    "behaviour_reason": "Why; needed where that rating is another now.",
    "expected_version": EXPECTED_VERSION,
    "grounds": "Why, in 1 to 4000 characters.",
    "objection_id": "Global id of the objection.",
    "outcome": "Whether the result stays or is changed; the law says nothing against a lower one.",
    "reason": "Why it is decided so, in 1 to 4000 characters; both sides read it.",
    "results": "The rating of results after the decision; left out: as it was. Of who heads a unit it stays.",
    "results_reason": "Why; needed where that rating is another now.",
    "text": "The explanation, in 1 to 4000 characters; both sides and the judge read it.",
}
IDS = {"objection_id": "Objection"}
FileInput = input_of(
    objections.FileObjection,
    "ObjectionFileInput",
    "To which result you object, and why.",
    WORDS,
    {"appraisal_id": "Appraisal"},
)
ExplainInput = input_of(objections.Explain, "ObjectionExplainInput", "What you explain.", WORDS, IDS)
WithdrawInput = input_of(objections.Withdraw, "ObjectionWithdrawInput", "What you take back.", WORDS, IDS)
DecideInput = input_of(deciding.Decide, "ObjectionDecideInput", "What is decided, and why.", WORDS, IDS)

OBJECTION = (Objection, "The objection.")
ObjectionPayload = payload_of(
    "ObjectionPayload",
    "What became of the objection.",
    objection=OBJECTION,
    appraisal=(Appraisal, "The appraisal objected to."),
)
StatementPayload = payload_of(
    "ObjectionStatementPayload",
    "What was explained.",
    statement=(ObjectionStatement, "The explanation."),
    objection=OBJECTION,
)


async def _file(context: Context, asked: objections.FileObjection) -> dict[str, object]:
    filed = on_file(context, await objections.file_objection(context, asked))
    return {"objection": Ref("Objection", filed.id), "appraisal": Ref("Appraisal", filed.appraisal_id)}


async def _explain(context: Context, asked: objections.Explain) -> dict[str, object]:
    told = on_file(context, await objections.explain(context, asked))
    return {
        "statement": Ref("ObjectionStatement", told.id),
        "objection": Ref("Objection", told.objection_id),
    }


async def _withdraw(context: Context, asked: objections.Withdraw) -> dict[str, object]:
    taken = on_file(context, await objections.withdraw(context, asked))
    return {"objection": Ref("Objection", taken.id), "appraisal": Ref("Appraisal", taken.appraisal_id)}


async def _decide(context: Context, asked: deciding.Decide) -> dict[str, object]:
    decided = on_file(context, await deciding.decide(context, asked))
    return {"objection": Ref("Objection", decided.id), "appraisal": Ref("Appraisal", decided.appraisal_id)}


@strawberry.type
class Mutation:
    objection_file = deed(
        "Object to your own published result, once, until its `objectionUntil`.",
        needs=TAKE_PART,
        asks=FileInput,
        gives=ObjectionPayload,
        do=_file,
        of_own=True,
    )
    objection_explain = deed(
        "Explain your side of an objection: as the employee or the evaluator, until `statementsUntil`.",
        needs=TAKE_PART,
        asks=ExplainInput,
        gives=StatementPayload,
        do=_explain,
        of_own=True,
    )
    objection_withdraw = deed(
        "Take your objection back before it is decided: the result stands as it did.",
        needs=TAKE_PART,
        asks=WithdrawInput,
        gives=ObjectionPayload,
        do=_withdraw,
        of_own=True,
    )
    objection_decide = deed(
        "Decide on an objection as the evaluator's superior, once both sides were heard: for good. `STALE`"
        " where a side has explained more than you have seen. A changed result may be a lower one, too.",
        needs=EVALUATE,
        asks=DecideInput,
        gives=ObjectionPayload,
        do=_decide,
        in_units=True,
    )
