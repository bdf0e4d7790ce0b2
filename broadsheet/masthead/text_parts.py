"""What stands on every page of the text-only edition: masthead and footer."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Site

from broadsheet.masthead.editions import text_part, text_path
from broadsheet.masthead.giving import support_path
from broadsheet.masthead.models import paper_of
from broadsheet.masthead.parts import navigation_of, show, standing_pages_of
from broadsheet.masthead.ways import ways_of
from broadsheet.press.recorder import note_source, print_again_at
from broadsheet.press.twins import is_whole_paper_in_text


@text_part("text-masthead")
def text_masthead(site: Site, here: str = "") -> str:
    """Name and navigation. `here` is as in the masthead; on the front, the name is the heading and the day stands under it."""
    is_front = here == "front"
    if is_front:
        tonight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        print_again_at(tonight + timedelta(days=1))
    note_source("list:sections")
    return show(
        "masthead/text/parts/masthead.html",
        site,
        is_front=is_front,
        here=here,
        today=timezone.localdate(),
        navigation=navigation_of(paper_of(site)),
    )


@text_part("text-ways-to-write")
def text_ways_to_write(site: Site) -> str:
    """The ways to talk to the paper that lead to a page in text, or to one that all editions share."""
    ways = [
        way
        for way in ways_of(site)
        if is_whole_paper_in_text() or way.is_for_every_edition or text_path(way.path)
    ]
    return show("masthead/parts/ways_to_write.html", site, ways=ways)


@text_part("text-footer")
def text_footer(site: Site) -> str:
    """Ways to reach the paper, and its standing pages."""
    return show(
        "masthead/text/parts/footer.html",
        site,
        standing_pages=standing_pages_of(site),
        support_path=support_path(site),
    )
