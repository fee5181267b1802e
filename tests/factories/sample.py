"""Two settled governments in a template database, made once for the run: to settle takes seconds."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from factories.databases import Database, clone, cloned
from factories.governments import Settled, settle_in
from factories.served import OURS, PUBLIC, THEIRS, Folders, Served, opened, settings_of

from jenjang.core.sealing import Vault
from jenjang.demo.engines import Engines
from jenjang.identity.issuers import embedded_url


@dataclass(frozen=True)
class Sample(Database):
    """A database with settled governments in it, and the folder of keys that their rows are sealed with."""

    keys: Path
    governments: Mapping[str, Settled]

    def as_json(self) -> str:
        """As `from_json` reads it."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Sample":
        """As another worker wrote it."""
        told = json.loads(text)
        governments = {code: _settled(one) for code, one in told["governments"].items()}
        return cls(told["name"], told["superuser_url"], Path(told["keys"]), governments)


def _settled(told: Mapping[str, Mapping[str, str]]) -> Settled:
    ids = {
        sort: {name: UUID(key) for name, key in told[sort].items()}
        for sort in ("people", "units", "positions", "accounts")
    }
    return Settled(str(told["tenant"]), **ids)


def make_sample(engines: Engines, keys: Path) -> Sample:
    """Settle them in a clone of the house's template; their keys are made in that folder."""
    database = clone(engines, "sample")
    issuers = {code: embedded_url(PUBLIC, code) for code in (OURS, THEIRS)}
    settled = asyncio.run(settle_in(database.app_url, database.superuser_url, issuers, Vault(keys)))
    return Sample(database.name, database.superuser_url, keys, settled)


@contextmanager
def sampled(engines: Engines, sample: Sample) -> Iterator[Sample]:
    """A clone of the sample, for as long as the block lasts; its rows are sealed with the sample's keys."""
    with cloned(engines, sample.name) as database:
        yield replace(sample, name=database.name, superuser_url=database.superuser_url)


@asynccontextmanager
async def serving(sample: Sample, folders: Folders) -> AsyncIterator[Served]:
    """Serve the folder's governments on a clone of the sample, with a copy of its keys."""
    shutil.copytree(sample.keys, folders.keys)
    async with opened(settings_of(sample, folders), sample.governments) as found:
        yield found
