"""A mirror of the box in another folder, still locked up: what is deleted here is deleted there, so that no backup outlives the
days for which tips are kept. To bring it back, put it in the place of `tips/` in the paper's folder while nothing runs.

Its database shows the day on which the mirror was made.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.blobs import names_in, reading
from broadsheet.tips.box import PRAGMAS, WAIT_SECONDS, Box
from broadsheet.tips.days import today
from broadsheet.tips.errors import BackupError

DATABASE: Final = "tips.sqlite3"
MESSAGES: Final = "messages"
# Begun, and of no use without what lies in `unfinished/`, which vanishes within a day; or of that one day.
LEFT_OUT: Final = ("uploads", "parts", "spent")


class Mirrored(NamedTuple):
    """What a mirror holds now, and what was done for it."""

    messages: int
    copied: int
    deleted: int


def mirror(box: Box, folder: Path) -> Mirrored:
    """Make a folder hold what the box holds, and nothing else.

    Errors:
        BackupError: the folder is no place for it.
        OSError, sqlite3.Error: one of the disks.
    """
    folder = folder.expanduser().absolute()
    refuse_unfit(box, folder)
    for one in (folder, folder / MESSAGES):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
        one.chmod(0o700)
    known = copy_rows(box, folder / DATABASE)
    # Not of today before it is whole: what is cut off here is done again at the next turn.
    os.utime(folder / DATABASE, (0, 0))
    kept = folder / MESSAGES
    gone = [one for one in kept.iterdir() if one.name not in known]
    for one in gone:
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()
    new = [one for one in sorted(known) if not (kept / one).exists()]
    copied = sum(copy_message(box, one, kept) for one in new)
    box.show_day([kept, folder / DATABASE, folder])
    return Mirrored(len(known), copied, len(gone))


def refuse_unfit(box: Box, folder: Path) -> None:
    """Refuse a folder that an ordinary backup reaches, that holds something else, or another newsroom's tips.

    Errors:
        BackupError: why, and what to do.
    """
    homes = {box.folder.parent, box.folder.parent.resolve()}
    if homes & {one for path in (folder, folder.resolve()) for one in (path, *path.parents)}:
        raise BackupError(
            _(
                "%(folder)s lies in the paper's folder, which other backups copy and keep. Choose one outside of it, best on "
                "another disk."
            )
            % {"folder": folder}
        )
    if folder.exists() and not folder.is_dir():
        raise BackupError(_("%(folder)s is a file. Name a folder.") % {"folder": folder})
    found = {one.name for one in folder.iterdir()} if folder.exists() else set()
    if found and DATABASE not in found:
        raise BackupError(
            _("%(folder)s holds something else. Name an empty folder, or one that does not exist.")
            % {"folder": folder}
        )
    if found and roots_in(folder / DATABASE) - roots_in(box.database):
        raise BackupError(
            _("%(folder)s holds the tips of another newsroom. Choose a folder for this one alone.")
            % {"folder": folder}
        )


def roots_in(database: Path) -> set[str]:
    """Return the root keys of all lists in a database of tips, in hex; none if it holds none yet."""
    if not database.exists():
        return set()
    with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as rows:
        try:
            return {root for (root,) in rows.execute("SELECT DISTINCT root FROM lists")}
        except sqlite3.OperationalError:
            return set()


def copy_rows(box: Box, database: Path) -> set[str]:
    """Copy the database over the last copy, whole or not at all; return the messages that it tells of."""
    os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    database.chmod(0o600)
    with box.reading() as rows, closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as copy:
        copy.isolation_level = None
        rows.backup(copy)
        for pragma in (*PRAGMAS, "PRAGMA journal_mode=DELETE"):
            copy.execute(pragma)
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")  # nosec B608 # names of ours
        return {one for (one,) in copy.execute("SELECT id FROM messages")}


def copy_message(box: Box, message: str, kept: Path) -> bool:
    """Copy the parts of a message; return whether it was still there to be copied."""
    trial = kept / f".{message}"
    shutil.rmtree(trial, ignore_errors=True)
    trial.mkdir(mode=0o700)
    try:
        for name in names_in(box.messages / message):
            copied = trial / name
            with reading(box.messages / message / name) as part, copied.open("wb") as copy:
                shutil.copyfileobj(part, copy)
            copied.chmod(0o600)
            box.show_day([copied])
    except FileNotFoundError:
        # Deleted since the rows were copied; they forget it the next time.
        shutil.rmtree(trial)
        return False
    trial.rename(kept / message)
    box.show_day([kept / message])
    return True


def mirrored_on(folder: Path) -> date | None:
    """Return the day on which a mirror was last made; None if there is none."""
    try:
        moment = (folder.expanduser().absolute() / DATABASE).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(moment, UTC).date()


def mirror_daily(box: Box, folder: Path) -> Mirrored | None:
    """Make the day's mirror, unless it was made already."""
    return None if mirrored_on(folder) == today() else mirror(box, folder)
