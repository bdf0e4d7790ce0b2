"""Every address of the program, as its own list has them."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from random import Random
from typing import Any, NamedTuple

from django.urls import Resolver404, URLPattern, get_resolver, resolve

NONE = "(no such address)"
# Wagtail's page by which a publisher sees what an error looks like.
FAILS_ON_PURPOSE = "newsroom/failwhale/"
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
BLANK = re.compile(r"<(?:(?P<converter>[\w-]+):)?(?P<name>\w+)>")


class Route(NamedTuple):
    """An address's pattern, such as `newsroom/pages/<int:page_id>/edit/`, and the view that answers there."""

    pattern: str
    view: Any

    @property
    def is_plain(self) -> bool:
        """Whether the pattern has nothing to be filled in."""
        return not BLANK.search(self.pattern) and not re.search(r"[(\\^$?*]", self.pattern)


@cache
def routes() -> tuple[Route, ...]:
    """Return every route but that which fails on purpose, in the order in which the program looks."""
    return tuple(one for one in _below(get_resolver(), "") if one.pattern != FAILS_ON_PURPOSE)


def _below(resolver: Any, before: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        # As Django itself joins them.
        own = str(one.pattern)
        pattern = before + (own.removeprefix("^") if before else own)
        if isinstance(one, URLPattern):
            yield Route(pattern, one.callback)
        else:
            yield from _below(one, pattern)


@lru_cache(4096)
def pattern_of(path: str) -> str:
    """Return the pattern that answers for a path, without its query."""
    try:
        return str(resolve(path).route)
    except (Resolver404, ValueError):
        return NONE


def filled(pattern: str, random: Random, known: dict[str, list[str]]) -> str:
    """Return a path for a pattern: its blanks filled with what was seen in other addresses, or with a number.

    Args:
        known: values by the name of the blank.
    """

    def fill(blank: re.Match[str]) -> str:
        seen = known.get(blank["name"], [])
        return random.choice(seen) if seen and random.random() < 0.8 else str(random.randint(1, 40))

    return "/" + BLANK.sub(fill, with_plain_blanks(pattern))


def with_plain_blanks(pattern: str) -> str:
    r"""Return a pattern without what regular expressions have beside names.

    >>> with_plain_blanks(r"^share(?P<address>/(?:.+/)?)card\.jpg$")
    'share<address>card.jpg'
    """
    named = GROUP.sub(r"<\1>", pattern)
    return re.sub(r"\\Z|[\\^$]", "", re.sub(r"\(.*\)", "<path>", named))
