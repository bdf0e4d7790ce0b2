"""Sitemaps: every address of the paper for search engines, a file a month, so that old files never change.

Source: the sitemaps protocol 0.9 (at most 50,000 addresses a file) and Google's news extension (two days, at most
1,000 stories, the name without brackets).
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Site

from broadsheet.feeds.markup import Markup
from broadsheet.masthead.models import Paper
from broadsheet.masthead.pages import open_pages
from broadsheet.masthead.parts import standing_pages_of
from broadsheet.newsroom.models import journalists_of
from broadsheet.press.recorder import not_after, note_source, print_again_at
from broadsheet.sections.models import Section
from broadsheet.stories.corrected import corrections_of, years_corrected
from broadsheet.stories.gatherings import series_with_stories, topics_with_stories
from broadsheet.stories.lists import next_month, note_month
from broadsheet.stories.models import Correction, Story
from broadsheet.stories.papers import of_paper
from broadsheet.stories.pictures import absolute

MOST_ADDRESSES = 50_000
MOST_NEWS = 1_000
NEWS_FOR = timedelta(days=2)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


class Address(NamedTuple):
    """One address of a sitemap. `changed` is when its words last changed, None where nobody can tell."""

    path: str
    changed: datetime | None = None


class Shown(NamedTuple):
    """What a sitemap must know of a story that readers may see."""

    key: int
    path: str
    noindex: bool
    shown_at: datetime
    updated_at: datetime | None


class News(NamedTuple):
    """One story of the news sitemap."""

    path: str
    headline: str
    published: datetime


def write_index(paths: Iterable[str], root_url: str) -> str:
    """Return the sitemap of sitemaps."""
    document = Markup()
    with document.inside("sitemapindex", {"xmlns": SITEMAP}):
        for path in paths:
            with document.inside("sitemap"):
                document.line("loc", absolute(root_url, path))
    return str(document)


def write_sitemap(addresses: Iterable[Address], root_url: str) -> str:
    """Return a sitemap."""
    document = Markup()
    with document.inside("urlset", {"xmlns": SITEMAP}):
        for address in addresses:
            with document.inside("url"):
                document.line("loc", absolute(root_url, address.path))
                if address.changed:
                    document.line("lastmod", _written(address.changed))
    return str(document)


def write_news(stories: Iterable[News], paper: Paper, root_url: str) -> str:
    """Return the news sitemap; without news, an empty one."""
    name = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", paper.name).strip()
    document = Markup()
    with document.inside("urlset", {"xmlns": SITEMAP, "xmlns:news": NEWS}):
        for story in stories:
            with document.inside("url"):
                document.line("loc", absolute(root_url, story.path))
                with document.inside("news:news"):
                    with document.inside("news:publication"):
                        document.line("news:name", name)
                        document.line("news:language", paper.language.partition("-")[0])
                    document.line("news:publication_date", _written(story.published))
                    document.line("news:title", story.headline)
    return str(document)


def _written(when: datetime) -> str:
    return timezone.localtime(when).isoformat(timespec="seconds")


def shown_in_month(first: datetime, site: Site) -> list[Shown]:
    """Return the stories of a month, newest first."""
    note_month(first)
    return _shown(site, since=first, until=next_month(first), limit=MOST_ADDRESSES)


def _shown(site: Site, *, since: datetime, until: datetime, limit: int) -> list[Shown]:
    # Values, not models: a month may hold thousands. So each must be noted by hand, those left out too, because an
    # editor may let search engines in again.
    stories = of_paper(Story.objects.filter(shown_at__gte=since, shown_at__lt=until), site)
    names = ("pk", "permalink", "noindex", "shown_at", "updated_at", "expire_at")
    now = timezone.now()
    found = []
    for *row, ends in stories.order_by("-shown_at").values_list(*names)[:limit]:
        story = Shown._make(row)
        note_source(f"story:{story.key}")
        # What has ended may not have been taken down yet: the worker may be off.
        if ends is None or ends > now:
            not_after(ends)
            found.append(story)
    return found


def addresses_of_month(first: datetime, stories: Iterable[Shown]) -> list[Address]:
    """Return the addresses of a month's stories that search engines may show, and when each last changed."""
    corrected = _corrected_in(first)
    return [
        Address(
            story.path,
            max(filter(None, (story.shown_at, story.updated_at, corrected.get(story.key)))),
        )
        for story in stories
        if not story.noindex
    ]


def _corrected_in(first: datetime) -> dict[int, datetime]:
    """Return when each story of a month was last corrected, by key."""
    made = Correction.objects.filter(
        story__shown_at__gte=first, story__shown_at__lt=next_month(first)
    )
    latest = made.order_by().values("story_id").annotate(latest=Max("made_at"))
    return {row["story_id"]: row["latest"] for row in latest}


def addresses_of_pages(site: Site) -> list[Address]:
    """Return every address that is no story: fronts, standing pages, people, topics, series, contact, corrections."""
    for source in ("list:sections", "list:journalists"):
        note_source(source)
    sections = open_pages(Section, site.root_page)
    journalists = journalists_of(site).order_by("slug")
    topics = topics_with_stories()
    newest = corrections_of(site).first()
    addresses = [
        Address("/"),
        *[Address(section.path_for_readers) for section in sections],
        *[Address(page["path"]) for page in standing_pages_of(site)],
        *[Address(journalist.path) for journalist in journalists],
        *[Address(topic.path) for topic in topics],
        *[Address(series.path) for series in series_with_stories()],
        *([Address("/topics/")] if topics else []),
        Address("/contact/"),
        Address("/corrections/", newest.made_at if newest else None),
        *[Address(f"/corrections/{year}/") for year in years_corrected(site)],
    ]
    return addresses[:MOST_ADDRESSES]


def news_now(now: datetime, site: Site) -> list[News]:
    """Return the stories of the last two days, newest first; the sitemap is printed again when the oldest leaves."""
    note_source("list:front")
    stories = _shown(site, since=now - NEWS_FOR, until=now + NEWS_FOR, limit=MOST_NEWS)
    keys = [story.key for story in stories]
    headlines = dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))
    if stories:
        # A moment later, so that the oldest is outside of the two days by then.
        print_again_at(stories[-1].shown_at + NEWS_FOR + timedelta(seconds=1))
    return [
        News(story.path, headlines[story.key], story.shown_at)
        for story in stories
        if not story.noindex and story.key in headlines
    ]
