"""How stories are found for readers: always on Story's own indexes, keys first, never the whole archive.

Each list notes itself on the recorder, so that a story that enters or leaves it has it printed again.
"""

import heapq
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from wagtail.models import Site

from broadsheet.lib.rows import one_of
from broadsheet.masthead.pages import STEP, under
from broadsheet.photos.renditions import sizes_along
from broadsheet.press.keeping import kept, kept_or_made
from broadsheet.press.recorder import not_after, note_source, remember, unrecorded
from broadsheet.stories.current import (
    Row,
    limit_of,
    note_limit,
    span_in_paper,
    span_in_section,
    with_kept,
)
from broadsheet.stories.models import Byline, Story

# Among these a journalist's newest stories are looked for first.
RECENT = 1000
# As many of a section's newest stories as any of its pages shows.
SHARED = 32


def newest_in(section_id: int, limit: int) -> list[Story]:
    """Return the newest stories that readers may see in a section and those under it."""
    return stories_by_key(newest_keys_in(section_id, limit))


def newest_in_paper(site_path: str, limit: int) -> list[Story]:
    """Return the newest stories of the paper whose front is at this place in the tree."""
    return stories_by_key(newest_keys_in_paper(site_path, limit))


def between(since: datetime, until: datetime, limit: int) -> list[Story]:
    """Return the stories first shown in a span of time, newest first."""
    span = Story.objects.filter(shown_at__gte=since, shown_at__lt=until)
    return stories_by_key([pk for _, pk in _newest(span, limit)])


def by_journalist(journalist_id: int, limit: int) -> list[Story]:
    """Return the newest stories that carry a journalist's name."""
    note_source(f"list:journalist:{journalist_id}")
    signed = Byline.objects.filter(journalist_id=journalist_id, story__shown_at__isnull=False)
    return stories_by_key(newest_signed(signed, limit))


def newest_signed(signed: "QuerySet[Byline]", limit: int) -> list[int]:
    """Return the keys of the newest stories that some bylines stand over.

    Who signs stories now is found among the newest of the paper, however many they have written; only for those who do
    not sign any more are all of theirs put in order.
    """
    shown = Story.objects.filter(shown_at__isnull=False).order_by("-shown_at")
    recent = signed.filter(story__in=shown.values("pk")[:RECENT])
    for some in (recent, signed):
        keys = some.order_by("-story__shown_at").values_list("story_id", flat=True)
        found = list(keys[:limit])
        if len(found) == limit:
            break
    return found


def sections_under(section_id: int) -> list[int]:
    """Return the keys of the sections nested in a section."""

    def find() -> list[int]:
        note_source("list:sections")
        sections = apps.get_model("sections.Section").objects
        path = sections.values_list("path", flat=True).get(pk=section_id)
        return list(sections.filter(under(path)).values_list("pk", flat=True))

    return kept(f"keys-under:{section_id}", find)


def stories_by_key(keys: Iterable[int]) -> list[Story]:
    """Return stories in the order of their keys, with all that a card shows; none that has ended."""
    loaded: dict[int, Story] = {}

    def load(missing: list[int]) -> None:
        with unrecorded():
            stories = with_names_and_photo(Story.objects.filter(pk__in=missing).order_by())
            loaded.update(stories.select_related("lead_photo").in_bulk())
            above = sections_by_key({story.home_section_id for story in loaded.values()})
        for key, story in loaded.items():
            story.home_section = above.get(story.home_section_id)
            # The page that is printed next need not look for its story.
            remember(key_at(story.permalink), partial(int, key))

    def take(key: int) -> Story | None:
        story = loaded.get(key)
        if story is not None:
            note_card(story)
        return story

    now = timezone.now()
    # What has ended may not have been taken down yet: the worker may be off.
    return [
        story
        for story in kept_or_made("story", keys, take, prepare=load)
        if story and (story.expire_at is None or story.expire_at > now)
    ]


def sections_by_key(keys: Iterable[int | None]) -> dict[int | None, Any]:
    """Return sections by their keys; a paper has few, and each is read once for all stories that stand in it."""

    found: dict[int, Any] = {}

    def read(missing: list[int]) -> None:
        found.update(apps.get_model("sections.Section").objects.in_bulk(missing))

    def take(key: int) -> Any:
        section = found.get(key)
        if section is not None:
            note_source(section.source)
        return section

    wanted = [key for key in keys if key]
    return dict(zip(wanted, kept_or_made("section", wanted, take, prepare=read), strict=True))


def key_at(path: str | None) -> str:
    """Return the name under which the key of the story at an address is remembered."""
    return f"key-at:{path}"


def has_ended(story: Story) -> bool:
    """Say whether a story's end has come; if not, note that what shows it may not outlast it."""
    if story.expire_at is not None and story.expire_at <= timezone.now():
        return True
    not_after(story.expire_at)
    return False


def note_card(story: Story) -> None:
    """Note all that a card shows: the story, its section, its photo, who wrote it, and its end."""
    note_source(story.source)
    if story.home_section is not None:
        note_source(story.home_section.source)
    if story.lead_photo is not None:
        note_source(story.lead_photo.source)
    for byline in story.bylines.all():
        if byline.journalist is not None:
            note_source(byline.journalist.source)
    # A list that shows a story may not outlast it.
    not_after(story.expire_at)


