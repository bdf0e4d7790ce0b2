"""What a line of the log says: where the program was and what kind of thing went wrong, never what a person gave it.

Django, Wagtail and the databases put into their messages what they were given: the address that was asked for with the
secret in it, a header, a file's name, the row that could not be saved. So of their lines only what their program says
by itself is written, and of an error its places and its kind. What Broadsheet says itself is written as it is: its
messages hold nobody's data (`lib/errors.py`).
"""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from copy import copy
from traceback import format_tb
from types import TracebackType
from typing import Any

from broadsheet.lib.errors import BroadsheetError

logger = logging.getLogger(__name__)
OURS = "broadsheet"
# What a reader may ask to be done; any other word is her own.
METHODS = frozenset(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
# Where databases name a failure by its kind: sqlite3 from Python 3.11, psycopg.
DATABASE_CODES = ("sqlite_errorname", "sqlstate")


def log_settings(*, debug: bool) -> dict[str, Any]:
    """Return Python's settings for a program's log, as `logging.config.dictConfig` takes them.

    Args:
        debug: whether a developer sees all that errors say.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "logging.Formatter" if debug else "broadsheet.lib.log_lines.LogLine",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "filters": {"numbered": {"()": "broadsheet.lib.log_lines.NumberedOnce"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Without Django's own handler, which would mail whole requests to the program's administrators.
            "django": {"handlers": [], "level": "WARNING"},
            # What Python warns of is for developers.
            "py.warnings": {"level": "WARNING" if debug else "ERROR"},
            "django.server": {"level": "ERROR"},
            "django.request": {"level": "ERROR", "filters": ["numbered"]},
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            # It repeats each second what the command then says once.
            "psycopg.pool": {"level": "CRITICAL"},
        },
    }


class LogLine(logging.Formatter):
    """Writes each line without anything that a person gave the program."""

    def format(self, record: logging.LogRecord) -> str:
        line = copy(record)
        line.msg, line.args = sentence_of(record), None
        # Another handler may have kept the whole traceback here.
        line.exc_text = None
        return super().format(line)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's own name)
        return careful_traceback(ei[1]) if ei[1] else ""


class NumberedOnce(logging.Filter):
    """Leaves out Django's own line about an error that has its number (`lib/error_numbers.py`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(getattr(record, "request", None), "error_number", "")


def sentence_of(record: logging.LogRecord) -> str:
    """Return what a record says, without what it was given.

    Of others' sentences the blanks stay blank: `Task id=%s path=%s`. One without blanks may have been filled already, so
    only its place is told.
    """
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    request = getattr(record, "request", None)
    if request is not None:
        return f"{getattr(record, 'status_code', 'no')} for {asked_for(request)}"
    if record.args:
        return str(record.msg)
    return f"at {record.module}.py, line {record.lineno}"


def asked_for(request: Any) -> str:
    """Return what was asked for: the method, and the pattern of the address instead of the address.

    In an address may stand a link that works once, a name, a searched word.
    """
    method = request.method if request.method in METHODS else "an unknown method"
    match = getattr(request, "resolver_match", None)
    return f"{method} /{match.route}" if match else f"{method} at no address of ours"


def in_words(error: BaseException) -> str:
    """Return an error's kind, and what may be told of it.

    >>> in_words(ValueError("reader@example.com is no number"))
    'ValueError'
    >>> in_words(OSError(28, "No space left on device", "/tmp/from-a-reader.jpg"))
    'OSError: No space left on device'
    """
    told = _told_by(error)
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


def _told_by(error: BaseException) -> str:
    if isinstance(error, BroadsheetError):
        return str(error)
    for name in DATABASE_CODES:
        if isinstance(code := getattr(error, name, None), str):
            return code
    if isinstance(error, OSError) and error.errno:
        # Without the name of the file, which may be somebody's.
        return os.strerror(error.errno)
    return ""


def careful_traceback(error: BaseException) -> str:
    """Return an error's traceback, that of each error it came of first: places in the program, and kinds."""
    return "\n\n".join(_tracebacks(error, set()))


def _tracebacks(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _tracebacks(before, seen)
    frames = "".join(format_tb(error.__traceback__))
    yield f"Traceback (most recent call last):\n{frames}{in_words(error)}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _tracebacks(one, seen)


def log_what_falls_through() -> None:
    """Have the log tell of errors that nobody caught; Python itself would write all that they say on standard error.

    Python's warnings go the same way.
    """
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda caught: _log_uncaught(
        caught.exc_type, caught.exc_value, caught.exc_traceback
    )
    sys.unraisablehook = lambda caught: _log_uncaught(
        caught.exc_type, caught.exc_value, caught.exc_traceback
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logger.critical("Nobody caught this", exc_info=(kind, error or kind(), trace))
