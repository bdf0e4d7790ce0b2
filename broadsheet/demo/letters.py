"""The letters to the editor that wait in the demo paper's queue."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from wagtail.models import Site

from broadsheet.demo.files import read_file
from broadsheet.letters.clusters import file_letter
from broadsheet.letters.models import Letter
from broadsheet.letters.taking import type_in
from broadsheet.stories.models import Story


def load_letters(folder: Path, site: Site, stories: Mapping[str, Story], now: datetime) -> None:
    """Put each letter into the queue as if its writer had sent and confirmed it; the oldest first, as they were compared."""
    files = [read_file(file) for file in folder.glob("*.md")]
    for fields, text in sorted(files, key=lambda file: -file[0]["hours_ago"]):
        came_at = now - timedelta(hours=fields.pop("hours_ago"))
        answered = stories[fields.pop("answers")] if "answers" in fields else None
        sent = {"own_words": True, "only_here": True, **fields, "text": text, "answers": answered}
        letter = type_in(site, {**sent, "came_by": Letter.CameBy.FORM}, by=None)
        letter.came_at = letter.confirmed_at = came_at
        letter.save(update_fields=["came_at", "confirmed_at"])
        letter.steps.update(at=came_at, act="confirm")
        file_letter(letter)
