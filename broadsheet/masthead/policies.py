"""What a paper says of itself on its standing pages: their first words, and which of them machines are told of.

The words stand in `templates/masthead/policies/`, one file for each purpose, in the paper's language; from then on they
are the paper's own, and are changed like any page.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.lib.slugs import slug_of
from broadsheet.masthead import display
from broadsheet.masthead.giving import OWN_GIFTS_COOKIE
from broadsheet.masthead.models import Paper, StandingPage
from broadsheet.masthead.pages import open_pages, tree_address
from broadsheet.press.recorder import note_source

Purpose = StandingPage.Purpose
# Every cookie that the newsroom's door, its forms, its messages and its menu may set; the page on privacy names them.
STAFF_COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    # Tells a browser that someone has signed in with before (`staff/devices.py`).
    settings.DEVICE_COOKIE_NAME,
    # Tells a story's screen that its words were saved (`newsroom/keeping.py`).
    "newsroom_saved",
    "messages",
    "wagtail_sidebar_collapsed",
)
# Those that every paper is founded with.
ADDRESS_WORDS = {
    Purpose.ABOUT: pgettext_lazy("last word of an address", "about"),
    Purpose.ETHICS: pgettext_lazy("last word of an address", "ethics"),
    # "corrections" is the list of all corrections.
    Purpose.CORRECTIONS: pgettext_lazy("last word of an address", "corrections policy"),
    Purpose.PRIVACY: pgettext_lazy("last word of an address", "privacy"),
    Purpose.ACCESSIBILITY: pgettext_lazy("last word of an address", "accessibility"),
    Purpose.SOFTWARE: pgettext_lazy("last word of an address", "software"),
}
# What schema.org's NewsMediaOrganization calls them.
SCHEMA_NAMES = {
    Purpose.ABOUT: ["ownershipFundingInfo"],
    Purpose.ETHICS: ["ethicsPolicy", "publishingPrinciples"],
    Purpose.CORRECTIONS: ["correctionsPolicy", "actionableFeedbackPolicy"],
}
PIECE = re.compile(r"<(h1|h2|p|ul)>(.*?)</\1>", re.DOTALL)
LINE = re.compile(r"<li>(.*?)</li>", re.DOTALL)


class Words(NamedTuple):
    """The first words of a standing page: its title, the word of its address, its blocks as (name, value)."""

    title: str
    slug: str
    body: list[tuple[str, Any]]


def words_for(purpose: str, paper: Paper) -> Words:
    """Return what a page says, from the paper's own answers, in the language of now."""
    html = render_to_string(
        f"masthead/policies/{purpose}.html",
        {
            "paper": paper,
            "name": paper.in_a_sentence,
            "opening_name": capfirst(paper.in_a_sentence),
            "publisher": paper.legal_name or paper.name,
            "email": paper.email,
            "today": timezone.localdate(),
            "cookie": display.COOKIE,
            "gifts_cookie": OWN_GIFTS_COOKIE,
            "staff_cookies": ", ".join(f"“{name}”" for name in STAFF_COOKIES),
        },
    )
    pieces = [(tag, " ".join(words.split())) for tag, words in PIECE.findall(html)]
    title = next(unescape(words) for tag, words in pieces if tag == "h1")
    slug = slug_of(str(ADDRESS_WORDS[Purpose(purpose)])) or purpose
    return Words(title, slug, list(_blocks(pieces)))


def _blocks(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
    for tag, words in pieces:
        if tag == "h2":
            yield "subhead", unescape(words)
        elif tag == "p":
            yield "paragraph", f"<p>{words}</p>"
        elif tag == "ul":
            lines = [f"<p>{line.strip()}</p>" for line in LINE.findall(words)]
            yield "list", {"items": lines, "numbered": False}


def live_policies(site: Site) -> dict[str, str]:
    """Return the path of each standing page with a purpose that any reader may open, by that purpose."""
    note_source("list:standing-pages")
    found: dict[str, str] = {}
    for page in open_pages(StandingPage, site.root_page):
        address = tree_address(page)
        if page.purpose and address:
            found.setdefault(page.purpose, address[1])
    return found


def schema_policies(site: Site) -> dict[str, str]:
    """Return the addresses of the paper's policies by what schema.org calls them; of those that are live alone."""
    return {
        name: site.root_url + path
        for purpose, path in live_policies(site).items()
        for name in SCHEMA_NAMES.get(Purpose(purpose), [])
    }
