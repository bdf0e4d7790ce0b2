"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.newsroom.models import journalists_of
from broadsheet.press.every import prints


@prints
def journalists(site: Site) -> Iterator[str]:
    for person in journalists_of(site):
        yield person.path
        if person.key is not None:
            yield person.key_path
