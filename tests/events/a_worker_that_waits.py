"""A worker of its own process whose handler writes and then waits for a lock: to be killed there."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories.events import HAPPENED, take

from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.events.handling import Letter, gathered, on
from jenjang.operations.delivering import deliver_events


async def take_and_wait(context: Context, letters: Sequence[Letter]) -> None:
    await take(context, letters)
    await context.session.execute(text("SELECT pg_advisory_xact_lock(1)"))


async def main(url: str, keys: str, tenant: str) -> None:
    handlers = gathered([on(HAPPENED, deed="coursesTake")(take_and_wait)])
    await deliver_events(asyncio.Event(), url, engine(url, 1), [tenant], Vault(Path(keys)), handlers)


asyncio.run(main(*sys.argv[1:]))
