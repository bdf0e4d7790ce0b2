"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.archive.months import days_of
from broadsheet.press.every import prints
from broadsheet.stories.papers import months_of


@prints
def months(site: Site) -> Iterator[str]:
    for month in months_of(site):
        yield f"/{month:%Y/%m}/"
        # The last stretch stands at the month's own address.
        for days in days_of(month, site)[:-1]:
            yield f"/{month:%Y/%m}/page/{days.number}/"
