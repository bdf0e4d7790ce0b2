"""What a reader may ask of the newsroom: the page of one journalist."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.newsroom.models import Journalist
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.twins import edition_template


@printed(INDEX)
def journalist(request: HttpRequest, slug: str) -> HttpResponseBase:
    person = Journalist.objects.select_related("portrait").filter(slug=slug).first()
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    if person is None or site is None or not person.is_of(site):
        return answer_elsewhere(request)
    # By name: stories stand above the newsroom, and a journalist's page lists them as a part.
    template = edition_template(request, "newsroom/journalist.html")
    return render(request, template, {"journalist": person})
