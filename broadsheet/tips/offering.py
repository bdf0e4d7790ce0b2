"""What the paper's own pages hear of the line: whether it is open, and that this has changed. They reach it by name, and it them."""

import sqlite3
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from broadsheet.tips.blobs import reading
from broadsheet.tips.box import Box, this_box
from broadsheet.tips.errors import TipsError
from broadsheet.tips.lists import CLOSED, OPEN, RARELY, line

# Beside the box: what readers' pages were last told.
TOLD: Final = "told"


class Paper(NamedTuple):
    """The paper whose line it is. `language` is one of the line's own: `en`, `es` or `ar`."""

    name: str
    language: str
    time_zone: str


def paper() -> Paper:
    return Paper(*import_string(settings.TIPS_PAPER)())


def state_now() -> str:
    """Return the line's state: `open`, `rarely`, `drill` or `closed`. A box that cannot be read is closed."""
    box = this_box()
    if not box.database.exists():
        return CLOSED
    try:
        return line(box).state
    except (TipsError, sqlite3.Error, OSError):
        return CLOSED


def tell_if_changed(box: Box) -> bool:
    """Have readers' pages that name the line printed anew, if it was opened or closed since; return whether it was."""
    if not box.database.exists():
        return False
    is_offered = "yes" if state_now() in (OPEN, RARELY) else "no"
    told = box.folder / TOLD
    if told.exists():
        with reading(told) as file:
            if file.read().decode("ascii") == is_offered:
                return False
    import_string(settings.TIPS_CHANGED)()
    told.write_text(is_offered, encoding="ascii")
    told.chmod(0o600)
    box.show_day([told, box.folder])
    return True
