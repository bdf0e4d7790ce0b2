"""Where a paper asks for gifts, as the room that takes them says: the Support link in the head and foot of pages leads there."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from wagtail.models import Site

# Keeps a donor's own page open, once she has come by a mailed link.
OWN_GIFTS_COOKIE: Final = "__Secure-own-gifts" if settings.HTTPS else "own-gifts"

_asked_at: list[Callable[[Site], str]] = []


def asked_at(find: Callable[[Site], str]) -> Callable[[Site], str]:
    """Register the function below, which returns the path of the page; nothing while a paper asks for none."""
    _asked_at.append(find)
    return find


def support_path(site: Site) -> str:
    """Return the path of the page on which a paper asks for gifts; nothing if it does not."""
    return next((path for find in _asked_at if (path := find(site))), "")
