"""Keeping out thieves who try stolen cards: what is asked before a page to pay on is made.

They come in thousands and from many addresses, and the paper pays for each card that is refunded or disputed. So each block of
addresses and each mailbox has only so many tries; and the more pages nobody pays on, the more work a browser has to do for the
next one: a donor's does it once, theirs ten thousand times. Where cards are declined in numbers, gifts by card pause
(`pausing.py`); cheques and pledges go on. All else is counted in this process's memory, and forgotten within an hour
(`mailbag/limits.py`).
"""

import threading
import time
from collections import deque
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from broadsheet.donations.card.pausing import (
    DECLINED,
    PAID,
    is_paused,
    pause_if_many_are_declined,
)
from broadsheet.mailbag.errors import TooManyError
from broadsheet.mailbag.limits import Limit, block_of
from broadsheet.mailbag.passes import ROUNDS, Pass

HOUR: Final = 3_600.0
# Pages to pay on that nobody has paid on, within an hour, for each doubling of the work.
PAGES_A_STEP: Final = 8
DECLINES_A_STEP: Final = 5
# 64 times the usual: about 13 seconds on a desk.
MOST_STEPS: Final = 6
# From here on only those come in from whose block nobody has tried within the hour.
MOST_UNPAID: Final = 45
MOST_PAGES: Final = 50


class Watch:
    """What is counted of pages to pay on and of what became of them; times are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Count from nothing."""
        self.blocks = Limit(most=6, seconds=HOUR)
        self.mailboxes = Limit(most=4, seconds=HOUR)
        # Passes of pages that were read over, which cost no work, while work is asked for.
        self.read_over = Limit(most=6, seconds=HOUR)
        self.seen = Limit(most=1, seconds=HOUR)
        self.begun: deque[float] = deque()
        self.paid: deque[float] = deque()
        self.declined: deque[float] = deque()

    def steps(self, now: float) -> int:
        """Return how often the work for the next page is doubled."""
        with self._lock:
            by_pages = self._unpaid(now) // PAGES_A_STEP
            by_declines = _within(self.declined, now, HOUR) // DECLINES_A_STEP
        return min(max(by_pages, by_declines), MOST_STEPS)

    def unpaid(self, now: float) -> int:
        with self._lock:
            return self._unpaid(now)

    def _unpaid(self, now: float) -> int:
        begun, paid = _within(self.begun, now, HOUR), _within(self.paid, now, HOUR)
        return max(0, begun - paid)

    def note_begun(self, now: float) -> None:
        with self._lock:
            self.begun.append(now)

    def note_paid(self, now: float) -> None:
        with self._lock:
            self.paid.append(now)

    def note_declined(self, now: float) -> None:
        with self._lock:
            self.declined.append(now)


def _within(times: deque[float], now: float, seconds: float) -> int:
    """Return how many happened within so long; what is older than an hour is forgotten."""
    while times and times[0] <= now - HOUR:
        times.popleft()
    return sum(at > now - seconds for at in times)


WATCH: Final = Watch()


def refuse_testers(request: HttpRequest, given: Pass, *, mailbox: str) -> None:
    """Refuse whoever seems to try cards, before a page to pay on is made; count the others as having begun one.

    Args:
        given: the pass that the form came with.
        mailbox: as `mail_form` has it; empty if none was given.

    Errors:
        TooManyError: they must wait, or have their browser work longer, or give in another way; what was typed is kept.
    """
    now = time.monotonic()
    block = block_of(request)
    if is_paused():
        raise TooManyError(
            _(
                "Gifts by card pause for half an hour. Promise a gift now and send a check, or come back later; what you "
                "wrote is still here."
            )
        )
    is_new_there = WATCH.seen.take(block, now=now)
    may = WATCH.blocks.take(block, now=now)
    may_too = not mailbox or WATCH.mailboxes.take(mailbox, now=now)
    if not (may and may_too):
        raise TooManyError(
            _(
                "Several gifts by card were begun from your network or with your address. Try again in some minutes, or promise "
                "a gift now."
            )
        )
    _ask_for_work(given, now, is_new_there=is_new_there)
    WATCH.note_begun(now)


def _ask_for_work(given: Pass, now: float, *, is_new_there: bool) -> None:
    """Ask for as much work as there is reason for.

    Errors:
        TooManyError: it was not done.
    """
    steps, unpaid = WATCH.steps(now), WATCH.unpaid(now)
    is_worked = given.rounds > 0
    if unpaid >= MOST_PAGES or (unpaid >= MOST_UNPAID and not (is_new_there and is_worked)):
        raise _busy()
    if not is_worked:
        # Without scripts no work can be done: so few that no thief gains by it.
        if steps and not WATCH.read_over.take("all", now=now):
            raise _busy()
        return
    # One step less: it may have been asked for a moment before another began.
    if given.rounds < rounds_for(max(0, steps - 1)):
        raise TooManyError(
            _(
                "Many gifts by card are being begun just now, and your browser has to do more to show that it is no robot's. "
                "Press the button once more; it may take half a minute."
            )
        )


def _busy() -> TooManyError:
    return TooManyError(
        _(
            "Too many gifts by card are being begun just now. Promise a gift, or try again in an hour; what you wrote is still "
            "here."
        )
    )


def rounds_for(steps: int) -> int:
    return ROUNDS * 2**steps


def rounds_now() -> int:
    """Return how many rounds each try at the next puzzle costs."""
    return rounds_for(WATCH.steps(time.monotonic()))


def hear(kind: str) -> None:
    """Count what a delivery of the processor tells of, by its kind."""
    if kind == DECLINED:
        WATCH.note_declined(time.monotonic())
        pause_if_many_are_declined()
    elif kind == PAID:
        WATCH.note_paid(time.monotonic())
