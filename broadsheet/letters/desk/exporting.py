"""A list of the queue as a spreadsheet: what is printed of a letter or stands in the queue, and nothing of where its writer lives."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.letters.models import Letter
from broadsheet.lib.spreadsheets import inert


class _Line:
    """What a writer of CSV writes to: it gives back each line."""

    def write(self, line: str) -> str:
        return line


def as_spreadsheet(letters: "QuerySet[Letter]") -> Iterator[str]:
    """Give the lines of a CSV file (RFC 4180, in UTF-8 with the mark by which Excel knows it)."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_heads())
    for letter in letters.select_related("story").iterator(chunk_size=200):
        yield writer.writerow([inert(cell) for cell in _cells(letter)])


def _heads() -> list[str]:
    return [
        _("Came on"),
        pgettext("to the editor", "Letter"),
        _("Name"),
        _("Town"),
        _("State"),
        _("Number of words"),
        _("Race"),
        _("Side"),
        _("Decided on"),
        _("Printed at"),
    ]


def _cells(letter: Letter) -> list[str]:
    return [
        f"{timezone.localtime(letter.came_at):%Y-%m-%d %H:%M}",
        letter.title,
        letter.name,
        letter.town,
        letter.get_state_display(),
        str(letter.words),
        letter.race,
        letter.side,
        f"{timezone.localtime(letter.decided_at):%Y-%m-%d %H:%M}" if letter.decided_at else "",
        (letter.story.permalink or "") if letter.story and letter.story.live else "",
    ]
