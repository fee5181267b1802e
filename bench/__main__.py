"""`python -m bench`: make the worlds, start the servers, measure by turns, report."""

import argparse
import asyncio
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import check_equal, check_same_done, cold, measure, say
from bench.month import open_month
from bench.report import keep, report
from bench.seed import World, seed
from bench.servers import serving
from jenjang.demo.engines import embedded

FEW, MANY = 5, 4_000_000


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder whose data the next run can use again")
    parser.add_argument("--tenants", type=int, default=552, help="governments (552)")
    parser.add_argument("--people", type=int, default=200_000, help="people in all (200000)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server at each operation (3)")
    parser.add_argument("--seconds", type=float, default=5, help="length of a turn (5)")
    parser.add_argument(
        "--millions", action="store_true", help="also 4,000,000 people: an hour to make, 30 GB"
    )
    parser.add_argument("--quiet", action="store_true", help="leave docs/performance.md as it is")
    return parser.parse_args()


def run(options: argparse.Namespace, folder: Path) -> None:
    with embedded(folder, durable=False) as engines, ExitStack() as stack:

        def world(tenants: int, people: int) -> World:
            made = World(folder, engines.superuser_url, engines.redis_url, tenants, people)
            asyncio.run(seed(made))
            asyncio.run(open_month(made))
            return made

        main = world(options.tenants, options.people)
        others = [world(FEW, options.people // options.tenants * FEW)]
        others += [world(options.tenants, MANY)] if options.millions else []
        servers = [stack.enter_context(serving(name, main)) for name in ("ours", "limit", "orm")]
        check_equal(servers)
        check_same_done(servers)
        servers += [stack.enter_context(serving("ours", other, called=f"ours, {other}")) for other in others]
        turns = measure(servers, options.rounds, options.seconds)
        command = f'make bench ARGS="--rounds {options.rounds} --seconds {options.seconds:g}"'
        found = report(command, main, others, turns, cold(servers[0]))
        print(found)
        if not options.quiet:
            keep(found)


def main() -> None:
    options = asked()
    if options.keep:
        return run(options, options.keep.resolve())
    with TemporaryDirectory() as folder:
        say("The data goes when this ends; --keep DIR keeps it for the next run.")
        return run(options, Path(folder))


if __name__ == "__main__":
    main()
