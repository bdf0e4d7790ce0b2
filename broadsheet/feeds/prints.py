"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.feeds.security_txt import PATH
from broadsheet.masthead.pages import open_pages
from broadsheet.press.every import prints
from broadsheet.sections.models import Section
from broadsheet.stories.papers import months_of


@prints
def feeds_and_sitemaps(site: Site) -> Iterator[str]:
    yield from (
        "/feed/",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/news-sitemap.xml",
        "/robots.txt",
        PATH,
    )
    for section in open_pages(Section, site.root_page):
        yield f"{section.path_for_readers}feed/"
    for month in months_of(site):
        yield f"/sitemap-{month:%Y-%m}.xml"
