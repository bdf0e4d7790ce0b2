"""Stories that may stand beside the one being written: those that share its topics, or words that few headlines have.

Found in a blink on any archive: topics through their numbered places, words among the newest headlines alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from wagtail.rich_text import get_text_for_indexing

from broadsheet.stories.models import Place, Story

MOST = 8
# Reading so many headlines takes some twenty milliseconds.
HEADLINES_READ = 3_000
# Of each topic, the stories that were filed under it last; and of how many topics.
PER_TOPIC, TOPICS_READ = 60, 6
PARAGRAPHS_READ = 3
# A word is rare if no more headlines have it than this, or one in a hundred. One that is not quite so rare counts half.
FEW = 4
FOR_TOPIC, FOR_WORD, FOR_WORD_IN_TEXT = 3.0, 1.0, 0.5
WORD = re.compile(r"\w{5,}")


class Suggestion(NamedTuple):
    """A story that may stand beside another, and what they share in words that an editor can weigh."""

    key: int
    headline: str
    shown_at: datetime
    shares: list[str]


class Read(NamedTuple):
    """A headline that was read."""

    shown_at: datetime
    key: int
    words: set[str]


def suggest_beside(story: Story) -> list[Suggestion]:
    """Return up to eight live stories for the editor to choose from, those that share most first, then the newest."""
    shares: dict[int, list[str]] = defaultdict(list)
    points: dict[int, float] = defaultdict(float)
    for key, topic in _on_its_topics(story):
        shares[key].append(topic)
        points[key] += FOR_TOPIC
    for key, word, worth in _with_its_words(story):
        shares[key].append(word)
        points[key] += worth
    for key in _out_of_question(story):
        points.pop(key, None)
    found = {key: worth for key, worth in points.items() if worth >= FOR_WORD}
    return _best(found, shares)


def _out_of_question(story: Story) -> set[int]:
    """Return the story itself, and those that stand beside it already."""
    return {story.pk, *(link.other_id for link in story.related.all())}


def _best(points: dict[int, float], shares: dict[int, list[str]]) -> list[Suggestion]:
    # Keys grow with time: among hundreds that share as much, the newest are looked at.
    keys = sorted(points, key=lambda key: (-points[key], -key))[: MOST * 4]
    shown = Story.objects.filter(pk__in=keys, shown_at__isnull=False).order_by()
    rows = [
        Suggestion(key, title, shown_at, shares[key])
        for key, title, shown_at in shown.values_list("pk", "title", "shown_at")
        if shown_at
    ]
    rows.sort(key=lambda row: (-points[row.key], -row.shown_at.timestamp()))
    return rows[:MOST]


def _on_its_topics(story: Story) -> Iterable[tuple[int, str]]:
    for topic in islice(story.topics.all(), TOPICS_READ):
        places = Place.objects.filter(of=Place.Of.TOPIC, key=topic.pk).order_by("-number")
        for key in places.values_list("story_id", flat=True)[:PER_TOPIC]:
            yield key, topic.name


def _with_its_words(story: Story) -> Iterable[tuple[int, str, float]]:
    loud = words_in(f"{story.title} {story.teaser}")
    quiet = words_in(" ".join(_first_paragraphs(story))) - loud
    if not loud | quiet:
        return
    read = _newest_headlines()
    often = Counter(word for line in read for word in line.words)
    rare = max(FEW, len(read) // 100)
    most = max(rare, min(5 * rare, len(read) // 10))
    for line in read:
        for word in sorted(line.words & (loud | quiet)):
            if often[word] <= most:
                worth = FOR_WORD if word in loud else FOR_WORD_IN_TEXT
                yield line.key, word, worth if often[word] <= rare else worth / 2


def _first_paragraphs(story: Story) -> Iterable[str]:
    paragraphs = (block for block in story.body if block.block_type == "paragraph")
    for block in islice(paragraphs, PARAGRAPHS_READ):
        yield get_text_for_indexing(block.value.source)


def _newest_headlines() -> list[Read]:
    newest = Story.objects.filter(shown_at__isnull=False).order_by("-shown_at")
    rows = newest.values_list("shown_at", "pk", "title")[:HEADLINES_READ]
    return [Read(shown_at, key, words_in(title)) for shown_at, key, title in rows if shown_at]


def words_in(text: str) -> set[str]:
    """Return the words of a text that are long enough to mean something.

    >>> sorted(words_in("The ferry runs, and THE FERRY waits"))
    ['ferry', 'waits']
    """
    return set(WORD.findall(text.casefold()))