def with_cards(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Return the query with everything along that a card shows: photo, sizes, names, section."""
    return with_names_and_photo(stories).select_related("home_section", "lead_photo")


def with_names_and_photo(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Return the query with what belongs to each story alone along: its names, its corrections, its photo's sizes."""
    return stories.prefetch_related(
        sizes_along("lead_photo__"),
        Prefetch(
            "bylines",
            Byline.objects.order_by("sort_order").select_related("journalist"),
        ),
        "corrections",
    )


def _newest(stories: "QuerySet[Story]", limit: int, *, since: datetime | None = None) -> list[Row]:
    # Keys first: a join with ORDER BY and LIMIT makes SQLite sort the archive.
    rows = stories.filter(shown_at__gt=since) if since else stories.filter(shown_at__isnull=False)
    found = rows.order_by("-shown_at").values_list("shown_at", "pk")[:limit]
    return [(shown_at, key) for shown_at, key in found if shown_at]


def _newest_first(row: Row) -> tuple[float, int]:
    return (-row[0].timestamp(), -row[1])


def newest_keys_in(section_id: int, limit: int) -> list[int]:
    """Return the keys alone of the newest current stories in a section and those under it."""
    note_source(f"list:section:{section_id}")
    sections = [section_id, *sections_under(section_id)]
    span = span_in_section(section_id)

    def find() -> list[Row]:
        since = limit_of(span)
        found = [
            _newest(Story.objects.filter(home_section_id=one), most, since=since)
            for one in sections
        ]
        return with_kept(list(heapq.merge(*found, key=_newest_first))[:most], since, sections)

    # Rail, front, section and feed ask for some of the same stories, one after the other.
    most = max(limit, SHARED)
    return _keys(remember(f"newest:{section_id}:{most}", find)[:limit], span)


def newest_keys_in_paper(site_path: str, limit: int, *, however_old: bool = False) -> list[int]:
    """Return the keys alone of the newest stories of the paper whose front is at this place in the tree.

    Args:
        however_old: the paper's limit of what is current does not hold.
    """
    note_source("list:front")
    span = None if however_old else span_in_paper(site_path)
    # A site is no source: its change prints everything anew.
    if kept("papers", Site.objects.count) == 1:
        most = max(limit, SHARED)

        def find() -> list[Row]:
            since = limit_of(span)
            return with_kept(_newest(Story.objects.all(), most, since=since), since, None)

        return _keys(remember(f"newest:{most}:{however_old:d}", find)[:limit], span)
    sections = apps.get_model("sections.Section").objects
    ours = list(sections.filter(under(site_path)).values_list("pk", flat=True))
    since = limit_of(span)
    found = [_newest(Story.objects.filter(home_section_id=one), limit, since=since) for one in ours]
    rows = with_kept(list(heapq.merge(*found, key=_newest_first))[:limit], since, ours)
    return _keys(rows[:limit], span)


def _keys(rows: list[Row], span: timedelta | None) -> list[int]:
    note_limit(rows, span)
    return [key for _, key in rows]


def section_above(path: str, *, only: Iterable[str] = ()) -> Any:
    """Return the section right above a place in the tree; None if there is none.

    Args:
        only: the fields that are read at once; all, if none is named.
    """
    found = apps.get_model("sections.Section").objects.filter(path=path[:-STEP])
    return one_of(found.only(*only) if only else found)


def sections_above(keys: Iterable[int | None]) -> dict[int, int]:
    """Return, for each of some sections that is nested in another, the key of that one."""
    sections = apps.get_model("sections.Section").objects
    paths = dict(sections.filter(pk__in=[key for key in keys if key]).values_list("pk", "path"))
    outer = sections.filter(path__in={path[:-STEP] for path in paths.values()})
    by_path = dict(outer.values_list("path", "pk"))
    return {key: by_path[path[:-STEP]] for key, path in paths.items() if path[:-STEP] in by_path}


def months_with_stories() -> list[datetime]:
    """Return the first moment of each month, in the zone of now, in which readers were shown a story; oldest first.

    One look at an index for each month, however many stories there are.
    """
    note_source("list:front")
    times = Story.objects.filter(shown_at__isnull=False).order_by("shown_at")
    times_only = times.values_list("shown_at", flat=True)
    months: list[datetime] = []
    shown_at = times_only.first()
    while shown_at is not None:
        months.append(first_moment(shown_at))
        shown_at = times_only.filter(shown_at__gte=next_month(months[-1])).first()
    return months


def first_moment(when: datetime) -> datetime:
    """Return the first moment of the month in which something was, in the zone of now."""
    return timezone.localtime(when).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(first: datetime) -> datetime:
    """Return the first moment of the month after.

    >>> from datetime import UTC
    >>> next_month(datetime(2026, 12, 1, tzinfo=UTC)).isoformat()
    '2027-01-01T00:00:00+00:00'
    """
    if first.month == 12:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)


def note_month(first: datetime) -> None:
    """Say that what is being printed shows the stories of a month."""
    # The log names months in UTC: a story of the first or last evening may stand in the one beside it there.
    for when in (first - timedelta(days=1), first, next_month(first)):
        note_source(f"list:month:{when:%Y/%m}")
