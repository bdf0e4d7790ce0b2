"""The rail of the text-only edition, as headlines, and the list on a journalist's page there."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.masthead.editions import text_part
from broadsheet.stories.cards import cards_of
from broadsheet.stories.lists import newest_keys_in
from broadsheet.stories.parts import RAIL, section_by_key, stories_by

LINE = "stories/text/line.html"


@text_part("text-more-in", shows=RAIL, each=True)
def text_more_in(site: Site, section_id: str) -> str:
    """The newest headlines of a section, without the story they stand under."""
    section = section_by_key(section_id)
    keys = newest_keys_in(section.pk, RAIL + 1)
    return render_to_string(
        "stories/text/parts/more_in.html",
        {"section": section, "lines": cards_of(keys, "line", template=LINE)},
    )


@text_part("text-stories-by")
def text_stories_by(site: Site, journalist_id: str) -> str:
    """The newest stories that carry a journalist's name: a list without pictures as it is."""
    return stories_by(site, journalist_id)
