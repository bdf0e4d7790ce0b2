"""Pieces of pages that stay true from one printing to the next: a card, an item of a feed.

A piece is kept in this process with the sources that it shows and the newest line of the log when it was made. It is still
true if no line since has touched any of them. So a publication makes the one card that is new, and not the dozens beside
it. Only printing keeps pieces: what is shown in a preview may never be committed.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from django.utils import timezone, translation

from broadsheet.press.log import EVERYTHING, newest_line
from broadsheet.press.models import Change
from broadsheet.press.recorder import (
    NEWEST_LINE,
    Made,
    is_printing,
    not_after,
    note_source,
    one_memory,
    print_again_at,
    recording,
    remember,
)

# A card has 2 kB, a story in a feed up to 10: some 16 MB in all.
MOST_PIECES = 3000
# More lines than this to look through, and making anew is the cheaper way.
MOST_LINES = 200


@contextmanager
def printing() -> Iterator[None]:
    """Make what is printed inside once, and keep what may be true the next time."""
    with one_memory():
        # Read before anything else: what changes while pages are made is then newer than what is kept of them.
        remember(NEWEST_LINE, newest_line)
        yield


class Piece(NamedTuple):
    """What was made, what it shows, and up to which line of the log it is known to be true."""

    made: Any
    sources: frozenset[str]
    line: int
    not_after: datetime | None
    print_again_at: datetime | None


_lock = Lock()
_pieces: OrderedDict[str, Piece] = OrderedDict()


def kept_or_made(
    kind: str,
    keys: Iterable[int],
    make: Callable[[int], Made],
    *,
    prepare: Callable[[list[int]], object] | None = None,
) -> list[Made]:
    """Return what `make` returns for each key; what is still true is not made again, and notes its sources each time.

    Args:
        kind: what is made, and for whom: a name for all that `make` depends on beside the key and its sources.
        prepare: called once with the keys that must be made, to fetch them together.
    """
    wanted = list(keys)
    if not is_printing():
        if prepare:
            prepare(wanted)
        return [make(key) for key in wanted]
    line = remember(NEWEST_LINE, newest_line)
    names = {key: _name(kind, key) for key in wanted}
    true = still_true({name: _pieces[name] for name in names.values() if name in _pieces}, line)
    missing = [key for key, name in names.items() if name not in true]
    if missing and prepare:
        prepare(missing)
    for key in missing:
        true[names[key]] = _make(make, key, line)
    for key in wanted:
        _keep(names[key], true[names[key]])
        _note(true[names[key]])
    return [true[names[key]].made for key in wanted]


def _name(kind: str, key: int) -> str:
    zone = timezone.get_current_timezone_name()
    return f"{kind}:{translation.get_language()}:{zone}:{key}"


def still_true(kept: dict[str, Piece], line: int) -> dict[str, Piece]:
    """Return what no line of the log has touched since, as known to be true up to this line."""
    # A line beyond the newest one comes from another database, such as one restored from a backup.
    since = min((one.line for one in kept.values() if one.line <= line), default=line)
    touched = remember(f"touched:{since}:{line}", lambda: _touched(since, line))
    if touched is None or EVERYTHING in touched:
        return {}
    return {
        name: one._replace(line=line)
        for name, one in kept.items()
        if one.line <= line and not one.sources & touched and not _is_over(one)
    }


def _is_over(piece: Piece) -> bool:
    ends = [when for when in (piece.not_after, piece.print_again_at) if when]
    return bool(ends) and min(ends) <= timezone.now()


def _touched(since: int, line: int) -> set[str] | None:
    """Return all sources touched by the lines in between; None if they are too many."""
    if since == line:
        return set()
    lines = Change.objects.filter(pk__gt=since, pk__lte=line).order_by("pk")
    touches = list(lines.values_list("touches", flat=True)[: MOST_LINES + 1])
    if len(touches) > MOST_LINES:
        return None
    return {source for sources in touches for source in sources}


def _make(make: Callable[[int], object], key: int, line: int) -> Piece:
    with recording() as recorder:
        made = make(key)
    return Piece(
        made, frozenset(recorder.sources), line, recorder.not_after, recorder.print_again_at
    )


def _keep(name: str, piece: Piece) -> None:
    with _lock:
        _pieces[name] = piece
        _pieces.move_to_end(name)
        if len(_pieces) > MOST_PIECES:
            _pieces.popitem(last=False)


def _note(piece: Piece) -> None:
    for source in piece.sources:
        note_source(source)
    not_after(piece.not_after)
    print_again_at(piece.print_again_at)


def forget_pieces() -> None:
    """Forget all that was kept, as after a change of the whole database."""
    _pieces.clear()
