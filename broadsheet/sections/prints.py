"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.masthead.pages import open_pages
from broadsheet.press.every import prints
from broadsheet.sections.models import Section
from broadsheet.stories.models import Place
from broadsheet.stories.places import every_page


@prints
def fronts(site: Site) -> Iterator[str]:
    yield "/"
    for section in open_pages(Section, site.root_page):
        yield section.path_for_readers
        yield from every_page(Place.Of.SECTION, section.pk, section.path_for_readers)
