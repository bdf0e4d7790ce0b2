"""What is current: fronts, rails and feeds take nothing older than the paper's limit, but for what an editor keeps there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.utils import timezone
from wagtail.models import Site

from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import site_at_place, site_roots
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source, print_again_at
from broadsheet.stories.age import months
from broadsheet.stories.models import Story

# Touched by a story that an editor keeps among the current ones, or keeps there no longer.
KEPT_CURRENT = "list:kept-current"
# When it was first shown, and its key.
Row = tuple[datetime, int]


class KeptStory(NamedTuple):
    """A story that an editor keeps among the current ones, however old it is."""

    shown_at: datetime
    key: int
    section_key: int | None


def span_in_section(section_id: int) -> timedelta | None:
    """Return for how long a section's stories are current; None without a limit."""

    def find() -> Site | None:
        note_source("list:sections")
        sections = apps.get_model("sections.Section").objects.filter(pk=section_id)
        place = sections.values_list("url_path", flat=True).first()
        found = site_at_place(place) if place else None
        return found[1] if found else None

    return span_of(kept(f"site-of-section:{section_id}", find))


def span_in_paper(site_path: str) -> timedelta | None:
    """Return for how long stories are current in the paper whose front is at this place in the tree."""
    sites = (site for _, site in site_roots() if site.root_page.path == site_path)
    return span_of(next(sites, None))


def span_of(site: Site | None) -> timedelta | None:
    """Return for how long stories are current in a site's paper; None without a limit."""
    asked = facts_of(site).current_for_months if site else 0
    return months(asked) if asked else None


def limit_of(span: timedelta | None) -> datetime | None:
    """Return the moment up to which stories have ceased to be current; None without a limit."""
    return timezone.now() - span if span else None


def kept_stories() -> list[KeptStory]:
    """Return what editors keep among the current stories, newest first: a handful."""

    def find() -> list[KeptStory]:
        note_source(KEPT_CURRENT)
        rows = Story.objects.filter(keep_current=True).order_by()
        found = rows.values_list("shown_at", "pk", "home_section_id")
        return sorted((KeptStory._make(row) for row in found if row[0]), reverse=True)

    return kept("kept-current", find)


def with_kept(rows: list[Row], limit: datetime | None, sections: Iterable[int] | None) -> list[Row]:
    """Return current rows with those behind them that editors keep, of some sections or of all."""
    if limit is None:
        return rows
    wanted = None if sections is None else set(sections)
    return rows + [
        (story.shown_at, story.key)
        for story in kept_stories()
        if story.shown_at <= limit and (wanted is None or story.section_key in wanted)
    ]


def note_limit(rows: list[Row], span: timedelta | None) -> None:
    """Have the list that is being printed printed again when its oldest story ceases to be current."""
    if span is None:
        return
    limit = timezone.now() - span
    current = [shown_at for shown_at, _ in rows if shown_at > limit]
    if current:
        print_again_at(min(current) + span)
