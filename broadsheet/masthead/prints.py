"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.masthead.models import StandingPage
from broadsheet.masthead.pages import tree_address
from broadsheet.masthead.styles import style_path
from broadsheet.press.every import prints


@prints
def shared_pages(site: Site) -> Iterator[str]:
    yield from ("/contact/", "/icon.svg", style_path())
    for page in StandingPage.objects.live().public().filter(path__startswith=site.root_page.path):
        found = tree_address(page)
        if found:
            yield found[1]
