"""Where in a story a passage stands that a reader copied: by its words, whatever happened to its marks on the way."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from broadsheet.stories.models import Story
from broadsheet.stories.wording import reword_block

WORD = re.compile(r"\w+")
# Of a passage that stands nowhere as a whole, so much at least must stand in the place that is taken for it.
ENOUGH: Final = 0.6
RUN: Final = 3


@dataclass(frozen=True)
class Place:
    """One piece of a story that a reader can point at: the headline, the summary, a caption, a block of the body."""

    key: str
    label: str
    text: str


class Marked(NamedTuple):
    """A place's text around a passage; `passage` is empty if it is not there any more."""

    before: str
    passage: str
    after: str


def places_of(story: Story) -> Iterator[Place]:
    """Give each place of a story that has words, in the order in which readers meet them."""
    yield Place("title", _("Headline"), story.title)
    yield Place("deck", _("Summary"), story.deck)
    names = ", ".join(byline.printed_name for byline in story.bylines.all())
    yield Place("bylines", _("Bylines"), names)
    yield Place("update", _("Update"), story.update_note)
    yield Place("caption", _("Caption"), story.photo_caption)
    for child in story.body:
        yield Place(child.id, child.block.label, " ".join(_texts(child)))
    for entry in story.live_entries.all() if story.is_live_coverage else ():
        words = [entry.headline, get_text_for_indexing(entry.text), entry.photo_caption]
        yield Place(f"entry-{entry.pk}", _("Live entry"), " ".join(filter(None, words)))
    yield Place("teaser", _("Teaser"), story.teaser)
    yield Place("how", _("How we reported this"), get_text_for_indexing(story.how_reported))


def place_at(story: Story, key: str) -> Place | None:
    """Return a place by its key; None if it is not in the story any more."""
    return next((place for place in places_of(story) if place.key == key), None)


def _texts(child: Any) -> list[str]:
    """Return all words of a block, whatever kind it is; a photo's own caption where its use has none."""
    texts: list[str] = []

    def plain(words: str) -> str:
        texts.append(words)
        return words

    def rich(html: str) -> str:
        texts.append(get_text_for_indexing(html))
        return html

    reword_block(child.block, child.value, plain, rich)
    uses = child.value.get("photos", [child.value]) if hasattr(child.value, "get") else []
    texts += [
        use["photo"].caption
        for use in uses
        if use.get("photo") is not None and not use.get("caption")
    ]
    return texts


def words_of(text: str) -> str:
    """Return a text as it is compared: its words alone, without case and accents.

    >>> words_of("“The ferry's  café,” she\\u00a0said—twice.")
    'the ferry s cafe she said twice'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(WORD.findall("".join(s for s in plain if not unicodedata.combining(s))))


def find(story: Story, passage: str) -> Place | None:
    """Return the place in which a passage stands, whole or for the most part; None if nowhere."""
    wanted = words_of(strip_tags(passage))
    if not wanted:
        return None
    places = [place for place in places_of(story) if place.text]
    for place in places:
        if f" {wanted} " in f" {words_of(place.text)} ":
            return place
    runs = _runs(wanted)
    shared = [(len(runs & _runs(words_of(place.text))) / len(runs), place) for place in places]
    share, best = max(shared, key=lambda one: one[0])
    return best if share >= ENOUGH else None


def _runs(words: str) -> set[tuple[str, ...]]:
    """Return all runs of a few words; the words themselves as one where there are fewer."""
    each = words.split()
    length = min(RUN, len(each))
    return {tuple(each[at : at + length]) for at in range(len(each) - length + 1)}


def marked(text: str, passage: str) -> Marked:
    """Part a text at a passage.

    >>> marked("The ferry runs on Mondays.", "runs on")
    Marked(before='The ferry ', passage='runs on', after=' Mondays.')
    """
    words = [re.escape(word) for word in WORD.findall(passage)]
    found = re.search(r"\W+".join(words), text, re.IGNORECASE) if words else None
    if found is None:
        return Marked(text, "", "")
    return Marked(text[: found.start()], found[0], text[found.end() :])


def own_words(place: Place, passage: str) -> str:
    """Return the passage in the story's own words; the whole place where it does not stand there word for word."""
    return marked(place.text, passage).passage or place.text
