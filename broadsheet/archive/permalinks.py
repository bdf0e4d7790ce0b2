"""The address that an imported story keeps from its old site, and what stands in its way."""

import re
from typing import Final

from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from broadsheet.archive.errors import ImportRefusedError
from broadsheet.masthead.reserved import RESERVED
from broadsheet.press.addresses import is_taken
from broadsheet.stories.models import Story

LONGEST: Final = 255
ADDRESS = re.compile(r"(/[\w.~-]+)+/?")
# What the program answers at beneath a page of the tree: its feed, and its numbered pages.
BENEATH_A_PAGE = re.compile(r"feed|(?:page/)?\d+")
OPEN_TO_STORIES: Final = ("story", "wagtail_serve", "kept-address")


def check_permalink(path: str) -> str:
    """Return the address a story is to keep.

    Errors:
        ImportRefusedError: it is no path, is taken by a story or page, or is the program's own.
    """
    has_dots_alone = any(set(word) == {"."} for word in path.split("/"))
    if not ADDRESS.fullmatch(path) or has_dots_alone or len(path) > LONGEST:
        raise ImportRefusedError(
            _("“%(path)s” is no address. Write it as in /2016/05/ferry/.") % {"path": path}
        )
    if Story.objects.filter(permalink__in=both_forms(path)).exists() or is_taken(path):
        raise ImportRefusedError(
            _("Another story stands, or stood, at %(path)s. Leave the permalink out.")
            % {"path": path}
        )
    if is_the_programs(path):
        raise ImportRefusedError(
            _("%(path)s is an address of the program's own. Leave the permalink out.")
            % {"path": path}
        )
    if is_a_page(path):
        raise ImportRefusedError(
            _("A section or page of the paper stands at %(path)s. Leave the permalink out.")
            % {"path": path}
        )
    return path


def both_forms(path: str) -> tuple[str, str]:
    """Return an address with and without its last slash: readers take the two for one."""
    bare = path.rstrip("/")
    return bare, f"{bare}/"


def is_the_programs(path: str) -> bool:
    """Return whether the program answers at an address, now or by the words it keeps for itself."""
    first = path.split("/")[1]
    if first in RESERVED or first.startswith(("style-", "sitemap-")):
        return True
    if re.fullmatch(r"/\d{4}/?", path):
        return True
    return any(resolve(form).url_name not in OPEN_TO_STORIES for form in both_forms(path))


def is_a_page(path: str) -> bool:
    """Return whether a section or standing page has this address, or answers beneath its own."""
    words = path.strip("/").split("/")
    beneath = [words[:at] for at in (1, 2) if BENEATH_A_PAGE.fullmatch("/".join(words[at:]))]
    roots = [site.root_page.url_path for site in Site.objects.select_related("root_page")]
    places = [f"{root}{'/'.join(place)}/" for root in roots for place in [words, *beneath]]
    return Page.objects.filter(url_path__in=places).exists()
