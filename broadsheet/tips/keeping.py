"""What comes round by itself, each minute and at most doing little: what is over is deleted, here and in the mirror; those who
read tips are told that something waits or is about to end; readers' pages that the line was opened or closed."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from broadsheet.tips import blobs, threads
from broadsheet.tips.backup import mirror_daily
from broadsheet.tips.box import Box, this_box
from broadsheet.tips.days import WARNED_BEFORE, in_days, today
from broadsheet.tips.former_keys import KEPT_DAYS
from broadsheet.tips.leaving import settle
from broadsheet.tips.notices import send_due
from broadsheet.tips.offering import tell_if_changed

# Of each table of what is of a day alone, how many days it is of use.
OF_A_DAY: Final = {"spent": 1, "taken": 1, "notices": 2, "keys_before": KEPT_DAYS}
# Of each box, on which day it was last searched for what no row tells of.
_swept: dict[Path, str] = {}


def keep_house() -> None:
    """Do all of it; what fails keeps nothing else from its turn, and is told in the end."""
    box = this_box()
    if not box.database.exists():
        return
    failures: list[Exception] = []
    for step in STEPS:
        try:
            step(box)
        except Exception as error:  # noqa: BLE001 (told below, by the worker)
            failures.append(error)
    if failures:
        raise failures[0]


def end_what_is_over(box: Box) -> int:
    """Delete conversations whose last day is over: rows and files."""
    return threads.discard_ended(box)


def warn_of_ends(box: Box) -> int:
    """Note of which conversations the end has come so near that their readers are told: 14 days, then 3."""
    count = 0
    for days in WARNED_BEFORE:
        near, values = "ends<=? AND (warned IS NULL OR warned>?)", (in_days(days).isoformat(), days)
        with box.reading() as rows:
            asked = f"SELECT COUNT(*) FROM threads WHERE {near}"  # nosec B608 # words of ours
            [found] = rows.execute(asked, values).fetchone()
        if found:
            with box.writing() as rows:
                noted = f"UPDATE threads SET warned=? WHERE {near}"  # nosec B608 # words of ours
                rows.execute(noted, (days, *values))
        count += found
    return count


def drop_unfinished(box: Box) -> int:
    """Throw away uploads of the day before yesterday and earlier: the server, which knows when each began, may have been down."""
    with box.reading() as rows:
        old = rows.execute(
            "SELECT upload FROM uploads WHERE day < ?", (in_days(-1).isoformat(),)
        ).fetchall()
    for row in old:
        with box.writing() as rows:
            rows.execute("DELETE FROM uploads WHERE upload=?", (row["upload"],))
        blobs.throw_away(box, box.unfinished / row["upload"])
    return len(old)


def forget_days(box: Box) -> None:
    """Forget what is of a day alone, and drills that nobody began; once a day search for files that no row tells of."""
    if _swept.get(box.folder) == today().isoformat():
        return
    with box.writing() as rows:
        for table, days in OF_A_DAY.items():
            before = in_days(-days).isoformat()
            rows.execute(f"DELETE FROM {table} WHERE day < ?", (before,))  # nosec B608 # names of ours
        rows.execute("DELETE FROM drills WHERE thread='' AND ends < ?", (today().isoformat(),))
    blobs.sweep(box)
    _swept[box.folder] = today().isoformat()


def back_up(box: Box) -> None:
    """Make the day's mirror, if the settings name a folder for it: after the deletions, so that they reach it."""
    if settings.TIPS_BACKUP:
        mirror_daily(box, Path(settings.TIPS_BACKUP))


STEPS: list[Callable[[Box], object]] = [
    end_what_is_over,
    warn_of_ends,
    drop_unfinished,
    forget_days,
    settle,
    tell_if_changed,
    back_up,
    send_due,
]
