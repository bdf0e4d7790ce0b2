"""Who acts just now: each line of the log names them. The worker and commands act for nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_acting: ContextVar[Callable[[], int | None] | None] = ContextVar("acting", default=None)


@contextmanager
def acting(find_key: Callable[[], int | None]) -> Iterator[None]:
    """Act for someone from here on.

    Args:
        find_key: returns the key of the person; it is asked only when a line is written.
    """
    token = _acting.set(find_key)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> int | None:
    """Return the key of whoever acts; None for the worker, a command, a reader."""
    find_key = _acting.get()
    return find_key() if find_key else None
