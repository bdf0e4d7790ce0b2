"""The language and time zone in which a paper's pages are written."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from wagtail.models import Site

from broadsheet.masthead.models import facts_of


@contextmanager
def paper_locale(site: Site) -> Iterator[None]:
    """Write what follows in the paper's language, and its times in the paper's zone."""
    paper = facts_of(site)
    with (
        translation.override(paper.language),
        timezone.override(zoneinfo.ZoneInfo(paper.time_zone)),
    ):
        yield
