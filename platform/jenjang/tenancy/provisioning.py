"""Entering a government among the tenants."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import Refusal
from jenjang.reference.models import Region
from jenjang.tenancy.catalogue import Government
from jenjang.tenancy.models import Tenant


class RegionUnknown(Refusal):
    """{tenant}: no place with the kode wilayah {code} is listed here; see `region_code` in its file."""


async def enrol(session: AsyncSession, government: Government) -> None:
    """Enter a government, or bring its row up to its file; the session is the owner's, bound to it.

    Its row stays locked until the transaction ends, so that no two processes provision it at once.
    """
    if await session.get(Region, government.region_code) is None:
        raise RegionUnknown(tenant=government.code, code=government.region_code)
    facts = {
        "name": government.name,
        "kind": government.kind.value,
        "region_code": government.region_code,
        "province_code": government.province_code,
        "time_zone": government.time_zone,
        "siasn_id": government.siasn_id,
    }
    new = insert(Tenant).values(tenant_id=government.code, **facts)
    await session.execute(new.on_conflict_do_update(index_elements=["tenant_id"], set_=facts))


async def enrolled(session: AsyncSession, code: str) -> Tenant | None:
    """The bound government's row, if it has been entered."""
    return await session.scalar(select(Tenant).where(Tenant.tenant_id == code))
