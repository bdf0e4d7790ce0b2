"""An empty paper's database, its tables made once for each state of the migrations: making them takes twelve seconds."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"broadsheet-built-{os.getuid()}"


def path() -> Path:
    """Return where the database of this state of the migrations is kept."""
    migrations = sorted(ROOT.glob("broadsheet/*/migrations/*.py"))
    state = "".join(
        [
            *(path.name + path.read_text() for path in migrations),
            version("wagtail"),
            version("django"),
            version("django-allauth"),
        ]
    )
    return FOLDER / f"{hashlib.sha256(state.encode()).hexdigest()[:16]}.sqlite3"


def bring() -> Path:
    """Return the same, having made it if it was not there."""
    built = path()
    if built.exists():
        return built
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as home:
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        subprocess.run(
            [sys.executable, "-m", "broadsheet.cli", "manage", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env={**inherited, "BROADSHEET_HOME": home, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        # Under another name until it is whole: two runs may be making it.
        unfinished = Path(home, "whole.sqlite3")
        with (
            closing(sqlite3.connect(Path(home, "paper.sqlite3"))) as made,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            made.backup(copy)
        unfinished.replace(built)
    return built


if __name__ == "__main__":
    bring()
