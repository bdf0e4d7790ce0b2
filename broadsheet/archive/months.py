"""Every headline of a month, day by day, without loading the stories themselves."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from wagtail.models import Site

from broadsheet.press.recorder import not_after, note_source
from broadsheet.sections.models import Section
from broadsheet.stories.lists import next_month
from broadsheet.stories.models import Story
from broadsheet.stories.months import MONTHS
from broadsheet.stories.opinion import OPINION
from broadsheet.stories.papers import of_paper


class Headline(NamedTuple):
    """One line of a month page; `section` is the kind of an opinion, `shown_at` in the paper's zone."""

    path: str
    headline: str
    section: str
    is_opinion: bool
    language: str
    shown_at: datetime


def month_before(first: datetime) -> datetime:
    """Return the first moment of the month before."""
    if first.month == 1:
        return first.replace(year=first.year - 1, month=12)
    return first.replace(month=first.month - 1)


def headlines_of(first: datetime, site: Site) -> list[tuple[datetime, list[Headline]]]:
    """Return each day of a month that has stories, newest first, with its headlines."""
    # The log names months in UTC; a story of the last evening may stand in the next one there.
    for month in (month_before(first), first, next_month(first)):
        note_source(f"list:month:{month:%Y/%m}")
    return [(day, list(lines)) for day, lines in groupby(_lines(first, site), _day_of)]


def _day_of(line: Headline) -> datetime:
    return line.shown_at.replace(hour=0, minute=0, second=0, microsecond=0)


def _lines(first: datetime, site: Site) -> Iterator[Headline]:
    shown = Story.objects.filter(shown_at__gte=first, shown_at__lt=next_month(first))
    rows = (
        of_paper(shown, site)
        .order_by("-shown_at")
        .values_list(
            "pk",
            "permalink",
            "title",
            "home_section",
            "home_section__title",
            "home_section__kind",
            "opinion_kind",
            "language",
            "shown_at",
            "expire_at",
        )
    )
    kinds = dict(Story.OpinionKind.choices)
    now = timezone.now()
    for key, path, headline, section, name, section_kind, kind, language, shown_at, ends in rows:
        # Values, not models: each must be noted by hand, or a new headline would not show here.
        note_source(f"story:{key}")
        note_source(f"{Section.source_kind}:{section}")
        if ends is not None and ends <= now:
            # It may not have been taken down yet: the worker may be off.
            continue
        not_after(ends)
        yield Headline(
            path or "/",
            headline,
            str(kinds.get(kind) or name or ""),
            bool(kind) or section_kind == OPINION,
            language,
            timezone.localtime(shown_at),
        )


def months_around(first: datetime, site: Site) -> tuple[datetime | None, datetime | None]:
    """Return the nearest earlier and later months that have stories."""
    note_source(MONTHS)
    shown = of_paper(Story.objects.filter(shown_at__isnull=False), site)
    before = shown.filter(shown_at__lt=first).order_by("-shown_at")
    after = shown.filter(shown_at__gte=next_month(first)).order_by("shown_at")
    found = [one.values_list("shown_at", flat=True).first() for one in (before, after)]
    earlier, later = (timezone.localtime(when) if when else None for when in found)
    return earlier, later
