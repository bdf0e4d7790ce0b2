"""Every correction that a paper has made, newest first, a page for each year. None is ever left out."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from broadsheet.press.recorder import note_source
from broadsheet.stories.lists import has_ended
from broadsheet.stories.models import Correction
from broadsheet.stories.papers import of_paper

NEWEST = 50


def corrections_of(site: Site) -> "QuerySet[Correction]":
    """Return a paper's corrections, newest first, those of stories that were taken down among them."""
    note_source("list:corrections")
    return of_paper(Correction.objects.select_related("story__home_section"), site, story="story__")


def newest_corrections(site: Site) -> list[Correction]:
    """Return the corrections that the corrections page itself shows; the years hold all."""
    return [_with_headline(one) for one in corrections_of(site)[:NEWEST]]


def _with_headline(correction: Correction) -> Correction:
    # A story that was taken down, or whose end has come while the worker is off, is not named.
    story = correction.story
    correction.is_of_shown = story.shown_at is not None and not has_ended(story)
    return correction


def corrections_in(year: int, site: Site) -> list[Correction]:
    """Return all corrections of a year, by the paper's clock."""
    made = corrections_of(site).filter(made_at__gte=_first(year), made_at__lt=_first(year + 1))
    return [_with_headline(one) for one in made]


def years_corrected(site: Site) -> list[int]:
    """Return each year in which something was corrected, newest first: one look at an index for each."""
    times = corrections_of(site).order_by("-made_at").values_list("made_at", flat=True)
    years: list[int] = []
    made_at = times.first()
    while made_at is not None:
        years.append(timezone.localtime(made_at).year)
        made_at = times.filter(made_at__lt=_first(years[-1])).first()
    return years


def _first(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())
