"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.press.every import prints
from broadsheet.sections.models import Section


@prints
def fronts(site: Site) -> Iterator[str]:
    yield "/"
    for section in Section.objects.live().public().filter(path__startswith=site.root_page.path):
        yield section.path_for_readers
