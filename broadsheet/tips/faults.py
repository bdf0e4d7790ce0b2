"""What went wrong at the tip line: of what kind, and at which line of the program; nothing of whoever asked.

The newsroom's list of errors tells when each was met, and so does a line of the log. Of the tip line that would tell when
somebody was there, since a stranger may bring a fault about. So each waits in memory, once a day, and is written at a
chance moment of the first hour of the next day, or when the program ends: whoever looks for it restarts the paper.
"""

import atexit
import logging
import secrets
import threading
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from broadsheet.tips.days import in_days, midnight, today

logger = logging.getLogger(__name__)
PACKAGE: Final = str(Path(__file__).parent)
WITHIN_SECONDS: Final = 3600


class Faults:
    """The faults of one process, until they are written."""

    def __init__(self) -> None:
        self._waiting: dict[date, set[str]] = {}
        self._alarm: threading.Timer | None = None
        self._lock = threading.Lock()

    def note(self, fault: str) -> None:
        with self._lock:
            self._waiting.setdefault(today(), set()).add(fault)
            self._set_alarm()

    def write(self, *, before: date | None = None) -> None:
        """Write what is known of the days before a day into the log, each with its day; of all days if there is none."""
        with self._lock:
            days = [day for day in sorted(self._waiting) if before is None or day < before]
            known = [(day, fault) for day in days for fault in sorted(self._waiting.pop(day))]
        for day, fault in known:
            logger.error("The tip line failed on %s: %s", day, fault)

    def _set_alarm(self) -> None:
        if self._alarm is None and self._waiting:
            self._alarm = threading.Timer(seconds_to_wait(), self._ring)
            # Nobody who stops the paper waits for the next day.
            self._alarm.daemon = True
            self._alarm.start()

    def _ring(self) -> None:
        self.write(before=today())
        with self._lock:
            self._alarm = None
            self._set_alarm()


faults: Final = Faults()
atexit.register(faults.write)


def seconds_to_wait() -> float:
    """Return how long it is until a chance moment of the next day's first hour."""
    left = midnight(in_days(1)) - datetime.now(UTC).timestamp()
    return left + secrets.randbelow(WITHIN_SECONDS)


def note_fault(error: BaseException) -> None:
    """Have a fault written into the log once its day is over."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or frames
    where = f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else "nowhere"
    faults.note(f"{type(error).__name__} at {where}")
