"""Every headline of a month, day by day, without loading the stories themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.press.recorder import not_after, note_source
from broadsheet.sections.models import Section
from broadsheet.stories.lists import next_month, note_month
from broadsheet.stories.models import Story
from broadsheet.stories.months import MONTHS
from broadsheet.stories.opinion import OPINION
from broadsheet.stories.papers import of_paper

# As many headlines as a page in text holds within its ten kibibytes.
MOST = 100


class Days(NamedTuple):
    """A stretch of a month, from one day of the paper's zone to another, both included; `number` counts from 1."""

    number: int
    first: datetime
    last: datetime

    def __str__(self) -> str:
        if self.first == self.last:
            return _("Day %(day)d") % {"day": self.first.day}
        return _("Days %(first)d–%(last)d") % {"first": self.first.day, "last": self.last.day}


class Headline(NamedTuple):
    """One line of a month page; `section` is the kind of an opinion, `shown_at` in the paper's zone."""

    path: str
    headline: str
    section: str
    is_opinion: bool
    language: str
    shown_at: datetime


def days_of(first: datetime, site: Site) -> list[Days]:
    """Return the stretches of days that a month is read in, oldest first; none if it has no stories.

    A stretch ends before the day with which it would hold more than `MOST` headlines; one day stands on one page. A new
    story is of the last stretch, so the pages of those before it hold still.
    """
    note_month(first)
    shown = Story.objects.filter(shown_at__gte=first, shown_at__lt=next_month(first))
    times = of_paper(shown, site).order_by("shown_at").values_list("shown_at", flat=True)
    found: list[Days] = []
    held = 0
    for day, stories in groupby(times, lambda when: _midnight(timezone.localtime(when))):
        count = len(list(stories))
        if found and held + count <= MOST:
            held += count
            found[-1] = found[-1]._replace(last=day)
        else:
            held = count
            found.append(Days(len(found) + 1, day, day))
    return found


def headlines_of(days: Days, site: Site) -> list[tuple[datetime, list[Headline]]]:
    """Return each day of a stretch that has stories, newest first, with its headlines."""
    note_month(days.first.replace(day=1))
    lines = _lines(days.first, days.last + timedelta(days=1), site)
    return [(day, list(one)) for day, one in groupby(lines, lambda line: _midnight(line.shown_at))]


def _midnight(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def _lines(since: datetime, until: datetime, site: Site) -> Iterator[Headline]:
    shown = Story.objects.filter(shown_at__gte=since, shown_at__lt=until)
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
