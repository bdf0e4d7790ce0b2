"""How much is taken in within a day: each way in has a share of its own, so that a flood of one shuts nobody out of another."""

import sqlite3
import threading
from collections import Counter
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import NotNowError

GIGABYTE: Final = 1024**3


class Lane(NamedTuple):
    """A way in: `script` or `plain`, and whether it leads through an onion service."""

    way: str
    is_onion: bool = False


class Share(NamedTuple):
    """Tips that came whole, and bytes of whatever came."""

    tips: int
    bytes: int


OF_LANES: Final = {
    Lane("script"): Share(1600, 30 * GIGABYTE),
    Lane("plain"): Share(400, 6 * GIGABYTE),
    Lane("script", is_onion=True): Share(800, 10 * GIGABYTE),
    Lane("plain", is_onion=True): Share(200, 4 * GIGABYTE),
}
# What holds over a restart, too.
OF_ALL: Final = Share(
    sum(one.tips for one in OF_LANES.values()), sum(one.bytes for one in OF_LANES.values())
)


class DayCounts:
    """What came today by each lane.

    By lane it is counted in memory alone: where so little comes, a count on the disk would tell of a single source whether
    she came through an onion service. The box keeps the sum of all that came whole.
    """

    def __init__(self, box: Box) -> None:
        self.box = box
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._day = today()
        self._tips: Counter[Lane] = Counter()
        self._bytes: Counter[Lane] = Counter()

    def refuse_full(self, lane: Lane, size: int) -> None:
        """Refuse what would come on top of what came today.

        Errors:
            NotNowError: too many tips came by this lane, or too much.
        """
        share = OF_LANES[lane]
        with self._lock:
            self._turn_over()
            came = Share(self._tips[lane], self._bytes[lane])
        if is_full(came, share, size) or is_full(self._of_all(), OF_ALL, size):
            raise NotNowError(
                _(
                    "So much came today that nothing more is taken. Try again tomorrow, or in another way."
                ),
                code="busy",
            )

    def note_bytes(self, lane: Lane, size: int) -> None:
        """Count bytes that came; fewer than none: they are thrown away again."""
        with self._lock:
            self._turn_over()
            self._bytes[lane] = max(0, self._bytes[lane] + size)

    def note_tip(self, lane: Lane) -> None:
        with self._lock:
            self._turn_over()
            self._tips[lane] += 1

    def _turn_over(self) -> None:
        if self._day != today():
            self._begin()

    def _of_all(self) -> Share:
        with self.box.reading() as rows:
            found = rows.execute(
                "SELECT opened, bytes FROM taken WHERE day=?", (today().isoformat(),)
            ).fetchone()
        return Share(*found) if found else Share(0, 0)


def is_full(came: Share, most: Share, size: int) -> bool:
    return came.tips >= most.tips or came.bytes + size > most.bytes


def count_whole(rows: sqlite3.Connection, size: int) -> None:
    """Count a message that came whole, in the transaction that keeps it."""
    day = today().isoformat()
    rows.execute("DELETE FROM taken WHERE day < ?", (in_days(-1).isoformat(),))
    rows.execute("INSERT OR IGNORE INTO taken VALUES (?, 0, 0)", (day,))
    rows.execute("UPDATE taken SET opened=opened+1, bytes=bytes+? WHERE day=?", (size, day))
