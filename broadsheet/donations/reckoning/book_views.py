"""The books' home, whether they are true, and what they come to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from broadsheet.donations.desk.looking import paper_asked_for, papers, screen
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.reckoning.nightly import JOB
from broadsheet.donations.reckoning.reports import reports
from broadsheet.press.models import Turn


def books(request: HttpRequest) -> HttpResponse:
    """Show what can be done with the books."""
    papers(request)
    turn = Turn.objects.filter(name=JOB).first()
    return render(request, "donations/reckoning/books.html", screen(_("Books"), turn=turn))


def check(request: HttpRequest) -> HttpResponse:
    """Show when the books were looked at last; look at them now, on demand."""
    papers(request)
    found = check_books() if request.method == "POST" else []
    shown = screen(
        _("Are the books true?"),
        (_("Books"), "gifts_books"),
        found=found,
        is_well=all(one.is_well for one in found),
        turn=Turn.objects.filter(name=JOB).first(),
    )
    return render(request, "donations/reckoning/check.html", shown)


def all_reports(request: HttpRequest) -> HttpResponse:
    """Show each report with its plot and its table."""
    site = paper_asked_for(request)
    shown = screen(
        _("Reports on gifts"),
        (_("Books"), "gifts_books"),
        site=site,
        papers=papers(request),
        reports=reports(site),
    )
    return render(request, "donations/reckoning/reports.html", shown)
