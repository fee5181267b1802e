"""What the demo has beside people comes in beside the server, once it answers: none is needed to begin."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from threading import Thread

from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.demo.appraisals.filling import REGIONS, fill
from jenjang.demo.competence.filling import furnish
from jenjang.demo.partnership.filling import provide
from jenjang.demo.plans.filling import plan
from jenjang.demo.training.filling import train
from jenjang.operations.installation import Tell
from jenjang.tenancy.catalogue import Government, catalogue


@contextmanager
def beside(settings: Settings, tell: Tell) -> Iterator[Callable[[], None]]:
    """A process that waits until what is yielded is called, and ends with us.

    It is forked before anything is served: a process with an event loop is no good parent.
    """
    start = get_context("fork") if sys.platform == "linux" else get_context("spawn")
    begin = start.Event()
    known = catalogue(settings.tenants)
    governments = [known[code] for code in REGIONS if code in known]
    process = start.Process(target=_fill_all, args=(begin, settings, governments, tell), daemon=True)
    process.start()
    # Who waits for it takes its end, too: else it would stand in the list of processes as long as we run.
    Thread(target=process.join, daemon=True).start()
    try:
        yield begin.set
    finally:
        process.terminate()
        process.join()


def _fill_all(begin: Event, settings: Settings, governments: Sequence[Government], tell: Tell) -> None:
    """Fill one region after the other; the API goes first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    begin.wait()
    os.nice(5)
    for government in governments:
        assessed = asyncio.run(furnish(settings.database_url, Vault(settings.keys), government))
        if assessed:
            tell(f"{government.name}: {assessed} levels of competencies were assessed.")
    for government in governments:
        certificates = asyncio.run(train(settings.database_url, Vault(settings.keys), government))
        if certificates:
            tell(f"{government.name}: {certificates} certificates of training in two years.")
        planned = asyncio.run(plan(settings.database_url, Vault(settings.keys), government))
        if planned:
            tell(f"{government.name}: {planned} people have a career plan.")
        asyncio.run(provide(settings.database_url, Vault(settings.keys), government))
    for government in governments:
        results = asyncio.run(fill(settings.database_url, Vault(settings.keys), government))
        if results:
            tell(f"{government.name}: {counted(results, 'result')} of three years.")
    if governments:
        tell(f"Appraisals are in {'; '.join(one.name for one in governments)}. The others have people only.")
