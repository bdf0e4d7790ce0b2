"""What a part or sheet turns out to show while it is printed.

Models note themselves when they are read from the database (`sources.Source.from_db`). What is not read as a model
must be noted by hand: the membership of a list (`list:section:7`), and values that come from `values_list`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

Made = TypeVar("Made")
NEWEST_LINE = "newest-line"


@dataclass
class Recorder:
    """What one part or sheet shows, and when it must be printed again or refused."""

    sources: set[str] = field(default_factory=set)
    print_again_at: datetime | None = None
    not_after: datetime | None = None
    gone_after: datetime | None = None
    # What a room wants to remember of this printing (`remarks.py`).
    remarks: dict[str, str] = field(default_factory=dict)
    # What was over before this began is shown by nothing that is made now.
    began: datetime = field(default_factory=timezone.now)

    def take_over(self, other: "Recorder") -> None:
        self.sources |= other.sources
        if other.print_again_at is not None:
            self.print_again_at = _earlier(self.print_again_at, other.print_again_at)
        if other.not_after is not None:
            self.not_after = _earlier(self.not_after, other.not_after)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)
_memory: ContextVar[dict[str, tuple[Any, Recorder]] | None] = ContextVar("memory", default=None)


@contextmanager
def recording() -> Iterator[Recorder]:
    """Note what is shown from here on; an outer recording does not hear of it."""
    recorder = Recorder()
    token = _recorder.set(recorder)
    try:
        yield recorder
    finally:
        _recorder.reset(token)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Note nothing of what is read in here, because its change prints everything anew."""
    token = _recorder.set(None)
    try:
        yield
    finally:
        _recorder.reset(token)


def note_source(source: str) -> None:
    """Say that what is being printed shows this source, for example `list:section:7`."""
    recorder = _recorder.get()
    if recorder is not None:
        recorder.sources.add(source)


def note_sources(sources: Iterable[str]) -> None:
    """Say the same of several."""
    recorder = _recorder.get()
    if recorder is not None:
        recorder.sources.update(sources)


def print_again_at(when: datetime | None) -> None:
    """Say that what is being printed holds until this moment and is then printed anew. A moment that is past says nothing."""
    recorder = _recorder.get()
    if recorder is not None and when is not None and when > recorder.began:
        recorder.print_again_at = _earlier(recorder.print_again_at, when)


def not_after(when: datetime | None) -> None:
    """Say that what is being printed shows something that may not be shown from this moment on, come what may."""
    recorder = _recorder.get()
    if recorder is not None and when is not None and when > recorder.began:
        recorder.not_after = _earlier(recorder.not_after, when)


def gone_after(when: datetime | None) -> None:
    """Say that this page itself ends at this moment: from then on its address answers that it is gone."""
    not_after(when)
    recorder = _recorder.get()
    if recorder is not None:
        recorder.gone_after = _earlier(recorder.gone_after, when)


def remark(name: str, words: str) -> None:
    """Say something about the page that is being printed, to be kept on the shelf with it until a room fetches it.

    Args:
        name: of what is said; words that are the same as the last under this name are not kept again.
    """
    recorder = _recorder.get()
    if recorder is not None:
        recorder.remarks[name] = words


@contextmanager
def one_memory() -> Iterator[None]:
    """Let lists and cards be made once for all that is printed inside."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def is_printing() -> bool:
    """Say whether what is made now is for the shelf (`keeping.printing`)."""
    return NEWEST_LINE in (_memory.get() or {})


def remember(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` returns; within one memory it is made once, and its sources are noted each time."""
    memory = _memory.get()
    if memory is None:
        return make()
    if name not in memory:
        with recording() as recorder:
            made = make()
        memory[name] = (made, recorder)
    made, recorded = memory[name]
    current = _recorder.get()
    if current is not None:
        current.take_over(recorded)
    return made
