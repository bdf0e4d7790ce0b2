"""Feeds, sitemaps, and what robots and finders of holes are told."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.feeds import rss, security_txt, sitemaps
from broadsheet.masthead.models import Paper, paper_of
from broadsheet.masthead.pages import is_private, page_at
from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.press.asking import FRONT, INDEX, printed
from broadsheet.press.recorder import print_again_at
from broadsheet.sections.models import Section
from broadsheet.stories.current import span_of
from broadsheet.stories.gatherings import newest_keys_on
from broadsheet.stories.lists import newest_keys_in, newest_keys_in_paper
from broadsheet.stories.models import Topic
from broadsheet.stories.papers import months_of, site_asked
from broadsheet.stories.pictures import absolute

RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
# Newspapers began in 1605; time zones cannot be reckoned at the calendar's far ends.
YEARS = range(1605, 9999)


@printed(FRONT, has_text=False)
def paper_feed(request: HttpRequest) -> HttpResponse:
    site, paper = published_at(request)
    keys = newest_keys_in_paper(site.root_page.path, rss.STORIES)
    return feed(site, paper, keys, title=paper.name, description=paper.motto, path="/")


# As a topic's: who follows one section by a feed asks each quarter of an hour, and no editor waits for it.
@printed(INDEX, has_text=False)
def section_feed(request: HttpRequest, section_path: str) -> HttpResponseBase:
    site, paper = published_at(request)
    section = page_at(site, f"{section_path}/")
    if not isinstance(section, Section) or is_private(section):
        return answer_elsewhere(request)
    title = _("%(paper)s: %(section)s") % {"paper": paper.name, "section": section.title}
    keys = newest_keys_in(section.pk, rss.STORIES)
    return feed(
        site,
        paper,
        keys,
        title=title,
        description=section.description,
        path=section.path_for_readers,
    )


@printed(INDEX, has_text=False)
def topic_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    site, paper = published_at(request)
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return answer_elsewhere(request)
    title = _("%(paper)s: %(topic)s") % {"paper": paper.name, "topic": topic.name}
    keys = newest_keys_on(topic.pk, rss.STORIES, span=span_of(site))
    return feed(site, paper, keys, title=title, description=topic.description, path=topic.path)


def feed(
    site: Site, paper: Paper, keys: list[int], *, title: str, description: str, path: str
) -> HttpResponse:
    channel = rss.Channel(
        title=title,
        description=description or title,
        language=paper.language,
        url=absolute(site.root_url, path),
        feed_url=absolute(site.root_url, f"{path}feed/"),
    )
    items = rss.items_of(keys, site)
    return HttpResponse(rss.write_feed(channel, items), content_type=RSS)


@printed(INDEX, has_text=False)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    site, _paper = published_at(request)
    months = [
        reverse("sitemap-month", kwargs={"year": first.year, "month": first.month})
        for first in months_of(site)
    ]
    paths = ["/sitemap-pages.xml", *reversed(months)]
    return HttpResponse(sitemaps.write_index(paths, site.root_url), content_type=XML)


@printed(INDEX, has_text=False)
def sitemap_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    site, _paper = published_at(request)
    if year not in YEARS:
        raise Http404
    first = datetime(year, month, 1, tzinfo=timezone.get_current_timezone())
    stories = sitemaps.shown_in_month(first, site)
    if not stories:
        raise Http404
    addresses = sitemaps.addresses_of_month(first, stories)
    return HttpResponse(sitemaps.write_sitemap(addresses, site.root_url), content_type=XML)


@printed(INDEX, has_text=False)
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    site, _paper = published_at(request)
    addresses = sitemaps.addresses_of_pages(site)
    return HttpResponse(sitemaps.write_sitemap(addresses, site.root_url), content_type=XML)


@printed(INDEX, has_text=False)
def news_sitemap(request: HttpRequest) -> HttpResponse:
    site, paper = published_at(request)
    stories = sitemaps.news_now(timezone.now(), site)
    return HttpResponse(sitemaps.write_news(stories, paper, site.root_url), content_type=XML)


@printed(INDEX, has_text=False)
def robots(request: HttpRequest) -> HttpResponse:
    site, _paper = published_at(request)
    lines = [
        "User-agent: *",
        "Disallow: /newsroom/",
        "Disallow: /display/",
        "",
        f"Sitemap: {absolute(site.root_url, '/sitemap.xml')}",
        f"Sitemap: {absolute(site.root_url, '/news-sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@printed(INDEX, has_text=False)
def security(request: HttpRequest) -> HttpResponse:
    site, paper = published_at(request)
    now = timezone.now()
    fields = security_txt.fields_of(site, paper, now)
    if not fields:
        raise Http404
    print_again_at(security_txt.next_renewal(now))
    lines = [f"{name}: {value}\n" for name, value in fields]
    return HttpResponse("".join(lines), content_type=TEXT)


def published_at(request: HttpRequest) -> tuple[Site, Paper]:
    """Return the site that is asked and its paper.

    Errors:
        Http404: no paper is published here, or it is still being set up.
    """
    site = site_asked(request)
    paper = paper_of(site) if site else None
    if site is None or paper is None or not paper.name:
        raise Http404
    return site, paper
