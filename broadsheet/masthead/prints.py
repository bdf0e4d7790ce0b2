"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.masthead.models import StandingPage, paper_of
from broadsheet.masthead.pages import open_pages, tree_address
from broadsheet.masthead.styles import style_path, text_style_path
from broadsheet.press.every import prints


@prints
def shared_pages(site: Site) -> Iterator[str]:
    yield from ("/contact/", "/icon.svg", style_path(paper_of(site)), text_style_path())
    for page in open_pages(StandingPage, site.root_page):
        found = tree_address(page)
        if found:
            yield found[1]
