"""What stays true from one printing to the next: a card, an item of a feed, the paper's settings.

A piece is kept in this process with the sources that it shows and the newest line of the log when it was made. It is still
true if no line since has touched any of them. So a publication makes the one card that is new, and not the dozens beside
it. Only printing keeps pieces: what is shown in a preview may never be committed.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

from django.utils import timezone, translation

from broadsheet.press.log import EVERYTHING
from broadsheet.press.models import Change
from broadsheet.press.recorder import (
    NEWEST_LINE,
    Made,
    is_printing,
    not_after,
    note_sources,
    one_memory,
    print_again_at,
    recording,
    remember,
)

# A card has 2 kB, a story in a feed up to 10: some 16 MB in all.
MOST_PIECES = 3000
# Pieces that were made before the last so many lines are made anew.
MOST_LINES = 500


@dataclass(slots=True)
class Piece:
    """What was made, what it shows, and up to which line of the log it is known to be true."""

    made: Any
    sources: frozenset[str]
    line: int
    not_after: datetime | None
    print_again_at: datetime | None
    # The first moment at which it is not true any more, as far as is known.
    until: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.until = min(filter(None, (self.not_after, self.print_again_at)), default=None)


class Stretch(NamedTuple):
    """Some lines of the log in order, as number and touches, and the number of the one before them, which still stands."""

    after: int
    lines: list[tuple[int, list[str]]]


class Keeper:
    """The pieces of one process, and the newest lines of the log that it has read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pieces: OrderedDict[str, Piece] = OrderedDict()
        self._lines: deque[tuple[int, frozenset[str]]] = deque(maxlen=MOST_LINES)
        self._newest = 0
        self._oldest = 0

    def read_log(self, stretch: Stretch | None = None) -> int:
        """Read the lines that are new to this process; return the number of the newest.

        Args:
            stretch: lines that were just read by the press, with the one before them.
        """
        with self._lock:
            if stretch is not None and self._newest == stretch.after:
                return self._read_on(stretch.lines)
            lines = Change.objects.filter(pk__gte=self._newest).order_by("-pk")
            rows = list(lines.values_list("pk", "touches")[: MOST_LINES + 1])
            # The line read last must still be there: else this is another database, restored from a backup.
            if len(rows) > MOST_LINES or (
                self._newest and (not rows or rows[-1][0] != self._newest)
            ):
                self._forget()
            return self._read_on(row for row in reversed(rows) if row[0] > self._newest)

    def _read_on(self, lines: Iterable[tuple[int, Iterable[str]]]) -> int:
        for number, touches in lines:
            self._lines.append((number, frozenset(touches)))
            self._newest = number
        self._oldest = self._lines[0][0] - 1 if self._lines else self._newest
        return self._newest

    def find(self, name: str, line: int) -> Piece | None:
        """Return a piece that no line up to this one has made untrue."""
        with self._lock:
            piece = self._pieces.get(name)
            if piece is None or not self._oldest <= piece.line <= line:
                return None
            if piece.until is not None and piece.until <= timezone.now():
                return None
            if piece.line < line:
                if self._is_touched(piece, line):
                    return None
                piece.line = line
            self._pieces.move_to_end(name)
            return piece

    def keep(self, name: str, piece: Piece) -> None:
        with self._lock:
            self._pieces[name] = piece
            self._pieces.move_to_end(name)
            if len(self._pieces) > MOST_PIECES:
                self._pieces.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._pieces.clear()
        self._lines.clear()
        self._newest = self._oldest = 0

    def _is_touched(self, piece: Piece, line: int) -> bool:
        for number, touches in reversed(self._lines):
            if number <= piece.line:
                return False
            if number <= line and (EVERYTHING in touches or not touches.isdisjoint(piece.sources)):
                return True
        return False


_keeper = Keeper()


@contextmanager
def printing(stretch: Stretch | None = None) -> Iterator[None]:
    """Make what is printed inside once, and keep what may be true the next time.

    Args:
        stretch: what the press has just read of the log, to be read once only.
    """
    with one_memory():
        # Read before anything else: what changes while pages are made is then newer than what is kept of them.
        remember(NEWEST_LINE, lambda: _keeper.read_log(stretch))
        yield


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
    line = remember(NEWEST_LINE, _keeper.read_log)
    about = _name("")
    names = {key: f"{kind}:{key}{about}" for key in wanted}
    pieces = {key: _keeper.find(name, line) for key, name in names.items()}
    missing = [key for key, piece in pieces.items() if piece is None]
    if missing and prepare:
        prepare(missing)
    made = {
        key: pieces[key] or _make(name, partial(make, key), line) for key, name in names.items()
    }
    for key in wanted:
        _note(made[key])
    return [made[key].made for key in wanted]


def kept(name: str, make: Callable[[], Made]) -> Made:
    """Return one thing, made anew only if a source that it read has changed; outside printing, made once a memory."""
    if not is_printing():
        return remember(name, make)
    line = remember(NEWEST_LINE, _keeper.read_log)
    full = _name(name)
    piece = _keeper.find(full, line) or _make(full, make, line)
    _note(piece)
    return piece.made


def _name(name: str) -> str:
    return f"{name}:{translation.get_language()}:{timezone.get_current_timezone_name()}"


def _make(name: str, make: Callable[[], object], line: int) -> Piece:
    with recording() as recorder:
        made = make()
    piece = Piece(
        made, frozenset(recorder.sources), line, recorder.not_after, recorder.print_again_at
    )
    _keeper.keep(name, piece)
    return piece


def _note(piece: Piece) -> None:
    note_sources(piece.sources)
    if piece.until is not None:
        not_after(piece.not_after)
        print_again_at(piece.print_again_at)


def forget_pieces() -> None:
    """Forget all that was kept, as after a change of the whole database."""
    _keeper.forget()
