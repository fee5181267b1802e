"""What follows a result, as it is published and again when a decision changes it."""

from collections.abc import Sequence
from uuid import UUID

from jenjang.appraisal.actions.credits import give_credit
from jenjang.appraisal.actions.national import link_national
from jenjang.appraisal.actions.paths import open_paths
from jenjang.core.context import Context


async def follow(context: Context, appraisal_ids: Sequence[UUID]) -> None:
    """Do for published results what the law lets follow, in as many statements for a thousand as for one."""
    await open_paths(context, appraisal_ids)
    await link_national(context, appraisal_ids)
    await give_credit(context, appraisal_ids)
