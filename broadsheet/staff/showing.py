"""Drafts shown to people without an account: a source who checks a quotation, a lawyer before publication.

The link is a secret of 256 bits in the paper's own address. It shows one version of one page, ends by itself, on a word of
the newsroom or when the page is published, and tells how often it was opened, not by whom.
"""

import secrets
from datetime import timedelta

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.press.headers import READER_HEADERS
from broadsheet.staff.devices import fingerprint_of
from broadsheet.staff.models import Showing

MAIN = b'<main id="main">'
SECRET_HEADERS = {
    **READER_HEADERS,
    "Cache-Control": "no-store",
    # The address is the secret: nothing that is gone to from here may learn it, and nobody lists it.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def show_outside(page: Page, shown_to: str, days: int, by: User) -> str:
    """Make a link to a page as it was last saved, and return its address. Only now can it be known.

    Args:
        shown_to: who is to read it, in the newsroom's words; strangers never see them.
        days: until it ends.
    """
    secret = secrets.token_urlsafe(32)
    Showing.objects.create(
        page=page,
        version=page.get_latest_revision() or page.specific.save_revision(),
        fingerprint=fingerprint_of(secret),
        shown_to=shown_to,
        made_by=by,
        ends_at=timezone.now() + timedelta(days=days),
    )
    note_act("draft_shown", by=by, about=f"{page.get_admin_display_title()}: {shown_to}")
    site = page.get_site()
    return (site.root_url if site else "") + reverse("shown_draft", args=[secret])


def stop_showing(showing: Showing, by: User) -> None:
    """End a link at once."""
    Showing.objects.filter(pk=showing.pk).update(ends_at=timezone.now())
    note_act("showing_ended", by=by, about=f"{showing.page.get_admin_display_title()}: {showing}")


def shown_by(secret: str) -> Showing | None:
    """Return what a link shows; None if it is over, or was never made."""
    found = Showing.objects.filter(fingerprint=fingerprint_of(secret)).select_related(
        "page", "version"
    )
    showing = found.first()
    return showing if showing is not None and showing.is_open else None


def draft_page(showing: Showing, request: HttpRequest) -> HttpResponse:
    """Return the page as readers would see it, with a line above it that says what it is."""
    draft = showing.version.as_object()
    response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    if hasattr(response, "render"):
        response = response.render()
    line = render_to_string("staff/draft_line.html", {"saved_at": showing.version.created_at})
    response.content = response.content.replace(MAIN, MAIN + line.encode(), 1)
    for name, value in SECRET_HEADERS.items():
        response[name] = value
    return response


def count_opening(showing: Showing) -> None:
    Showing.objects.filter(pk=showing.pk).update(
        opened=F("opened") + 1, last_opened_at=timezone.now()
    )
