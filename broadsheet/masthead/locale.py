"""The language, time zone and edition in which a paper's pages are written."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from wagtail.models import Site

from broadsheet.masthead.models import facts_of
from broadsheet.press.twins import whole_paper_in_text


@contextmanager
def papers_words(site: Site) -> Iterator[None]:
    """Write what follows in the paper's language, its times in the paper's zone."""
    paper = facts_of(site)
    with (
        translation.override(paper.language),
        timezone.override(zoneinfo.ZoneInfo(paper.time_zone)),
    ):
        yield


@contextmanager
def paper_locale(site: Site) -> Iterator[None]:
    """Write what follows in the paper's language, its times in the paper's zone; in text if the whole paper is."""
    with papers_words(site), whole_paper_in_text(facts_of(site).text_only):
        yield
