"""Cards: a story as fronts and rails show it. One is made when the story changes, and kept until it changes again."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from broadsheet.photos.models import Use
from broadsheet.press.keeping import kept_or_made
from broadsheet.stories.lists import stories_by_key

# How wide a card's photo is shown, as the `sizes` of an image says it, by the place that the card stands in: first the large
# ones, then the small. Style alone makes the first card of a place large. On the front any may come to stand first, because
# others are left out: small ones are said to be of a width between both. A browser that can measures for itself.
SIZES = {
    "rail": (
        "(min-width: 70rem) 20.5rem, (min-width: 53rem) 30vw, (min-width: 39rem) 45vw, 92vw",
        "(min-width: 70rem) 7.75rem, (min-width: 53rem) 30vw, (min-width: 39rem) 45vw, 7.75rem",
    ),
    "front": (
        "(min-width: 82rem) 45rem, (min-width: 60rem) 52vw, 92vw",
        "(min-width: 60rem) 27rem, (min-width: 37.5rem) 60vw, 45vw",
    ),
    "section": (
        "(min-width: 82rem) 45rem, (min-width: 60rem) 52vw, 92vw",
        "(min-width: 60rem) 16rem, (min-width: 37.5rem) 45vw, 7.25rem",
    ),
    "words": ("7.25rem", "7.25rem"),
    "row": (
        "(min-width: 82rem) 19rem, (min-width: 64rem) 21vw, (min-width: 37.5rem) 45vw, 92vw",
        "(min-width: 82rem) 19rem, (min-width: 64rem) 21vw, (min-width: 37.5rem) 45vw, 7.25rem",
    ),
    "list": ("(min-width: 72rem) 10rem, (min-width: 52rem) 14vw, 7.25rem",) * 2,
    "line": ("", ""),
}
# How many cards of a place may be the first there: beside a story stands none of its own.
LARGE = {"rail": 2}
# What a photo's terms must allow for it to stand there.
USES = {
    "rail": Use.RAIL,
    "front": Use.FRONT,
    "section": Use.FRONT,
    "words": Use.FRONT,
    "row": Use.FRONT,
    "list": Use.RAIL,
    "line": Use.RAIL,
}


class Card(NamedTuple):
    """A story as one place shows it: the story's key and its HTML."""

    key: int
    html: SafeString


def cards_of(
    keys: Iterable[int],
    place: str,
    *,
    label: bool = False,
    signed: bool = False,
    template: str = "stories/card.html",
) -> list[Card]:
    """Return the cards of stories, in the order of their keys; of a story that has ended, none.

    Args:
        place: one of SIZES.
        label: show the section's name, or the story's own word.
        signed: show who wrote it.
    """
    wanted = list(keys)
    context = {"use": USES[place], "label": label, "signed": signed}
    large = LARGE.get(place, 1)
    # Large and small ones are asked for together, so that their stories are fetched at once; the last bit says which it is.
    made = kept_or_made(
        f"card:{template}:{place}:{label:d}{signed:d}",
        [key * 2 + (number >= large) for number, key in enumerate(wanted)],
        partial(_make, template=template, place=place, context=context),
        prepare=lambda missing: stories_by_key(number // 2 for number in missing),
    )
    return [Card(key, mark_safe(html)) for key, html in zip(wanted, made, strict=True) if html]  # nosec B308 # a template escapes


def _make(number: int, *, template: str, place: str, context: dict[str, object]) -> str:
    key, is_small = divmod(number, 2)
    told = {**context, "sizes": SIZES[place][is_small]}
    stories = stories_by_key([key])
    return "".join(render_to_string(template, {**told, "story": story}) for story in stories)
