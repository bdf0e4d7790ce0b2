"""The language, time zone and edition in which a paper's pages are written."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone, translation
from wagtail.models import Site

from broadsheet.masthead.models import Paper, facts_of
from broadsheet.press.twins import whole_paper_in_text

_paper: ContextVar[Paper | None] = ContextVar("paper", default=None)


def paper_in_use() -> Paper | None:
    """Return the paper whose pages are being written; None in the newsroom."""
    return _paper.get()


@contextmanager
def papers_words(site: Site) -> Iterator[None]:
    """Write what follows in the paper's language and ways, its times in the paper's zone."""
    paper = facts_of(site)
    token = _paper.set(paper)
    try:
        with (
            translation.override(paper.language),
            timezone.override(zoneinfo.ZoneInfo(paper.time_zone)),
        ):
            yield
    finally:
        _paper.reset(token)


@contextmanager
def paper_locale(site: Site) -> Iterator[None]:
    """Write what follows in the paper's language, its times in the paper's zone; in text if the whole paper is."""
    with papers_words(site), whole_paper_in_text(facts_of(site).text_only):
        yield
