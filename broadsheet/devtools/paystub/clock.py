"""The stand-in's own time, which tests move, and what is to happen when it comes."""

import heapq
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# A month in months, so that a year is twelve of them.
MONTHS = {"month": 1, "year": 12}
SPANS = {"day": DAY, "week": 7 * DAY}


class Clock:
    """Goes as this machine's does, from whatever moment it was set to; never back. All in seconds since 1970."""

    def __init__(self, now: float | None = None) -> None:
        self.ahead = 0.0 if now is None else now - time.time()

    def now(self) -> int:
        return int(time.time() + self.ahead)

    def move_to(self, moment: float) -> None:
        if moment > self.now():
            self.ahead = moment - time.time()


class Happening(NamedTuple):
    """What is to be done at a moment; `number` keeps those of one moment in the order they were noted."""

    moment: int
    number: int
    act: Callable[[], None]


class Agenda:
    """All that is to happen later."""

    def __init__(self) -> None:
        self.kept: list[Happening] = []
        self.numbers = itertools.count()

    def note(self, moment: int, act: Callable[[], None]) -> None:
        heapq.heappush(self.kept, Happening(moment, next(self.numbers), act))

    def next_until(self, moment: int) -> Happening | None:
        """Take out what comes first, if its moment has come by then."""
        if self.kept and self.kept[0].moment <= moment:
            return heapq.heappop(self.kept)
        return None


def later(anchor: int, interval: str, count: int) -> int:
    """Return when the period that began at `anchor` is over, after `count` intervals.

    A plan that began on the 31st is due on the last day of shorter months, as the processor has it.

    >>> later(1738281600, "month", 1) == 1738281600 + 28 * DAY  # from January 31st, 2025
    True
    """
    if interval in SPANS:
        return anchor + SPANS[interval] * count
    begun = datetime.fromtimestamp(anchor, UTC)
    months = begun.month - 1 + MONTHS[interval] * count
    year, month = begun.year + months // 12, months % 12 + 1
    for day in range(begun.day, 27, -1):
        try:
            return int(begun.replace(year=year, month=month, day=day).timestamp())
        except ValueError:
            continue
    return int(begun.replace(year=year, month=month).timestamp())


def midnight_after(moment: int) -> int:
    return (moment // DAY + 1) * DAY
