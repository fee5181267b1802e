"""What holds of a government's own settings of appraisal on a date."""

from dataclasses import fields
from datetime import date

from sqlalchemy import select

from jenjang.appraisal.models.policy import AppraisalPolicy
from jenjang.appraisal.policy import DEADLINES, Settings, defaults
from jenjang.appraisal.terms import PolicyState
from jenjang.core.context import Context
from jenjang.rules.shelf import rule_in_force


async def settings_on(context: Context, on: date) -> Settings:
    """The settings published last of those that hold on a date; the nation's where there are none."""
    published = (
        select(AppraisalPolicy)
        .where(AppraisalPolicy.state == PolicyState.PUBLISHED, AppraisalPolicy.valid_from <= on)
        .order_by(AppraisalPolicy.valid_from.desc(), AppraisalPolicy.number.desc())
        .limit(1)
    )
    row = await context.session.scalar(published)
    if row is None:
        return defaults((await rule_in_force(context.session, DEADLINES, on)).body)
    return Settings(**{one.name: getattr(row, one.name) for one in fields(Settings)})
