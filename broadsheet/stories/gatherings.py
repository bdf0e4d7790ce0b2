"""What gathers stories beside their section: the topics of a story, its place in a series, and what each of them holds."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from broadsheet.lib.rows import one_of
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import is_printing, note_source, print_again_at, unrecorded
from broadsheet.stories.current import Row, limit_of, note_limit
from broadsheet.stories.models import Place, Series, Story, Topic
from broadsheet.stories.places import A_PAGE, TOPICS, list_source

# Of so many stories that were filed under a topic last, its front shows the newest: an old story filed under it today is
# not news.
WINDOW = 3 * A_PAGE
SERIES = "list:series"
# The longest series ever printed here would fit.
MOST_PARTS = 300


class Beside(NamedTuple):
    """The part of a series before or after another."""

    path: str
    headline: str


class InSeries(NamedTuple):
    """A story's place in its series; `part` and `of` are None where nobody gave a number."""

    series: Series
    part: int | None
    of: int | None
    before: Beside | None
    after: Beside | None


def topics_of(story: Story) -> list[Topic]:
    """Return the topics of a story, A to Z."""

    def find() -> list[Topic]:
        note_source(story.source)
        if not _has_topics():
            return []
        return sorted(story.topics.all(), key=lambda topic: topic.name.casefold())

    # What is not saved yet is nobody's but the preview's.
    return kept(f"topics-of:{story.pk}", find) if is_printing() else find()


def _has_topics() -> bool:
    """Say whether this paper has topics: where it has none, no story need ask for its own."""

    def find() -> bool:
        note_source(TOPICS)
        return Topic.objects.exists()

    # Not noted by the page: a new topic is on no story yet.
    with unrecorded():
        return kept("has-topics", find)


def topics_with_stories() -> list[Topic]:
    """Return each topic under which readers find something, A to Z."""
    note_source(TOPICS)
    shown = Place.objects.filter(
        of=Place.Of.TOPIC, key=OuterRef("pk"), story__shown_at__isnull=False
    )
    return sorted(Topic.objects.filter(Exists(shown)), key=lambda topic: topic.name.casefold())


def newest_keys_on(topic_id: int, limit: int, *, span: timedelta | None = None) -> list[int]:
    """Return the keys of the newest stories on a topic.

    Args:
        span: for how long a story is current; without it, however old they are.
    """
    note_source(list_source(Place.Of.TOPIC, topic_id))
    places = Place.objects.filter(of=Place.Of.TOPIC, key=topic_id).order_by("-number")
    found = places.values_list("story__shown_at", "story_id", "story__keep_current")[:WINDOW]
    since = limit_of(span)
    rows: list[Row] = [
        (shown_at, key)
        for shown_at, key, is_kept in found
        if shown_at and (since is None or is_kept or shown_at > since)
    ]
    newest = sorted(rows, reverse=True)[:limit]
    note_limit(newest, span)
    return [key for _, key in newest]


def series_with_stories() -> list[Series]:
    """Return each series of which readers find a part, A to Z."""
    note_source(SERIES)
    shown = Story.objects.order_by().filter(series=OuterRef("pk"), shown_at__isnull=False)
    return list(Series.objects.filter(Exists(shown)))


def parts_of(series: Series) -> list[tuple[int | None, int]]:
    """Return number and key of each part of a series that readers may see, in order; those without a number last."""
    note_source(f"{SERIES}:{series.pk}")
    shown = Story.objects.filter(series=series, shown_at__isnull=False)
    rows = shown.order_by(F("series_part").asc(nulls_last=True), "shown_at")
    return list(rows.values_list("series_part", "pk")[:MOST_PARTS])


def series_of(story: Story) -> Series | None:
    """Return the series that a story belongs to. Not the story's own, which may have been read before a change."""
    if not story.series_id:
        return None
    key = story.series_id
    return kept(f"series:{key}", lambda: one_of(Series.objects.filter(pk=key)))


def in_series(story: Story) -> InSeries | None:
    """Return a story's place in its series; None if it belongs to none."""
    series = series_of(story)
    if series is None:
        return None
    note_source(f"{SERIES}:{series.pk}")
    note_source(series.source)
    part, planned = story.series_part, series.parts_planned
    return InSeries(
        series,
        part,
        planned if part and planned and part <= planned else None,
        before=_beside(series, "-series_part", series_part__lt=part) if part else None,
        after=_beside(series, "series_part", series_part__gt=part) if part else None,
    )


def _beside(series: Series, order: str, **numbers: int) -> Beside | None:
    parts = Story.objects.filter(series=series, **numbers)
    shown = parts.filter(shown_at__isnull=False).order_by(order)
    row = shown.values_list("pk", "permalink", "title", "expire_at").first()
    if row is None:
        return None
    key, path, headline, ends_at = row
    # Values, not a model: its headline shows here.
    note_source(f"story:{key}")
    print_again_at(ends_at)
    return Beside(path or "/", headline)
