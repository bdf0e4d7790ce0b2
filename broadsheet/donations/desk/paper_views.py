"""Receipts and statements that wait on paper: shown as one document to print, and noted as printed afterwards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from broadsheet.donations.books.receipts import amount_of
from broadsheet.donations.desk.looking import at_hand, paper_asked_for, papers, screen
from broadsheet.donations.models import Receipt
from broadsheet.donations.papers import printing
from broadsheet.donations.papers.receipt_page import render_receipt, render_receipts
from broadsheet.newsroom.rights import signed_in


def receipt_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Show a receipt as it is printed, void or not."""
    receipt = at_hand(request, Receipt, receipt_id)
    return HttpResponse(render_receipt(receipt))


def receipts_due(request: HttpRequest) -> HttpResponse:
    """List what waits to be printed; note what was."""
    site = paper_asked_for(request)
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("mailing") if key.isdecimal()]
        own = [key for key in keys if key < 2**63]
        count = printing.mark_printed(site, own, by=signed_in(request))
        said = ngettext(
            "%(count)s receipt is noted as printed.",
            "%(count)s receipts are noted as printed.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect(f"{reverse('gifts_receipts')}?site={site.pk}")
    mailings = list(printing.waiting(site)[: printing.A_PILE])
    receipts = printing.receipts_of(mailings)
    shown = screen(
        _("Receipts to print"),
        site=site,
        papers=papers(request),
        mailings=mailings,
        receipts=[(one, printing.name_on(one), amount_of(one)) for one in receipts],
    )
    return render(request, "donations/desk/receipts.html", shown)


def receipts_printed(request: HttpRequest) -> HttpResponse:
    """Show all that waits as one document, a page each."""
    site = paper_asked_for(request)
    mailings = printing.waiting(site)[: printing.A_PILE]
    return HttpResponse(render_receipts(printing.receipts_of(mailings)))
