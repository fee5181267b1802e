"""Entering a government among the tenants, and its place among the regions where no list has it yet."""

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.reference.listing import shipped
from jenjang.reference.models import Region
from jenjang.tenancy.catalogue import Government
from jenjang.tenancy.models import Tenant


class ProvinceUnknown(Refusal):
    """{tenant}: there is no province {province}; see `region_code` in its file, which is {code}."""


class TenantNotProvisioned(Refusal):
    """The government {code} isn't provisioned. Run `jenjang tenant provision {code}` first."""


async def enrol(session: AsyncSession, government: Government) -> bool:
    """Enter a government, or bring its row up to its file; whether anything was to be done.

    The session is the owner's, bound to it.

    Its row stays locked until the transaction ends, so that no two processes provision it at once.
    """
    await settle_place(session, government)
    facts = {
        "name": government.name,
        "kind": government.kind.value,
        "region_code": government.region_code,
        "province_code": government.province_code,
        "time_zone": government.time_zone,
        "siasn_id": government.siasn_id,
        "records_since": government.records_since,
    }
    new = insert(Tenant).values(tenant_id=government.code, **facts)
    differs = or_(*(getattr(Tenant, name).is_distinct_from(fact) for name, fact in facts.items()))
    upsert = new.on_conflict_do_update(index_elements=["tenant_id"], set_=facts, where=differs)
    return (await session.execute(upsert.returning(Tenant.tenant_id))).first() is not None


async def settle_place(session: AsyncSession, government: Government) -> None:
    """Enter the government's place, told by its own file, unless a list has it; its province before it.

    The national list is never changed by it; an edition that has the place replaces what the file said.
    """
    if await session.get(Region, government.region_code):
        return
    await _settle_province(session, government)
    above = government.region_code.rpartition(".")[0]
    source = f"tenants/{government.code}.toml"
    place = {
        "code": government.region_code,
        "name": government.name.removeprefix("Pemerintah ").removeprefix("Provinsi "),
        "kind": government.kind.value,
        # A district's regency may be in no list: it hangs from the province until an edition has both.
        "parent": await session.scalar(
            select(func.max(Region.code)).where(Region.code.in_([above, government.province_code]))
        ),
        "position": select(func.coalesce(func.max(Region.position), 0) + 1).scalar_subquery(),
        "edition": source,
        "source": source,
        "confidence": "M",
        "valid_from": clock.today(government.time_zone),
    }
    await session.execute(insert(Region).values(place).on_conflict_do_nothing())


async def _settle_province(session: AsyncSession, government: Government) -> None:
    """Enter the province as this release ships it: its file is of a place in it, and can't name it."""
    code = government.province_code
    listed = next((row for row in shipped(Region) if row["code"] == code), None)
    if listed:
        await session.execute(insert(Region).values(listed).on_conflict_do_nothing())
    elif government.region_code != code and await session.get(Region, code) is None:
        raise ProvinceUnknown(tenant=government.code, province=code, code=government.region_code)


async def enrolled(session: AsyncSession, code: str) -> Tenant | None:
    """The bound government's row, if it has been entered."""
    return await session.scalar(select(Tenant).where(Tenant.tenant_id == code))
