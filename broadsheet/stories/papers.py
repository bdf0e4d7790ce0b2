"""What belongs to one paper where several are published from one installation: by its front's place in the tree.

With one paper alone nothing is narrowed, and nothing is asked of the database for it.
"""

from datetime import datetime
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.models import Site

from broadsheet.masthead.pages import under
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source
from broadsheet.stories.lists import (
    by_journalist,
    first_moment,
    months_with_stories,
    newest_signed,
    next_month,
    stories_by_key,
)
from broadsheet.stories.models import Byline, Story

Row = TypeVar("Row", bound=Model)


def site_asked(request: HttpRequest) -> Site | None:
    """Return the site that a reader or the press asks."""
    return getattr(request, "press_site", None) or Site.find_for_request(request)


def is_only_paper() -> bool:
    """Say whether one paper alone is published here."""
    # A site is no source: its change prints everything anew.
    return kept("papers", Site.objects.count) == 1


def of_paper(rows: "QuerySet[Row]", site: Site, *, story: str = "") -> "QuerySet[Row]":
    """Narrow a query to the stories of the paper published at a site.

    Args:
        story: the field that leads from the rows to their story, with its two underscores: "story__".
    """
    if is_only_paper():
        return rows
    return rows.filter(under(site.root_page.path, f"{story}path"))


def stands_in(story: Story, site: Site | None) -> bool:
    """Say whether a story belongs to the paper published at a site; asks no database."""
    return site is not None and story.path.startswith(site.root_page.path)


def story_named(address: str, site: Site) -> Story | None:
    """Return a paper's published story by its address as a reader copied it, whole or its path alone; None if there is none."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return None
    if "\0" in path:
        return None
    story = Story.objects.live().filter(permalink__in=[path, path.rstrip("/") + "/"]).first()
    return story if story is not None and story.host == site.hostname else None


def months_of(site: Site) -> list[datetime]:
    """Return the first moment of each month in which a paper's readers were shown a story; oldest first."""
    if is_only_paper():
        return months_with_stories()
    note_source("list:front")
    shown = of_paper(Story.objects.filter(shown_at__isnull=False), site).order_by("shown_at")
    times = shown.values_list("shown_at", flat=True)
    months: list[datetime] = []
    shown_at = times.first()
    while shown_at is not None:
        months.append(first_moment(shown_at))
        shown_at = times.filter(shown_at__gte=next_month(months[-1])).first()
    return months


def signed_by(journalist_id: int, site: Site, limit: int) -> list[Story]:
    """Return the newest stories of a paper that carry a journalist's name."""
    if is_only_paper():
        return by_journalist(journalist_id, limit)
    note_source(f"list:journalist:{journalist_id}")
    signed = Byline.objects.filter(journalist_id=journalist_id, story__shown_at__isnull=False)
    return stories_by_key(newest_signed(of_paper(signed, site, story="story__"), limit))
