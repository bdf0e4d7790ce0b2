"""What went wrong at the tip line: of what kind, and at which line of the program; nothing of whoever asked.

The newsroom's list of errors tells when each was met. Of the tip line even that would tell when somebody was there, so a
fault stands in the log alone, once a day.
"""

import logging
import traceback
from datetime import date
from pathlib import Path

from broadsheet.tips.days import today

logger = logging.getLogger(__name__)
PACKAGE = str(Path(__file__).parent)
_told: dict[str, date] = {}


def note_fault(error: BaseException) -> None:
    """Write a fault into the log, if it was not written today."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or frames
    where = f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else "nowhere"
    fault = f"{type(error).__name__} at {where}"
    if _told.get(fault) != today():
        _told[fault] = today()
        logger.error("The tip line failed: %s", fault)
