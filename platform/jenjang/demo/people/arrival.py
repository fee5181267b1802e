"""The demo's people come in: a government's files through the real import, then what no file tells."""

from collections.abc import Callable, Mapping
from datetime import date

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.core.permission import HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.deeds import discipline, let_act
from jenjang.demo.people.files import FILES, contents, world
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.terms import ImportState
from jenjang.tenancy.catalogue import Government

Progress = Callable[[int, int], None]
"""Told how many files of how many are in."""


class DemoFileRefused(Refusal):
    """The demo's own {file} of {tenant} was refused in {count} row(s): this is a fault of the house."""


async def bring_in(
    app_url: str, vault: Vault, government: Government, today: date, progress: Progress | None = None
) -> int:
    """Import a government's people in one transaction, as a regional admin; how many there are.

    `app_url`: the database as the role that serves. Raises DemoFileRefused. Files that are in
    already change nothing.
    """
    invented = world(government.code)
    database = engine(app_url, connections=1)
    try:
        async with bound(database, government.code) as session:
            viewer = Viewer(government.code, HOUSE_ACCOUNT, (Role.REGIONAL_ADMIN,), {})
            seals = vault.of(government.code)
            context = Context(
                viewer, session, clock.now(), max(today, AS_OF), seals, zone=government.time_zone
            )
            if await _import_all(context, contents(invented), progress):
                await discipline(context, invented)
                await let_act(context, invented)
    finally:
        await database.dispose()
    return len(invented.crew.servants)


async def _import_all(context: Context, files: Mapping[str, bytes], progress: Progress | None) -> bool:
    """Import the files in their order; whether they brought anything new."""
    new = 0
    for place, (name, kind) in enumerate(FILES.items(), 1):
        batch = await import_file(context, kind, name, files[name])
        if batch.state != ImportState.APPLIED:
            raise DemoFileRefused(file=name, tenant=context.tenant, count=batch.refused_count)
        new += batch.created_count
        if progress:
            progress(place, len(FILES))
    return bool(new)
