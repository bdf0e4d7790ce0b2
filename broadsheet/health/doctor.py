"""`broadsheet doctor`: what is wrong with an installation, and how to mend it, each in one sentence. It changes nothing.

It must speak when nothing else does: at its top stands Python's own library alone, and each step is taken only if the one
before has shown that it can be.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

FINE, NOTE, WRONG = "fine", "note", "wrong"


class Finding(NamedTuple):
    """What was found about one thing, in a sentence. `state` is FINE, NOTE (it works, and could be better) or WRONG."""

    about: str
    state: str
    says: str


Check = Callable[[], Iterable[Finding]]


def fine(about: str, says: str) -> Finding:
    return Finding(about, FINE, says)


def note(about: str, says: str) -> Finding:
    return Finding(about, NOTE, says)


def wrong(about: str, says: str) -> Finding:
    return Finding(about, WRONG, says)


def home() -> Path:
    """Return the paper's folder, as `lib/env.py` finds it, which needs Django."""
    return Path(os.environ.get("BROADSHEET_HOME", "paper")).expanduser().absolute()


def examine() -> Iterator[Finding]:
    """Give what is found, from what all else stands on upward. Where nothing more can be found out, it ends."""
    from broadsheet.health import doctor_machine as machine

    of_machine = [*looked(machine.CHECKS)]
    yield from of_machine
    if any(one.about in machine.NEEDED and one.state == WRONG for one in of_machine):
        yield note("Paper", "Nothing more can be looked at before this is mended.")
        return
    settings = [*looked([load_settings])]
    yield from settings
    if any(one.state == WRONG for one in settings):
        return
    # Only now, since they import what they look at.
    from broadsheet.health import doctor_paper, doctor_records

    yield from looked(doctor_paper.CHECKS)
    doctor_records.ask_directly()
    database = [*looked([doctor_records.answers])]
    yield from database
    if all(one.state != WRONG for one in database):
        yield from looked(doctor_records.CHECKS)


def looked(checks: Iterable[Check]) -> Iterator[Finding]:
    """Give what each check finds; one that fails says so, and keeps no other from its turn."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 (whatever an installation may do)
            about = check.__name__.replace("_", " ").capitalize()
            yield wrong(about, f"It could not be looked at ({type(error).__name__}: {error}).")


def load_settings() -> Iterator[Finding]:
    """Load the program with the paper's settings, as every command does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        yield wrong("Settings", str(error))
    except Exception as error:  # noqa: BLE001 (a package that does not fit can do anything)
        yield wrong(
            "Settings",
            f"The program cannot be loaded ({type(error).__name__}: {error}). Install it anew with all that it needs.",
        )
    else:
        yield fine("Settings", "Each can be read.")


def run_doctor(*, as_json: bool, out: TextIO = sys.stdout) -> int:
    """Say what is found, line by line; return 1 if anything is wrong, else 0."""
    found: list[Finding] = []
    for one in examine():
        found.append(one)
        if not as_json:
            out.write(f"{one.state:<5}  {one.about}: {one.says}\n")
            out.flush()
    count = sum(one.state == WRONG for one in found)
    if as_json:
        out.write(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=2))
        out.write("\n")
    else:
        counted = {0: "Nothing is wrong.", 1: "One thing is wrong."}
        out.write(f"{counted.get(count, f'{count} things are wrong.')}\n")
    return min(count, 1)
