"""What readers find of live coverage: the newest entries on the story's page, earlier ones on pages that never shift.

Entries are numbered from the oldest as they are posted, sixty a page; the story's own page shows the newest sixty. So a
page of earlier entries, once it is full, changes only if one of its own entries does, and a new entry prints the story
alone.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Prefetch, QuerySet

from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import with_sizes
from broadsheet.press.recorder import note_source, remember
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.models.live import ENTRIES_A_PAGE

# With more entries than this, those with headlines stand above as links.
MOMENTS_FROM = 6
MOMENTS = 12


class Coverage(NamedTuple):
    """A story's live coverage as its page shows it: the newest entries first, key moments as links, what came before.

    `newest` is the time of the newest entry, None without any; `earlier` the number of the page before, 0 without one.
    """

    entries: list[LiveEntry]
    moments: list[LiveEntry]
    newest: datetime | None
    ended_at: datetime | None
    earlier: int


class EarlierPage(NamedTuple):
    """One page of earlier entries, the newest first. `later` and `earlier` are its neighbours' numbers, 0 for none."""

    number: int
    entries: list[LiveEntry]
    later: int
    earlier: int


def coverage_of(story: Story) -> Coverage | None:
    """Return a story's live coverage; None if it is not covered live."""
    if not story.is_live_coverage or not story.pk:
        return None
    note_source(f"list:live:{story.pk}")
    return remember(f"live:{story.pk}:{story.live_ended_at}", lambda: _coverage(story))


def _coverage(story: Story) -> Coverage:
    note_source(f"list:live:{story.pk}")
    by_number = _with_photos(story.live_entries.order_by("-number"))
    entries = list(by_number[:ENTRIES_A_PAGE])
    newest_number = entries[0].number if entries else 0
    entries = _newest_first(entries)
    with_headline = [entry for entry in entries if entry.headline]
    return Coverage(
        entries=entries,
        moments=with_headline[:MOMENTS] if len(entries) > MOMENTS_FROM else [],
        newest=entries[0].at if entries else None,
        ended_at=story.live_ended_at,
        earlier=pages_before(newest_number),
    )


def newest_at(story: Story) -> datetime | None:
    """Return the time of the newest entry of a story that is covered live; None for any other."""
    if not story.is_live_coverage or not story.pk:
        return None
    note_source(f"list:live:{story.pk}")
    found: datetime | None = story.live_entries.aggregate(newest=Max("at"))["newest"]
    return found


def begun_at(story: Story) -> datetime | None:
    """Return the time of the first entry of a story's coverage."""
    note_source(f"list:live:{story.pk}")
    entries = story.live_entries.order_by("at").values_list("at", flat=True)
    return entries.first()


def _with_photos(entries: "QuerySet[LiveEntry]") -> "QuerySet[LiveEntry]":
    return entries.prefetch_related(Prefetch("photo", with_sizes(Photo.objects.all())))


def _newest_first(entries: list[LiveEntry]) -> list[LiveEntry]:
    return sorted(entries, key=lambda entry: (entry.at, entry.pk), reverse=True)


def pages_before(newest_number: int) -> int:
    """Return how many pages it takes for the entries that have left the story's page.

    >>> [pages_before(newest) for newest in (0, 60, 61, 120, 121, 500)]
    [0, 0, 1, 1, 2, 8]
    """
    return max(0, -(-newest_number // ENTRIES_A_PAGE) - 1)


def earlier_page(story: Story, number: int) -> EarlierPage | None:
    """Return a page of earlier entries; None if there are none of these numbers."""
    if not story.is_live_coverage:
        return None
    note_source(f"list:live-pages:{story.pk}")
    last = number * ENTRIES_A_PAGE
    span = story.live_entries.filter(number__gt=last - ENTRIES_A_PAGE, number__lte=last)
    entries = _newest_first(list(_with_photos(span)))
    if not entries:
        return None
    newest_number = story.live_entries.aggregate(newest=Max("number"))["newest"] or 0
    if newest_number <= last:
        # Not full, or nothing after it yet: what is posted now may belong here.
        note_source(f"list:live:{story.pk}")
    has_later = pages_before(newest_number) > number
    return EarlierPage(number, entries, number + 1 if has_later else 0, number - 1)


def earlier_path(story: Story, number: int) -> str:
    """Return where a page of earlier entries stands: below the story's own address, whatever its form."""
    return f"{(story.permalink or '').rstrip('/')}/earlier/{number}/"


def path_of(entry: LiveEntry, story: Story, newest_number: int) -> str:
    """Return where an entry stands now: on the story's page, or on one of earlier entries."""
    page = -(-entry.number // ENTRIES_A_PAGE)
    has_left = entry.number <= newest_number - ENTRIES_A_PAGE
    path = earlier_path(story, page) if has_left else story.permalink or ""
    return f"{path}#{entry.anchor}"
