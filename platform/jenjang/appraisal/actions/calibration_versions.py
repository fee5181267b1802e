"""The version of a calibration as who asks sees it: what is done with the own draft isn't counted."""

from sqlalchemy import func, select

from jenjang.appraisal.models.calibration import Calibration, CalibrationChange
from jenjang.core.context import Context
from jenjang.organisation.actions.versions import changed


async def changed_as_seen(context: Context, calibration: Calibration, expected_version: int) -> Calibration:
    """The calibration as its next version, if whoever asks saw all of it that they may see. Raises Stale."""
    return changed(calibration, expected_version, await _unseen(context, calibration))


async def _unseen(context: Context, calibration: Calibration) -> int:
    """How often the own draft was changed: by a version that grew, or a refusal, that would be told."""
    own = (
        CalibrationChange.calibration_id == calibration.id,
        CalibrationChange.employee_id == context.viewer.employee_id,
        CalibrationChange.published_at.is_(None),
    )
    return await context.session.scalar(select(func.count()).select_from(CalibrationChange).where(*own)) or 0
