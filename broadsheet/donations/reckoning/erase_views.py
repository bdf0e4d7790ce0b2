"""The screen on which a donor is erased, for those who run gifts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.donations.desk.looking import at_hand, refuse_all_but_who_runs, screen
from broadsheet.donations.donors import what_moves
from broadsheet.donations.erasing import erase, what_keeps
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Donor, rules_of
from broadsheet.newsroom.rights import signed_in


def erase_donor(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Say what goes and what stays; then erase her."""
    refuse_all_but_who_runs(request)
    donor = at_hand(request, Donor, donor_id)
    if not donor.is_known:
        raise Http404
    if request.method == "POST":
        try:
            erase(donor, by=signed_in(request))
        except DonationError as refusal:
            messages.error(request, str(refusal))
            return redirect("gifts_erase_donor", donor.pk)
        messages.success(request, _("The donor is erased."))
        return redirect("gifts_donor", donor.pk)
    shown = screen(
        _("Erase this donor"),
        (_("Donors"), "gifts_donors"),
        donor=donor,
        has=what_moves(donor),
        plans=what_keeps(donor),
        years=rules_of(donor.site).keeps_receipts_years,
    )
    return render(request, "donations/reckoning/erase.html", shown)
