"""The desks, on the contact page."""

from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.contact.models import DESKS, Desk
from broadsheet.press.parts import part
from broadsheet.press.recorder import note_source


@part("desks")
def desks(site: Site) -> str:
    """Each desk with what it is for and how it is reached."""
    note_source(DESKS)
    found = list(Desk.objects.filter(site=site))
    return render_to_string("contact/parts/desks.html", {"desks": found}) if found else ""
