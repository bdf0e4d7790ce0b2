"""Parts that rooms register: a name, a function that makes its HTML, and how many entries it shows."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from wagtail.models import Site

from broadsheet.press.errors import UnknownPartError

PartMaker = Callable[..., str]


@dataclass(frozen=True)
class Part:
    """One kind of part.

    `make(site, *key)` returns HTML; entries in it are marked with `{% entry %}`, of which `shows` are printed. With
    `each`, a variant without each single entry is printed beforehand; other variants are made when a sheet
    names them. One that `waits` is always printed by the worker.
    """

    name: str
    make: PartMaker
    shows: int | None = None
    each: bool = False
    waits: bool = False


_parts: dict[str, Part] = {}


def part(
    name: str, *, shows: int | None = None, each: bool = False, waits: bool = False
) -> Callable[[PartMaker], PartMaker]:
    """Register the function below as the maker of a part.

    A maker of a part with `shows` returns a few entries more than it shows, so that one can be left out.
    """

    def register(make: PartMaker) -> PartMaker:
        _parts[name] = Part(name, make, shows, each, waits)
        return make

    return register


def split_name(name: str) -> tuple[Part, list[str], list[str]]:
    """Return kind, key and entries left out of a part's name.

    `more-in/7~812` is the part `more-in` for section 7, without story 812.

    Errors:
        UnknownPartError: no room has registered such a part.
    """
    base, _, without = name.partition("~")
    kind, *key = base.split("/")
    if kind not in _parts:
        raise UnknownPartError(
            f"No part is called “{kind}”. Register it in a room's parts.py, or mend the template."
        )
    return _parts[kind], key, without.split("+") if without else []


def waits_for_worker(name: str) -> bool:
    """Say whether a part is printed again by the worker alone; one that no room knows any more is not."""
    kind = _parts.get(name.partition("~")[0].partition("/")[0])
    return kind is not None and kind.waits


def part_name(kind: str, *key: object, without: list[str] | None = None) -> str:
    """Return a part's name, as sheets use it.

    >>> part_name("more-in", 7, without=["812"])
    'more-in/7~812'
    """
    name = "/".join([kind, *[str(one) for one in key]])
    return f"{name}~{'+'.join(sorted(without))}" if without else name


# While HTML is made, the marks of its entries: unguessable, so that no story can hold one.
entry_mark: ContextVar[str] = ContextVar("entry_mark", default="")


def make_in_place(site: Site, name: str) -> str:
    """Return a part's HTML for a page that is shown and not printed, such as a preview."""
    from broadsheet.press.entries import entries_of

    kind, _, without = split_name(name)
    shape = entries_of(site, name)
    return shape.without(without, kind.shows)
