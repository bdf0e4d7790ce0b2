"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.press.every import prints
from broadsheet.stories.lists import months_with_stories


@prints
def months(site: Site) -> Iterator[str]:
    for month in months_with_stories():
        yield f"/{month:%Y/%m}/"
