"""How much room the disk has for tips: what is printed beside the form is what holds, and tells nothing of what came."""

import errno
import shutil
import sqlite3
import threading
from datetime import date
from pathlib import Path

from broadsheet.tips.box import Box
from broadsheet.tips.days import today

LARGEST_BYTES = 2 * 1024**3
# Of the free disk, what one tip may take, and all that are under way together.
OF_FREE, ALL_OF_FREE = 0.05, 0.25
# So much stays for the paper itself.
KEPT_FREE_BYTES = 256 * 1024**2
# Below this no tip is worth beginning: a few documents would not fit.
LEAST_BYTES = 1024**2
# What one tip may have, as it was worked out on a day, of each box.
_told: dict[Path, tuple[date, int]] = {}
_lock = threading.Lock()


def free_bytes(box: Box) -> int:
    """Return what tips may take of the disk at most."""
    folder = box.folder if box.folder.exists() else box.folder.parent
    usage = shutil.disk_usage(folder)
    return max(0, usage.free - max(KEPT_FREE_BYTES, usage.total // 20))


def largest_tip(box: Box) -> int:
    """Return how many bytes, locked up, one tip may have today: a power of two, or nothing.

    Whoever looked again and again could tell from the free disk when a tip comes and how large it is. So it is worked out
    once a day and process; within the day only anew when the disk cannot take even one such tip, or none at all was taken.
    """
    free = free_bytes(box)
    with _lock:
        day, most = _told.get(box.folder, (None, 0))
        if day != today() or most > free * ALL_OF_FREE or most < LEAST_BYTES:
            most = power_below(min(LARGEST_BYTES, int(free * OF_FREE)))
            _told[box.folder] = (today(), most)
    return most


def power_below(number: int) -> int:
    """Return the largest power of two that is not above a number.

    >>> power_below(1000), power_below(1024), power_below(0)
    (512, 1024, 0)
    """
    return 1 << (number.bit_length() - 1) if number else 0


def has_room(box: Box) -> bool:
    return largest_tip(box) >= LEAST_BYTES


def is_of_full_disk(error: Exception) -> bool:
    """Say whether something could not be written because there is no room for it."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
