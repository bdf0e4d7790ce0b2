"""Who publishes: what the paper says of itself to machines, as parts, so that no page must be printed when it changes."""

import json
from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import to_locale
from wagtail.models import Site

from broadsheet.lib.languages import language_tag
from broadsheet.masthead.models import Paper, paper_of
from broadsheet.masthead.policies import schema_policies
from broadsheet.masthead.share_card import HEIGHT, WIDTH
from broadsheet.masthead.type_setting import can_set
from broadsheet.press.parts import part

# What rooms above know of by whom the paper is reached beside the newsroom itself.
_points: list[Callable[[Site], list[dict[str, Any]]]] = []


def offer_points(
    make: Callable[[Site], list[dict[str, Any]]],
) -> Callable[[Site], list[dict[str, Any]]]:
    """Register the function below as one that gives contact points, in schema.org's words; what is empty is left out."""
    _points.append(make)
    return make


@part("publisher")
def publisher(site: Site) -> str:
    """The paper as schema.org's NewsMediaOrganization, once on each page: stories name it by its `@id`."""
    organization = {"@context": "https://schema.org", **organization_of(site)}
    return render_to_string("masthead/parts/publisher.html", {"json_ld": for_script(organization)})


def publisher_id(root_url: str) -> dict[str, str]:
    """Return how a story names its publisher, who is told of elsewhere on the page."""
    return {"@type": "NewsMediaOrganization", "@id": f"{root_url}/#publisher"}


@part("paper-names")
def paper_names(site: Site, page_language: str = "") -> str:
    """The paper's name and language, for sites that show a link to one of its pages.

    Args:
        page_language: the page's own, if it is written in another.
    """
    paper = paper_of(site)
    locale = to_locale(page_language or paper.language)
    return render_to_string("masthead/parts/paper_names.html", {"paper": paper, "locale": locale})


@part("share-card")
def share_card(site: Site) -> str:
    """The paper's own picture, with which all is shared that has no other; none if our type cannot set its name."""
    paper = paper_of(site)
    url = f"{site.root_url}/share/card.jpg" if can_set(paper.name) else ""
    return render_to_string(
        "masthead/parts/share_card.html",
        {"url": url, "width": WIDTH, "height": HEIGHT, "paper": paper},
    )


@part("front-metadata")
def front_metadata(site: Site) -> str:
    """What the front says of the paper as a whole."""
    paper = paper_of(site)
    website = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": paper.name,
        "alternateName": paper.short_name,
        "url": f"{site.root_url}/",
        "inLanguage": language_tag(paper.language),
        "publisher": publisher_id(site.root_url),
    }
    return render_to_string(
        "masthead/parts/front_metadata.html",
        {"paper": paper, "json_ld": for_script(known(website))},
    )


def organization_of(site: Site) -> dict[str, Any]:
    """Return what is known of a paper, in the words of schema.org's NewsMediaOrganization."""
    paper, root_url = paper_of(site), site.root_url
    organization = {
        **publisher_id(root_url),
        "name": paper.name,
        "alternateName": paper.short_name,
        "legalName": paper.legal_name,
        "slogan": paper.motto,
        "url": f"{root_url}/",
        "logo": {"@type": "ImageObject", "url": f"{root_url}/icon.svg"},
        "foundingDate": str(paper.founded or ""),
        "address": _address(paper),
        "areaServed": paper.area,
        "telephone": paper.phone,
        "email": paper.email,
        "contactPoint": [
            {"@type": "ContactPoint", **known(point)} for make in _points for point in make(site)
        ],
        "masthead": f"{root_url}/contact/",
        # Until the paper says how it corrects, the list of what it corrected must do.
        "correctionsPolicy": f"{root_url}/corrections/",
        **schema_policies(site),
    }
    return known(organization)


def _address(paper: Paper) -> dict[str, str]:
    address = {
        "streetAddress": " ".join(paper.street_address.split()),
        "addressLocality": paper.town,
        "addressRegion": paper.region,
    }
    return {"@type": "PostalAddress", **known(address)} if any(address.values()) else {}


def known(thing: dict[str, Any]) -> dict[str, Any]:
    """Return of a thing what is known of it."""
    return {name: value for name, value in thing.items() if value}


def for_script(thing: object) -> SafeString:
    """Return JSON that is safe inside <script>, whatever words it holds.

    Source: as Django's `json_script`, nothing may look like a tag or an entity.

    >>> "<" in for_script("</script><b>")
    False
    """
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04X}")
    return mark_safe(text)  # nosec B308 # no sign of a tag is left
