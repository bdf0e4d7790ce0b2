"""Redirects that editors make or bring from another system: an old address leads to a page or to any address.

They are Wagtail's own records, found as its middleware finds them: an address is kept without its last slash, its
query in order. The press hears of each change, because a printed answer may say otherwise.
"""

from typing import Any
from urllib.parse import quote, unquote

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects import base_formats
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from broadsheet.press.errors import NotPrintableError
from broadsheet.press.log import note_change
from broadsheet.press.recorder import note_source


def answer_by_redirect(request: HttpRequest, site: Site) -> HttpResponseBase | None:
    """Return where an editor sends readers of this address; None if nobody has said.

    Errors:
        NotPrintableError: the press asks, which knows no query, and the answer depends on it.
    """
    asked = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path, _, query = uri_to_iri(asked).partition("?")
    note_source(redirect_source(path))
    if getattr(request, "press_cut_mark", "") and _by_query(site, path).exists():
        raise NotPrintableError(f"{path} leads where its query says.")
    found = _redirect(site, f"{path}?{query}") if query else None
    found = found or _redirect(site, path)
    to = link_of(found) if found else None
    if found is None or not to or to == request.path:
        return None
    return HttpResponsePermanentRedirect(to) if found.is_permanent else HttpResponseRedirect(to)


def redirect_source(path: str) -> str:
    """Return the name of what a printed answer shows of the redirects: the old address, without its query."""
    return f"redirect:{quote(unquote(path.partition('?')[0]))}"


def _redirect(site: Site, old_path: str) -> Redirect | None:
    """Return the redirect from an address, a site's own before one for all sites."""
    # An editor may have typed a space where the browser sends %20.
    spellings = {old_path, unquote(old_path)}
    found = _at(site).filter(old_path__in=spellings).select_related("redirect_page")
    return found.order_by(F("site").desc(nulls_last=True), "pk").first()


def _by_query(site: Site, path: str) -> "QuerySet[Redirect]":
    begin = f"{path}?"
    if connection.vendor == "postgresql":
        return _at(site).filter(old_path__startswith=begin)
    # SQLite finds a beginning by an index only as a range.
    return _at(site).filter(old_path__gte=begin, old_path__lt=f"{path}@")


def _at(site: Site) -> "QuerySet[Redirect]":
    return Redirect.objects.filter(Q(site=site) | Q(site=None))


def link_of(redirect: Redirect) -> str:
    """Return where a redirect leads; empty for a page that has no address for readers."""
    if redirect.redirect_page is None:
        return str(redirect.redirect_link)
    # The whole page, so that its source is noted: its address may change.
    page: Page = redirect.redirect_page.specific
    route = redirect.redirect_page_route_path
    url = page.url if page.live else None
    return f"{url.rstrip('/')}{route}" if url and route else url or ""


def remember_old_path(instance: Redirect, **_kwargs: Any) -> None:
    """Keep from where a redirect led before it is saved, for the line in the log."""
    before = Redirect.objects.filter(pk=instance.pk).values_list("old_path", flat=True)
    instance.path_before = before.first() if instance.pk else None


def note_redirect(instance: Redirect, **_kwargs: Any) -> None:
    """Write the line of a redirect that was made, changed or deleted."""
    paths = {instance.old_path, getattr(instance, "path_before", None) or instance.old_path}
    touched = {redirect_source(path) for path in paths}
    with transaction.atomic():
        note_change(f"redirect:{instance.pk}", touches=touched, why="redirect")


def take_no_spreadsheets() -> None:
    """Let redirects be imported from plain text alone: a spreadsheet is an archive, which we do not unpack."""
    # Wagtail has no setting for this.
    base_formats.DEFAULT_FORMATS[:] = [base_formats.CSV, base_formats.TSV]


def watch_redirects() -> None:
    pre_save.connect(remember_old_path, sender=Redirect, dispatch_uid="masthead:redirect-before")
    for signal in (post_save, post_delete):
        signal.connect(note_redirect, sender=Redirect, dispatch_uid="masthead:redirect")
