"""Giving numbers to many stories at once, in the order of their dates: after an archive was filed past `Story.save`."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.press.log import hold_log, note_change
from broadsheet.stories.current import Row
from broadsheet.stories.lists import sections_above, sections_under
from broadsheet.stories.models import Place, Story, Topic
from broadsheet.stories.places import ListKey, last_number, list_source, page_of, page_source

# Stories in one transaction: an editor who saves meanwhile waits for one piece, and no longer.
PIECE = 2_000


def number_stories() -> int:
    """Give each story that readers may see its number in every list where it has none yet; return how many were given.

    Stories that have a number keep it. Run it again as often as you like.
    """
    given = 0
    for key in (
        apps.get_model("sections.Section").objects.order_by("path").values_list("pk", flat=True)
    ):
        streams = [_oldest_first(one) for one in (key, *sections_under(key))]
        given += _number(Place.Of.SECTION, key, heapq.merge(*streams))
    for key in Topic.objects.values_list("pk", flat=True):
        tagged = Story.topics.through.objects.filter(topic_id=key, story__shown_at__isnull=False)
        given += _number(
            Place.Of.TOPIC, key, sorted(tagged.values_list("story__shown_at", "story_id"))
        )
    return given


def _oldest_first(section_id: int) -> Iterator[Row]:
    """Give the stories of a section in the order of their dates, a piece at a time, on its own index."""
    stories = Story.objects.filter(home_section_id=section_id, shown_at__isnull=False)
    rows = _piece(stories)
    while rows:
        yield from rows
        when, key = rows[-1]
        later = Q(shown_at__gt=when) | Q(shown_at=when, pk__gt=key)
        rows = _piece(stories.filter(later, shown_at__gte=when))


def _piece(stories: "QuerySet[Story]") -> list[Row]:
    rows = stories.order_by("shown_at", "pk").values_list("shown_at", "pk")[:PIECE]
    return [(shown_at, key) for shown_at, key in rows if shown_at]


def _number(of: int, key: int, rows: Iterable[Row]) -> int:
    stories = iter(story for _, story in rows)
    given = 0
    while piece := list(islice(stories, PIECE)):
        given += _number_piece(of, key, piece)
    return given


def number_these(stories: list[int]) -> None:
    """Give stories that readers are shown anew their numbers in each list where they have none, oldest first."""
    rows = Story.objects.filter(pk__in=stories, shown_at__isnull=False).order_by("shown_at", "pk")
    homes = dict(rows.values_list("pk", "home_section_id"))
    above = sections_above(set(homes.values()))
    lists: dict[ListKey, list[int]] = {}
    for story, home in homes.items():
        for section in filter(None, (home, above.get(home))):
            lists.setdefault((int(Place.Of.SECTION), section), []).append(story)
    tagged = set(
        Story.topics.through.objects.filter(story_id__in=stories).values_list(
            "topic_id", "story_id"
        )
    )
    for topic in sorted({topic for topic, _ in tagged}):
        lists[int(Place.Of.TOPIC), topic] = [key for key in homes if (topic, key) in tagged]
    for (of, key), found in sorted(lists.items()):
        _number_piece(of, key, found)


@transaction.atomic
def _number_piece(of: int, key: int, stories: list[int]) -> int:
    """Give the next numbers of one list to those of some stories that have none in it, and have its pages printed."""
    hold_log()
    here = Place.objects.filter(of=of, key=key)
    known = set(here.filter(story_id__in=stories).values_list("story_id", flat=True))
    first = last_number(of, key) + 1
    missing = [story for story in stories if story not in known]
    Place.objects.bulk_create(
        [
            Place(of=of, key=key, number=number, story_id=story)
            for number, story in enumerate(missing, first)
        ]
    )
    if missing:
        last = first + len(missing) - 1
        pages = range(max(1, page_of(first) - 1), page_of(last) + 1)
        touched = [list_source(of, key), *[page_source(of, key, page) for page in pages]]
        note_change(f"places:{of}:{key}", touches=touched, why="numbered")
    return len(missing)
