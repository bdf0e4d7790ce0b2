"""The papers that are measured: two archives, made as their owner would make them."""

import os
import subprocess
import sys
from pathlib import Path

from bench.inside import Inside
from bench.machine import ROOT, said
from bench.servers import HOST, paper
from broadsheet.lib.folder import make_home


def bring(home: Path, stories: int) -> Path:
    """Return the folder of a paper with so many stories; one that was made before is taken as it is."""
    if (home / "filled").exists():
        command("manage", "--home", str(home), "migrate", "--verbosity", "0")
        return home
    with said(f"Making a paper with {stories:,} stories"):
        bring_empty(home)
        command("bench", "fill", "--stories", str(stories), "--home", str(home))
    with said("Starting it once"), paper(home), Inside(home) as inside:
        inside.ask("make_editor")
    (home / "filled").touch()
    return home


def bring_empty(home: Path) -> Path:
    """Return the folder of a paper without a story."""
    make_home(home)
    (home / "static").mkdir(exist_ok=True)
    command("manage", "--home", str(home), "migrate", "--verbosity", "0")
    return home


def print_and_copy(home: Path, really: int) -> dict[str, float]:
    """Put the whole archive on the shelf; return how much of it was really printed, and in how many seconds."""
    with said("Printing the archive"), Inside(home) as inside:
        done: dict[str, float] = inside.ask("print_archive", really=really)
    return done


def command(*words: str) -> None:
    """Run a command of the program.

    Errors:
        SystemExit: it failed; what it said stands on standard error.
    """
    environment = {**os.environ, "ADDRESS": f"http://{HOST}"}
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet.cli", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"broadsheet {' '.join(words)} failed.")
