"""Every address that a paper prints, named by the rooms that know them."""

from collections.abc import Callable, Iterator
from itertools import islice

from wagtail.models import Site

Lister = Callable[[Site], Iterator[str]]
_listers: list[Lister] = []


def prints(lister: Lister) -> Lister:
    """Register a function that gives the paths a room prints at a site, in batches, never all at once."""
    _listers.append(lister)
    return lister


def every_address() -> Iterator[str]:
    """Give host and path of each page that may be printed."""
    for site in Site.objects.all():
        for lister in _listers:
            for path in lister(site):
                yield site.hostname + path


def first_addresses(most: int) -> Iterator[str]:
    """Give host and path of the first pages that each room names, in each paper: of stories the newest.

    Args:
        most: how many of each kind.
    """
    for site in Site.objects.all():
        for lister in _listers:
            for path in islice(lister(site), most):
                yield site.hostname + path
