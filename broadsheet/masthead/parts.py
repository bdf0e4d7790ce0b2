"""What stands on every page and is printed once: the head's links, the masthead, Talk to us, the footer.

The text-only edition has its own, in `text_parts.py`.
"""

from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page, Site

from broadsheet.masthead import publisher, tip_line  # noqa: F401 (register what they offer)
from broadsheet.masthead.colours import colours_of
from broadsheet.masthead.giving import support_path
from broadsheet.masthead.models import Paper, StandingPage, paper_of
from broadsheet.masthead.pages import open_pages
from broadsheet.masthead.styles import style_path
from broadsheet.masthead.ways import ways_of
from broadsheet.press.keeping import kept
from broadsheet.press.parts import part
from broadsheet.press.recorder import note_source, print_again_at


def show(template: str, site: Site, **context: object) -> str:
    paper = paper_of(site)
    return render_to_string(template, {"site": site, "paper": paper, **context})


@part("head")
def head(site: Site) -> str:
    """The links and names in the head of every page."""
    paper = paper_of(site)
    return show(
        "masthead/parts/head.html", site, style_path=style_path(paper), colours=colours_of(paper)
    )


@part("title-tail")
def title_tail(site: Site) -> str:
    """The paper's name behind a page's own title."""
    return show("masthead/parts/title_tail.html", site)


@part("front-title")
def front_title(site: Site) -> str:
    """The title of the paper's front."""
    return show("masthead/parts/front_title.html", site)


@part("masthead")
def masthead(site: Site, here: str = "") -> str:
    """Utility line, nameplate and navigation. `here` is the key of the section the page belongs to, or "front"."""
    tonight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    print_again_at(tonight + timedelta(days=1))
    note_source("list:sections")
    return show(
        "masthead/parts/masthead.html",
        site,
        today=timezone.localdate(),
        here=here,
        is_front=here == "front",
        support_path=support_path(site),
        navigation=navigation_of(paper_of(site)),
    )


@part("talk-to-us")
def talk_to_us(site: Site) -> str:
    """How readers reach the paper: only ways that work."""
    ways = [way for way in ways_of(site) if way.is_in_box]
    return show("masthead/parts/talk_to_us.html", site, ways=ways)


@part("ways-to-reach")
def ways_to_reach(site: Site) -> str:
    """Address, phone, e-mail and hours of the newsroom, for the contact page."""
    return show("masthead/parts/ways_to_reach.html", site)


@part("ways-to-write")
def ways_to_write(site: Site) -> str:
    """The ways to talk to the paper that stand on every page, for the contact page."""
    return show("masthead/parts/ways_to_write.html", site, ways=ways_of(site))


@part("footer")
def footer(site: Site) -> str:
    """All sections, standing pages, ways to reach the paper, and the promise."""
    note_source("list:sections")
    return show(
        "masthead/parts/footer.html",
        site,
        navigation=navigation_of(paper_of(site)),
        standing_pages=standing_pages_of(site),
        support_path=support_path(site),
    )


def navigation_of(paper: Paper) -> list[dict[str, str]]:
    """Return label, path and key of each entry of the navigation that readers may open: found once for all that shows it."""
    return kept(f"navigation:{paper.pk}", lambda: _navigation_of(paper)) if paper.pk else []


def _navigation_of(paper: Paper) -> list[dict[str, str]]:
    note_source(paper.source)
    # Those that are closed now are not read, and come back by these.
    note_source("list:sections")
    note_source("list:standing-pages")
    entries = []
    for item in paper.navigation.select_related("page").all():
        page: Page = item.page
        if page.live and not page.get_view_restrictions():
            url = page.specific.url or "/"
            entries.append({"label": str(item), "path": url, "key": str(page.pk)})
    return entries


def standing_pages_of(site: Site) -> list[dict[str, str]]:
    """Return title and path of the paper's standing pages that any reader may open."""
    note_source("list:standing-pages")
    pages = open_pages(StandingPage, site.root_page)
    return [{"title": page.title, "path": page.url or "/"} for page in pages]
