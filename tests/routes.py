"""Every address at which the program answers, made from its own list of addresses, so that no test can forget one."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.regex_helper import normalize

# For keys of which a route alone knows what they may be.
GUESSES = ("1", "2026", "11", "a", "a/", "/", "/a/", "aa", "wagtailcore", "page", "delete", "")
GUESSES_BY_CONVERTER = {
    "uuid": "00000000-0000-0000-0000-000000000001",
    "yyyy": "2026",
    "mm": "11",
    "section": "a",
    "often": "monthly",
    "thread": "0" * 64,
    "message": "0" * 32,
}
Choose = Callable[["Address", str], str]


class Address(NamedTuple):
    """One entry of the list: what it is called, what answers, and the names of the keys in it, in their order."""

    name: str
    view: Callable[..., Any]
    patterns: tuple[Any, ...]
    keys: tuple[str, ...]

    def at(self, choose: Choose | None = None) -> str:
        """Return a path at which this very entry answers; empty if others answer before it, wherever it stands.

        Args:
            choose: returns what a key is to be; empty where anything will do.
        """
        choices = [[choose(self, key)] if choose and choose(self, key) else [] for key in self.keys]
        for values in product(*[given or self._guesses(at) for at, given in enumerate(choices)]):
            path = self._path(values)
            if path is not None and self._answers(path):
                return path
        return ""

    def _guesses(self, at: int) -> list[str]:
        found = [
            GUESSES_BY_CONVERTER.get(_name_of(converter), "1")
            for pattern in self.patterns
            for key, converter in getattr(pattern, "converters", {}).items()
            if key == self.keys[at]
        ]
        return [*found, *GUESSES]

    def _path(self, values: tuple[str, ...]) -> str | None:
        left = iter(values)
        try:
            return "/" + "".join(_written(pattern, left) for pattern in self.patterns)
        except StopIteration:
            return None

    def _answers(self, path: str) -> bool:
        try:
            return resolve(path).func is self.view
        except Resolver404:
            return False


def _name_of(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("year", "yyyy")


def _written(pattern: Any, left: Iterator[str]) -> str:
    if hasattr(pattern, "_route"):
        return re.sub(r"<[^>]+>", lambda _found: next(left), str(pattern._route))
    template, keys = normalize(pattern.regex.pattern)[-1]
    return template % {key: next(left) for key in keys}


def _keys_of(pattern: Any) -> tuple[str, ...]:
    if hasattr(pattern, "_route"):
        return tuple(re.findall(r"<(?:[^>:]+:)?(\w+)>", str(pattern._route)))
    return tuple(normalize(pattern.regex.pattern)[-1][1])


def every_route() -> list[Address]:
    """Return the whole list, Wagtail's own addresses among them."""
    return list(_walk(get_resolver(), (), ""))


def _walk(resolver: URLResolver, above: tuple[Any, ...], space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        patterns = (*above, entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, patterns, inner)
        elif isinstance(entry, URLPattern):
            keys = tuple(key for pattern in patterns for key in _keys_of(pattern))
            name = f"{space}{entry.name}" if entry.name else "".join(map(str, patterns))
            yield Address(name, entry.callback, patterns, keys)
