"""Addresses that pages have left: readers are sent on (301), or told that the page is gone (410)."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from broadsheet.press.models import FormerAddress
from broadsheet.press.twins import edition_template


@transaction.atomic
def leave_behind(host: str, path: str, *, moved_to: str) -> None:
    """Remember that the page at `path` now stands at `moved_to`; what led to the old path follows it."""
    if path == moved_to:
        return
    FormerAddress.objects.filter(host=host, moved_to=path).update(moved_to=moved_to)
    FormerAddress.objects.filter(host=host, path=moved_to).delete()
    FormerAddress.objects.update_or_create(host=host, path=path, defaults={"moved_to": moved_to})


@transaction.atomic
def end(host: str, path: str) -> None:
    """Remember that the page at `path` is gone for good, with all that led to it."""
    FormerAddress.objects.filter(host=host, moved_to=path).update(moved_to="")
    FormerAddress.objects.update_or_create(host=host, path=path, defaults={"moved_to": ""})


def reclaim(host: str, path: str) -> None:
    """Forget what stood at `path` before: a page stands there now."""
    FormerAddress.objects.filter(host=host, path=path).delete()


def is_taken(path: str, *, but_by: str | None = None) -> bool:
    """Say whether a page once stood at this path; a new page never gets an address that readers may have kept.

    Args:
        but_by: the path at which a page stands now that may have its own former addresses back.
    """
    former = FormerAddress.objects.filter(path=path)
    return (former.exclude(moved_to=but_by) if but_by else former).exists()


def moved_to(host: str, path: str) -> str:
    """Return where the page that stood at `path` stands now; empty if none stood there, or it is gone."""
    former = FormerAddress.objects.filter(host=host, path=path).first()
    return former.moved_to if former else ""


def answer_for(request: HttpRequest, host: str, path: str) -> HttpResponse | None:
    """Return the 301 or 410 for an address that a page has left, or None if none ever stood there."""
    former = FormerAddress.objects.filter(host=host, path=path).first()
    if former is None:
        return None
    if former.moved_to:
        return HttpResponsePermanentRedirect(former.moved_to)
    return gone(request)


def gone(request: HttpRequest) -> HttpResponse:
    """Return the page that says that what stood here was withdrawn."""
    return render(request, edition_template(request, "410.html"), status=410)
