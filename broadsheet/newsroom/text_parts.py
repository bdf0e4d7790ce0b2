"""Who works here, in the text-only edition: a list without pictures as it is."""

from wagtail.models import Site

from broadsheet.masthead.editions import text_part
from broadsheet.newsroom.parts import staff


@text_part("text-staff")
def text_staff(site: Site) -> str:
    """Every journalist of today, with the ways that each chose."""
    return staff(site)
