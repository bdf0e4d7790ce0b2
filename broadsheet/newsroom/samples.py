"""Made-up pages of the people who make the paper, and of what stands on its own, for the newsroom's components."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from broadsheet.masthead.models import StandingPage
from broadsheet.newsroom.components import sample, sample_photo
from broadsheet.newsroom.models import Journalist


def made_up_journalist() -> Journalist:
    """Return someone who covers the harbor and works nowhere."""
    return Journalist(
        pk=0,
        name="Odalys Brandt-Vandersteenhoven",
        slug="sample",
        role="Harbor reporter",
        beat="Ferries, the river and what both of them cost",
        bio="She came to the paper from the ferry.\n\nHer first story was about a bell.",
        email="harbor@paper.example",
        portrait=sample_photo("A woman on a pier", "Ilse Markham"),
    )


@sample("journalist", _("Journalist"), "newsroom/journalist.html")
def journalist_sample(_request: HttpRequest) -> dict[str, Any]:
    return {"journalist": made_up_journalist()}


@sample("contact", _("Contact"), "masthead/contact.html")
def contact_sample(_request: HttpRequest) -> dict[str, Any]:
    return {}


@sample("standing-page", _("Standing page"), "masthead/standing_page.html")
def standing_page_sample(_request: HttpRequest) -> dict[str, Any]:
    text = "<p>Everyone may ask what we print, and <a href='#main'>why</a>.</p>"
    lines = {"items": ["Ask first.", "Print what is true."], "numbered": True}
    body = [
        ("paragraph", text),
        ("subhead", "What we promise"),
        ("paragraph", text),
        ("list", lines),
    ]
    return {"page": StandingPage(pk=0, title="Ethics", body=body)}


@sample("notice", _("Page not found"), "404.html")
def notice_sample(_request: HttpRequest) -> dict[str, Any]:
    return {"status": 404}
