"""Who works here and how each of them can be reached, for the contact page."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.newsroom.models import journalists_of
from broadsheet.press.parts import part
from broadsheet.press.recorder import note_source


@part("staff")
def staff(site: Site) -> str:
    """Every journalist of today, with the ways that each chose."""
    note_source("list:journalists")
    people = journalists_of(site).filter(is_current=True).order_by("name")
    return render_to_string("newsroom/parts/staff.html", {"site": site, "people": list(people)})
