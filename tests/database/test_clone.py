"""The test databases themselves: cloned, bound, isolated."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context


async def test_a_session_sees_its_own_government_only(session: AsyncSession) -> None:
    tenants = (await session.execute(text("SELECT tenant_id FROM tenants"))).scalars().all()
    assert tenants == ["surakarta"]


async def test_a_context_may_do_everything_in_its_government(context: Context) -> None:
    assert context.viewer.may("anything")
    assert (await context.session.execute(text("SELECT current_user"))).scalar() == "jenjang_app"
