"""The screen on which a year's statements are made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Site

from broadsheet.donations.desk.looking import paper_asked_for, papers, screen
from broadsheet.donations.errors import DonationError
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Deed, Gift
from broadsheet.donations.papers.making import make_year
from broadsheet.donations.papers.statements import lacking, refuse_open_year
from broadsheet.newsroom.rights import signed_in

YEARS_SHOWN = 5


def statements(request: HttpRequest) -> HttpResponse:
    """Show for each year that is over how many statements lack; have them made."""
    site = paper_asked_for(request)
    if request.method == "POST":
        asked = request.POST.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else 9999
        try:
            refuse_open_year(site, year)
        except DonationError as refusal:
            messages.error(request, str(refusal))
        else:
            make_year.enqueue(site.pk, year, signed_in(request).pk)
            messages.success(
                request, _("The statements are being made. Look again in a few minutes.")
            )
        return redirect(f"{reverse('gifts_statements')}?site={site.pk}")
    shown = screen(
        _("Year-end statements"),
        (_("Books"), "gifts_books"),
        site=site,
        papers=papers(request),
        years=[(year, lacking(site, year)) for year in _years(site)],
        deeds=Deed.objects.filter(
            site=site, kind="receipt_issued", about__startswith="statements "
        ).order_by("-at")[:10],
    )
    return render(request, "donations/reckoning/statements.html", shown)


def _years(site: Site) -> list[int]:
    """Return the years that are over and in which gifts came, the newest first."""
    came = Gift.objects.filter(site=site, is_test=False, received_on__year__lt=today_at(site).year)
    years = came.dates("received_on", "year", order="DESC")
    return [day.year for day in years[:YEARS_SHOWN]]
