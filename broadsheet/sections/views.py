"""What a reader may ask of sections beside their fronts: the numbered pages of everything they printed."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.masthead.pages import is_open, page_at
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.twins import edition_template
from broadsheet.sections.models import Section
from broadsheet.stories.gatherings_views import numbered_elsewhere
from broadsheet.stories.models import Place
from broadsheet.stories.places import numbered_page


@printed(INDEX)
def section_page(request: HttpRequest, section_path: str, number: int) -> HttpResponseBase:
    site = Site.find_for_request(request)
    section = page_at(site, f"{section_path}/") if site else None
    if not isinstance(section, Section) or not is_open(section):
        return numbered_elsewhere(request, number)
    page = numbered_page(Place.Of.SECTION, section.pk, number)
    if page is None:
        return numbered_elsewhere(request, number)
    context = {
        "page": page,
        "name": section.title,
        "path": section.path_for_readers,
        "section": section,
    }
    return render(request, edition_template(request, "stories/numbered.html"), context)
