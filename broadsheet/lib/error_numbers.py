"""Errors by number: a short one that a reader can say on the phone, and that the publisher finds in the newsroom and in the log.

A number belongs to a fault, not to a moment: the same line of the program that fails in the same way has the same
number on each machine, however often, and with no database at hand. It is made with SECRET_KEY, so that no stranger can
work out of it which line that was.

What was met waits here until it is written into the newsroom's list (`health/noted.py`). None of it is about whoever
was asking: no address of a page, no form, no name.
"""

import hmac
import logging
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Any

logger = logging.getLogger("broadsheet.errors")
# Without those that are taken for one another, by eye: 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V, Q and O, G and 6.
LETTERS = "ACDEFHJKMNPRTVWXY34679"
LENGTH = 6
# A fault's traceback stands in the log once in so long, and a line that it goes on once in so long.
TRACEBACK_AGAIN_SECONDS = 3600
LINE_AGAIN_SECONDS = 60
# Faults that wait at most to be written down: what cannot be written for hours must not fill the memory.
MOST_WAITING = 500


@dataclass
class Met:
    """A fault, and how often it was met since it was last written down. Times in seconds since 1970."""

    number: str
    kind: str
    where: str
    first_at: float
    last_at: float
    times: int = 1


@dataclass
class _Told:
    traceback_at: float
    line_at: float
    unsaid: int = 0


_lock = Lock()
_waiting: dict[str, Met] = {}
_told: dict[str, _Told] = {}


def note_error(error: BaseException, where: str) -> str:
    """Write an error into the log, keep it for the newsroom's list, and return its number, such as "K7M-3QP".

    Args:
        where: the name of the route that failed, never an address that somebody asked for.
    """
    number, kind, now = number_of(error, where), type(error).__qualname__, time.time()
    with _lock:
        met = _waiting.get(number)
        if met is not None:
            met.times, met.last_at = met.times + 1, now
        elif len(_waiting) < MOST_WAITING:
            _waiting[number] = Met(number, kind, where, now, now)
        unsaid = _unsaid(number, now)
    if unsaid is None:
        logger.error("Error %s at %s: %s", number, where, kind, exc_info=error)
    elif unsaid:
        logger.error("Error %s at %s: %s, %d times more", number, where, kind, unsaid)
    return number


def _unsaid(number: str, now: float) -> int | None:
    """Return how many times are to be said in a line; 0 if none is due, None if the traceback is."""
    told = _told.get(number)
    if told is None or now - told.traceback_at >= TRACEBACK_AGAIN_SECONDS:
        if len(_told) >= MOST_WAITING:
            _told.clear()
        _told[number] = _Told(now, now)
        return None
    told.unsaid += 1
    if now - told.line_at < LINE_AGAIN_SECONDS:
        return 0
    unsaid, told.unsaid, told.line_at = told.unsaid, 0, now
    return unsaid


def number_of(error: BaseException, where: str) -> str:
    """Return the number of the fault that an error shows."""
    from django.conf import settings

    said = "|".join([type(error).__module__, type(error).__qualname__, where, *_places(error)])
    digest = hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256")
    left = int.from_bytes(digest[:8], "big")
    signs = ""
    for _place in range(LENGTH):
        left, sign = divmod(left, len(LETTERS))
        signs += LETTERS[sign]
    return spaced(signs)


def _places(error: BaseException) -> Iterable[str]:
    """Give the innermost place that is ours, and the innermost of all."""
    ours = innermost = ""
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        innermost = f"{module}:{trace.tb_frame.f_code.co_name}"
        if module.startswith("broadsheet."):
            ours = f"{innermost}:{trace.tb_lineno}"
        trace = trace.tb_next
    return ours, innermost


def spaced(signs: str) -> str:
    """Return a number as it is shown, in two groups.

    >>> spaced("K7M3QP")
    'K7M-3QP'
    """
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"


def as_typed(words: str) -> str:
    """Return the number that someone has typed or heard, however they wrote it.

    >>> as_typed(" k7m 3qp "), as_typed("number")
    ('K7M-3QP', 'NUM-BER')
    """
    return spaced(re.sub(r"[^A-Z0-9]", "", words.upper())[:LENGTH])


def route_name(match: Any) -> str:
    """Return what a route is called in lists and logs.

    Args:
        match: what Django found for an address, as `request.resolver_match`; None before it has looked.
    """
    return (match.view_name or "") if match is not None else ""


def take_waiting() -> list[Met]:
    """Return what was met since it was last asked for, and keep it no longer."""
    with _lock:
        taken = list(_waiting.values())
        _waiting.clear()
    return taken


def give_back(taken: list[Met]) -> None:
    """Keep what could not be written down, for the next time."""
    with _lock:
        for one in taken:
            newer = _waiting.get(one.number)
            if newer is None:
                _waiting[one.number] = one
                continue
            newer.times, newer.first_at = newer.times + one.times, one.first_at


def forget_errors() -> None:
    """Forget all that was met, as when the program begins."""
    with _lock:
        _waiting.clear()
        _told.clear()
