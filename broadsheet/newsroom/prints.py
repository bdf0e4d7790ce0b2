"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.newsroom.models import Journalist
from broadsheet.press.every import prints


@prints
def journalists(site: Site) -> Iterator[str]:
    for person in Journalist.objects.all():
        yield person.path
