"""Cards: a story as fronts and rails show it. One is made when the story changes, and kept until it changes again."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from broadsheet.press.keeping import kept_or_made
from broadsheet.stories.lists import stories_by_key

# How wide a card's photo is shown, as the `sizes` of an image says it; by the place that the card stands in.
SIZES = {
    "rail": "(min-width: 70rem) 20.5rem, (min-width: 38rem) 45vw, 92vw",
    "section": "(min-width: 60rem) 45rem, 92vw",
    "row": "(min-width: 64rem) 19rem, (min-width: 37.5rem) 45vw, 92vw",
    "list": "(min-width: 37.5rem) 11rem, 7.25rem",
    "line": "",
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
    context = {"sizes": SIZES[place], "label": label, "signed": signed}
    made = kept_or_made(
        f"card:{template}:{place}:{label:d}{signed:d}",
        wanted,
        partial(_make, template=template, context=context),
        prepare=stories_by_key,
    )
    return [Card(key, mark_safe(html)) for key, html in zip(wanted, made, strict=True) if html]  # nosec B308 # a template escapes


def _make(key: int, *, template: str, context: dict[str, object]) -> str:
    stories = stories_by_key([key])
    return "".join(render_to_string(template, {**context, "story": story}) for story in stories)
