"""A section's place on the front of the text-only edition."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.masthead.editions import text_part
from broadsheet.sections.fronts import IN_SECTION, section_by_key
from broadsheet.sections.parts import SPARE
from broadsheet.stories.cards import cards_of
from broadsheet.stories.lists import newest_keys_in
from broadsheet.stories.text_parts import LINE


@text_part("text-top-of", shows=IN_SECTION)
def text_top_of(site: Site, section_id: str) -> str:
    """The newest headlines of a section; it leaves out what stands above."""
    section = section_by_key(int(section_id))
    keys = newest_keys_in(section.pk, IN_SECTION + SPARE)
    return render_to_string(
        "sections/text/parts/top_of.html",
        {"section": section, "lines": cards_of(keys, "line", template=LINE)},
    )
