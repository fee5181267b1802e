"""What was decided about people stays: the application itself may not change or delete it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

KEPT = (
    "appraisals",
    "appraisal_cycles",
    "appraisal_policies",
    "calibration_changes",
    "calibration_counts",
    "calibration_members",
    "calibrations",
    "evaluations",
    "feedback",
    "improvement_paths",
    "improvement_reviews",
    "objection_statements",
    "objections",
    "skps",
)
WRITTEN_ONCE = {
    "calibration_changes": "reason",
    "calibration_members": "employee_id",
    "evaluations": "predicate",
    "feedback": "text",
    "improvement_reviews": "finding",
    "objection_statements": "text",
}


@pytest.mark.parametrize("table", KEPT)
async def test_nobody_deletes_it(session: AsyncSession, table: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await session.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize("table", WRITTEN_ONCE)
async def test_nobody_words_it_otherwise(session: AsyncSession, table: str) -> None:
    column = WRITTEN_ONCE[table]
    with pytest.raises(DBAPIError, match="permission denied"):
        await session.execute(text(f"UPDATE {table} SET {column} = {column}"))


@pytest.mark.parametrize("table", ["calibration_changes", "evaluations"])
async def test_a_draft_is_published(session: AsyncSession, table: str) -> None:
    await session.execute(text(f"UPDATE {table} SET published_at = now()"))
