"""What a reader may ask of the newsroom: the page of one journalist, and her public key."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.masthead.models import paper_of
from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.newsroom.models import Journalist
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.twins import edition_template

KEY_TYPE = "application/pgp-keys"


@printed(INDEX)
def journalist(request: HttpRequest, slug: str) -> HttpResponseBase:
    person, site = _named(request, slug)
    if person is None or site is None:
        return answer_elsewhere(request)
    # By name: stories stand above the newsroom, and a journalist's page lists them as a part.
    template = edition_template(request, "newsroom/journalist.html")
    return render(request, template, {"journalist": person, "paper": paper_of(site)})


@printed(INDEX, has_text=False)
def public_key(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The key with which readers encrypt what this person alone may read.

    Source: RFC 3156, section 7 (its type).
    """
    person, _site = _named(request, slug)
    if person is None or person.key is None:
        return answer_elsewhere(request)
    return HttpResponse(person.key.armoured, content_type=KEY_TYPE)


def _named(request: HttpRequest, slug: str) -> tuple[Journalist | None, Site | None]:
    """Return whom an address names, if the paper that is asked has a page for this person; and that paper's site."""
    people = Journalist.objects.select_related("portrait", "user")
    person = people.filter(slug=slug).first()
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    return (person, site) if person and site and person.is_of(site) else (None, None)
