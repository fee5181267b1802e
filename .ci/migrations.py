"""Try the migrations on a throw-away PostgreSQL: up, no drift, down, up again; and lint their SQL."""

import asyncio
import contextlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from jenjang.core.settings import HOUSE
from jenjang.database.migrate import configuration, migrate
from jenjang.database.roles import as_role, create_roles_and_database
from jenjang.demo.engines import embedded


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="jenjang-") as folder,
        embedded(Path(folder), durable=False) as it,
    ):
        asyncio.run(create_roles_and_database(it.superuser_url))
        config = configuration(as_role(it.superuser_url, "jenjang_owner", "jenjang"))
        revision = migrate(config.attributes["url"])
        command.check(config)
        command.downgrade(config, "base")
        migrate(config.attributes["url"])
    print(f"Migrations: up to {revision}, no drift from the models, down to nothing, up again.")  # noqa: T201
    lint()


def lint() -> None:
    """Let squawk read the SQL of all migrations, after the timeout that migrations/env.py sets."""
    config = configuration("postgresql://nobody@/offline")
    config.output_buffer = io.StringIO()
    with contextlib.redirect_stdout(config.output_buffer):
        command.upgrade(config, "head", sql=True)
    squawk = Path(sys.executable).with_name("squawk")
    sql = f"SET lock_timeout = '2s';\n{config.output_buffer.getvalue()}"
    done = subprocess.run([squawk, "--config", HOUSE / ".squawk.toml"], input=sql, text=True, check=False)  # noqa: S603
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
