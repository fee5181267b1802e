"""Node and its packages, for judges that others wrote."""

import fcntl
import shutil
import subprocess
from pathlib import Path
from tempfile import gettempdir

NODE, NPM = shutil.which("node"), shutil.which("npm")


def install(folder: Path) -> None:
    """The folder's packages, as its package-lock.json names them; installed once."""
    with (Path(gettempdir()) / f"jenjang-{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "node_modules" / ".package-lock.json"
        if not done.exists() or done.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime:
            subprocess.run([str(NPM), "ci", "--no-fund", "--no-audit"], cwd=folder, check=True)
