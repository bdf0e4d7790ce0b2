"""Where the bookkeeper's files are taken from. Who took which is noted."""

from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.desk.looking import at_hand, paper_asked_for, papers, screen
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Entry, Settlement
from broadsheet.donations.reckoning.exporting import as_csv, entries_of, entries_of_month, name_of
from broadsheet.donations.reckoning.ofx import as_ofx
from broadsheet.donations.trail import note_deed
from broadsheet.newsroom.rights import signed_in

MONTHS_SHOWN: Final = 24
SETTLEMENTS_SHOWN: Final = 50


def exports(request: HttpRequest) -> HttpResponse:
    """List the months and settlements of a paper."""
    site = paper_asked_for(request)
    settled = Settlement.objects.filter(site=site, is_test=False).order_by("-arrived_on", "-pk")
    settled = settled.select_related("batch")
    shown = screen(
        _("Files for the bookkeeper"),
        (_("Books"), "gifts_books"),
        site=site,
        papers=papers(request),
        months=_months(site),
        settlements=[(one, name_of(one)) for one in settled[:SETTLEMENTS_SHOWN]],
    )
    return render(request, "donations/reckoning/exports.html", shown)


def _months(site: Site) -> list[date]:
    """Return the first days of the months in which something moved, the newest first."""
    moved = Entry.objects.filter(site=site, is_test=False).dates("day", "month", order="DESC")
    return list(moved[:MONTHS_SHOWN])


def month(request: HttpRequest) -> HttpResponseBase:
    """Hand out a month, as a spreadsheet or as what bookkeeping programs read."""
    site = paper_asked_for(request)
    try:
        day = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError as error:
        raise Http404 from error
    if day > today_at(site):
        raise Http404
    name = f"gifts-{day:%Y-%m}"
    if request.GET.get("export") == "ofx":
        note_deed(site, "exported", f"{name}.ofx", by=signed_in(request))
        answer = HttpResponse(as_ofx(site, day), content_type="application/x-ofx")
        return _as_file(answer, f"{name}.ofx")
    note_deed(site, "exported", f"{name}.csv", by=signed_in(request))
    lines = as_csv(entries_of_month(site, day))
    return _as_file(
        StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), f"{name}.csv"
    )


def settlement(request: HttpRequest, settlement_id: int) -> HttpResponseBase:
    """Hand out what one settlement brought, as a spreadsheet."""
    found = at_hand(request, Settlement, settlement_id)
    name = f"gifts-settlement-{found.pk}.csv"
    note_deed(found.site, "exported", name, by=signed_in(request))
    lines = as_csv(entries_of(found))
    return _as_file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), name)


def _as_file(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
