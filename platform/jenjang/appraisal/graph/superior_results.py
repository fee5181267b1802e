"""What a direct superior's SKP expects, so that those below can lead to it."""

import strawberry

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import OF_SUPERIORS_SKP, TAKE_PART
from jenjang.appraisal.models import skp as models
from jenjang.graph.declare import Connection, extend, field, page, record
from jenjang.graph.filters import filter_input, number, order_input
from jenjang.identity.graph.viewer import Viewer

SuperiorResultFilter = filter_input(
    "SuperiorResultFilter",
    "Which results.",
    {
        "year": number(
            "EXISTS (SELECT FROM skps k WHERE k.tenant_id = {tenant} AND k.id = {row}.skp_id"
            " AND k.year {test})",
            "By calendar year.",
        ),
    },
)
SuperiorResultOrder = order_input(
    "SuperiorResultOrder",
    {"SKP": ("skp_id", "SKP by SKP, in each as they were written.")},
    [("SKP", "ASC")],
)


@record(models.SkpResult, needs=TAKE_PART, about=OF_SUPERIORS_SKP)
class SuperiorResult:
    """A result expected of your direct superior, to which your own may lead; nothing else of that SKP."""

    result_id: strawberry.ID = field(
        "Global id of the result: give it to `skpDraft` or `skpChange` as `superiorResultId`.",
        sql="translate(encode(convert_to('SkpResult:' || {row}.id, 'UTF8'), 'base64'), E'\\n', '')",
    )
    superior_name: str = field("Name of the superior.", sql=NAME_OF.format(column="employee_id"))
    year: int = field(
        "Calendar year of the SKP.",
        sql="SELECT k.year FROM skps k WHERE k.tenant_id = {tenant} AND k.id = {row}.skp_id",
    )
    number: int = field("Its place in the SKP, from 1.")
    kind: enums.ResultKind = field("Of the own task or added.")
    statement: str = field("The result.")


@extend(Viewer)
class ViewerSuperiorResults:
    superior_results: Connection[SuperiorResult] | None = page(
        "What your direct superior's agreed SKPs expect, so that your own results may lead to it.",
        filter=SuperiorResultFilter,
        order=SuperiorResultOrder,
        needs=TAKE_PART,
    )
