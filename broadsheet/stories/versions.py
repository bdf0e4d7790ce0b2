"""The history of a story: which versions stand out, and which savings fold into one line between them.

It is read from Wagtail's log, which knows who did what when. A saving that the screen made by itself has an action of
its own there (`Story.save_revision`), and so has a legal read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from broadsheet.stories.models.story import AUTOSAVE

LEGAL_READ = "stories.legal_read"
SAVE = "wagtail.edit"
SAVES = frozenset([SAVE, AUTOSAVE])
# The steps of a story that stand out; whoever edits another's story stands out as well.
NAMES: dict[str, Any] = {
    "wagtail.workflow.start": _("Filed"),
    "wagtail.workflow.resume": _("Filed again"),
    LEGAL_READ: _("Legal read"),
    "wagtail.publish": _("Published"),
    "wagtail.publish.schedule": _("Scheduled"),
    "wagtail.workflow.reject": _("Sent back"),
    "wagtail.unpublish": _("Taken down"),
}
EDITED = _("Edited")
PLAIN: dict[str, Any] = {
    SAVE: _("Saved"),
    "wagtail.lock": _("Taken"),
    "wagtail.unlock": _("Given back"),
}
# A fold that holds more is two.
MOST_IN_A_FOLD = 100
# Within this time, saving and what it was saved for are one act.
ONE_ACT = timedelta(seconds=5)


class Entry(NamedTuple):
    """A line of Wagtail's log, as far as it is needed to sort it."""

    pk: int
    action: str
    user_id: int | None
    at: datetime
    revision_id: int | None


@dataclass
class Version:
    """One line of a story's history: a step, or the savings between two."""

    entries: list[Entry]
    name: Any = ""
    is_named: bool = False
    is_fold: bool = False
    # The revision that stood before each one here.
    before: dict[int, int] = field(default_factory=dict)

    @property
    def newest(self) -> Entry:
        return self.entries[0]

    @property
    def oldest(self) -> Entry:
        return self.entries[-1]

    @property
    def saves(self) -> list[Entry]:
        """The last saving of each revision, newest first: the screen saves one revision over and over."""
        newest: dict[int, Entry] = {}
        for entry in self.entries:
            if entry.revision_id:
                newest.setdefault(entry.revision_id, entry)
        return list(newest.values())


def versions_of(story: Story) -> list[Version]:
    """Return a story's history, newest first: one query, however long it is."""
    lines = PageLogEntry.objects.filter(page_id=story.pk).order_by("-timestamp", "-pk")
    entries = [
        Entry(*line)
        for line in lines.values_list("pk", "action", "user_id", "timestamp", "revision_id")
    ]
    versions = list(_sorted(entries, story.owner_id))
    before = _before(entries)
    for version in versions:
        version.before = before
    return versions


def _sorted(entries: list[Entry], owner_id: int | None) -> Iterator[Version]:
    fold: list[Entry] = []
    above: Entry | None = None
    saved_by: int | None = None
    for entry in entries:
        is_save = entry.action in SAVES
        is_newest_of_an_editor = is_save and entry.user_id not in (owner_id, saved_by)
        if is_save and above and _is_one_act(entry, above):
            saved_by = entry.user_id
            continue
        if entry.action == AUTOSAVE and not is_newest_of_an_editor:
            fold.append(entry)
            full = len({one.revision_id for one in fold}) > MOST_IN_A_FOLD
        else:
            full = True
        if fold and full:
            last = fold.pop() if entry is fold[-1] else None
            if fold:
                yield Version(fold, is_fold=True)
            fold = [last] if last else []
        if entry.action != AUTOSAVE or is_newest_of_an_editor:
            yield _alone(entry, is_edited=is_newest_of_an_editor)
        above = entry if entry.action in NAMES else above
        saved_by = entry.user_id if is_save else None
    if fold:
        yield Version(fold, is_fold=True)


def _is_one_act(save: Entry, act: Entry) -> bool:
    """Say whether a version was saved for what was done with it a moment later."""
    return (
        act.action != LEGAL_READ
        and (save.user_id, save.revision_id) == (act.user_id, act.revision_id)
        and act.at - save.at < ONE_ACT
    )


def _alone(entry: Entry, *, is_edited: bool) -> Version:
    if is_edited:
        return Version([entry], EDITED, is_named=True)
    return Version(
        [entry],
        NAMES.get(entry.action) or PLAIN.get(entry.action, ""),
        is_named=entry.action in NAMES,
    )


def _before(entries: list[Entry]) -> dict[int, int]:
    """Return which revision stood before each."""
    order = list(dict.fromkeys(entry.revision_id for entry in entries if entry.revision_id))
    return dict(pairwise(order))


def note_legal_read(story: Story, *, note: str, by: User) -> None:
    """Write down that the story's latest version was read for the law, and what was found."""
    log(
        instance=story,
        action=LEGAL_READ,
        user=by,
        revision=story.get_latest_revision(),
        data={"note": note.strip()},
    )
