"""The letters that were printed in one week, gathered on a page of their own; and the weeks that have such a page."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.models import facts_of
from broadsheet.press.recorder import note_source
from broadsheet.stories.letter_weeks import LETTERS, week_of
from broadsheet.stories.lists import has_ended
from broadsheet.stories.models import Story
from broadsheet.stories.opinion import LETTER
from broadsheet.stories.papers import of_paper

# More than the busiest paper prints.
MOST: Final = 200


class Week:
    """A week of one paper, from Monday to Sunday by its clock.

    Errors:
        ValueError: that year has no such week.
    """

    def __init__(self, site: Site, year: int, number: int) -> None:
        self.site, self.year, self.number = site, year, number
        self.monday = date.fromisocalendar(year, number, 1)

    @classmethod
    def at(cls, site: Site, moment: datetime) -> "Week":
        year, number, _day = moment.astimezone(facts_of(site).zone).isocalendar()
        return cls(site, year, number)

    @property
    def path(self) -> str:
        return reverse("letters_of_week", args=[self.year, self.number])

    @property
    def name(self) -> str:
        """The week for readers: "November 16 to November 22, 2026"."""
        sunday = self.monday + timedelta(days=6)
        return _("%(monday)s to %(sunday)s, %(year)s") % {
            "monday": date_format(self.monday, "MONTH_DAY_FORMAT"),
            "sunday": date_format(sunday, "MONTH_DAY_FORMAT"),
            "year": sunday.year,
        }

    @cached_property
    def letters(self) -> list[Story]:
        """The week's letters, the newest first."""
        note_source(week_of(self._starts))
        shown = printed_letters(self.site).filter(
            shown_at__gte=self._starts, shown_at__lt=self._ends
        )
        found = shown.select_related("home_section").prefetch_related("bylines", "corrections")
        letters = list(found.order_by("-shown_at")[:MOST])
        for letter in letters:
            # Each is told by itself when it is corrected or withdrawn.
            note_source(letter.source)
        return [letter for letter in letters if not has_ended(letter)]

    @property
    def earlier(self) -> "Week | None":
        """The nearest week before it that has letters."""
        return newest_week(self.site, before=self._starts)

    @property
    def later(self) -> "Week | None":
        """The nearest week after it that has letters."""
        note_source(LETTERS)
        after = printed_letters(self.site).filter(shown_at__gte=self._ends)
        moment = after.order_by("shown_at").values_list("shown_at", flat=True).first()
        return Week.at(self.site, moment) if moment else None

    @property
    def _zone(self) -> tzinfo:
        return facts_of(self.site).zone

    @property
    def _starts(self) -> datetime:
        return datetime.combine(self.monday, time(), self._zone)

    @property
    def _ends(self) -> datetime:
        return datetime.combine(self.monday + timedelta(days=7), time(), self._zone)


def printed_letters(site: Site) -> "QuerySet[Story]":
    """Return a paper's letters that readers are shown."""
    return of_paper(Story.objects.filter(opinion_kind=LETTER, shown_at__isnull=False), site)


def newest_week(site: Site, *, before: datetime | None = None) -> Week | None:
    """Return the newest week that has letters, of those before a moment if one is given."""
    note_source(LETTERS)
    letters = printed_letters(site)
    if before is not None:
        letters = letters.filter(shown_at__lt=before)
    moment = letters.order_by("-shown_at").values_list("shown_at", flat=True).first()
    return Week.at(site, moment) if moment else None


def every_week(site: Site) -> Iterator[Week]:
    """Give each week that has letters, the newest first: one look at an index for each."""
    week = newest_week(site)
    while week is not None:
        yield week
        week = week.earlier
