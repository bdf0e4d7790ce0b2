"""Ways to talk to the paper, as the rooms above offer them: in "Talk to us" on every page, or beside each story."""

from collections.abc import Callable
from dataclasses import dataclass

from wagtail.models import Site

from broadsheet.press.recorder import remember, unrecorded


@dataclass(frozen=True)
class Way:
    """One way: where it leads, what it is called, and a sentence about it."""

    path: str
    label: str
    sentence: str
    # The one that stands out.
    is_first: bool = False
    # What it is called beside one story, if it can be taken about one: `path?story=…`.
    about: str = ""
    # Whether it stands in "Talk to us" on every page.
    is_in_box: bool = True
    # Whether its page has a twin in text, to which stories in text lead.
    has_text: bool = False
    # Whether its page is the same in every edition, so that pages in text lead to it, too.
    is_for_every_edition: bool = False


# By their order on the page: what makes the way for a paper, or nothing if the paper does not offer it.
_ways: dict[int, Callable[[Site], Way | None]] = {}


def offer(order: int) -> Callable[[Callable[[Site], Way | None]], Callable[[Site], Way | None]]:
    """Register the function below as the maker of a way."""

    def register(make: Callable[[Site], Way | None]) -> Callable[[Site], Way | None]:
        _ways[order] = make
        return make

    return register


def ways_of(site: Site) -> list[Way]:
    """Return the ways that a paper offers, in their order."""
    return [way for _order, make in sorted(_ways.items()) if (way := make(site)) is not None]


def ways_about(site: Site) -> list[Way]:
    """Return the ways that can be taken about one story. No page notes them: whoever switches one prints everything anew."""

    def find() -> list[Way]:
        with unrecorded():
            return [way for way in ways_of(site) if way.about]

    found: list[Way] = remember(f"ways-about:{site.pk}", find)
    return found
