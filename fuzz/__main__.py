"""Ask a running demo paper for odd things, and say what broke: `python -m fuzz --minutes 10 --seed 1`."""

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings

from fuzz.papers import people_of, prepare, running_copy
from fuzz.report import told
from fuzz.rounds import Round, Tally

# Then a fresh copy of the paper: much of the last one has been deleted by now.
ROUND_SECONDS = 75


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), help="to repeat a run"
    )
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-fuzz-"))
    learn_addresses(folder)
    tally = Tally()
    # What was found so far is told however it ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(folder, tally, seconds=asked.minutes * 60, seed=asked.seed)
    except KeyboardInterrupt:
        sys.stderr.write("Ended before its time.\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.write(told(tally, seed=asked.seed) + "\n")
    return 1 if tally.broken else 0


def learn_addresses(folder: Path) -> None:
    """Load the program here, too, with an empty paper that is never used, so that its addresses are known."""
    import os

    os.environ["BROADSHEET_HOME"] = str(folder / "unused")
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings"
    django.setup()
    assert settings.ROOT_URLCONF


def run(folder: Path, whole: Tally, *, seconds: float, seed: int) -> None:
    """Go through rounds until the time is over, adding up what comes of each."""
    prepared = prepare(folder / "prepared")
    end = time.monotonic() + seconds
    number = 0
    while (left := end - time.monotonic()) > 0:
        with running_copy(prepared, folder / f"round-{number}") as paper:
            one = Round(paper, people_of(paper), seed + number)
            try:
                one.run(min(ROUND_SECONDS, left))
            finally:
                whole.add(one.tally)
        number += 1
        sys.stderr.write(
            f"Round {number}: {whole.requests:,} requests, {len(whole.broken)} kinds of trouble.\n"
        )


if __name__ == "__main__":
    sys.exit(main())
