"""A section's place on the front."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.press.parts import part
from broadsheet.sections.fronts import IN_SECTION, chosen_first, section_by_key
from broadsheet.sections.models import Section
from broadsheet.stories.cards import cards_of
from broadsheet.stories.lists import newest_keys_in

# All of a section's newest may stand above it on the front already: lead, neighbours and lines.
SPARE = 13


@part("top-of", shows=IN_SECTION)
def top_of(site: Site, section_id: str) -> str:
    """The newest stories of a section, for the front; it leaves out what stands above."""
    section = section_by_key(int(section_id))
    keys = chosen_first(section, newest_keys_in(section.pk, IN_SECTION + SPARE))
    # Elsewhere than among news, a picture is a thumbnail.
    place = "front" if section.kind == Section.Kind.NEWS else "words"
    return render_to_string(
        "sections/parts/top_of.html",
        {"section": section, "cards": cards_of(keys, place, signed=True)},
    )
