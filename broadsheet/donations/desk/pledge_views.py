"""Pledges on the screen: by the day on which they are due, money that came for one, cancelling."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.donations import manual, pledges
from broadsheet.donations.books.standing import fulfilled_of
from broadsheet.donations.desk.figures import came_of
from broadsheet.donations.desk.forms import PledgeMoneyForm, left_of, refuse
from broadsheet.donations.desk.looking import at_hand, papers, screen
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Deed, Pledge
from broadsheet.newsroom.rights import signed_in

A_LEAF = 50


def pledges_list(request: HttpRequest) -> HttpResponse:
    """List pledges: what waits by the day on which it is due, or what is over."""
    is_over = request.GET.get("which") == "over"
    found = Pledge.objects.filter(site__in=papers(request)).select_related("donor", "site")
    if is_over:
        found = found.exclude(state__in=pledges.WAITS).order_by("-due_on", "-pk")
    else:
        found = found.filter(state__in=pledges.WAITS).order_by("due_on", "pk")
    page = Paginator(found, A_LEAF).get_page(request.GET.get("p"))
    came = came_of(page)
    today = {site.pk: manual.today_at(site) for site in papers(request)}
    rows = [
        (
            pledge,
            came[pledge.pk],
            not is_over and pledge.due_on < today[pledge.site_id],
        )
        for pledge in page
    ]
    shown = screen(pgettext("gifts", "Pledges"), page=page, rows=rows, is_over=is_over)
    return render(request, "donations/desk/pledges.html", shown)


def pledge_screen(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Show a pledge, with what came of it; note money that came for it."""
    pledge = at_hand(request, Pledge, pledge_id, "donor", "campaign")
    came = fulfilled_of(pledge)
    left = left_of(pledge, came)
    first = {
        "request": uuid.uuid4(),
        "on": manual.today_at(pledge.site),
        "amount": left.plain if left else "",
    }
    own = {"site": pledge.site, "currency": pledge.currency}
    form = PledgeMoneyForm(request.POST or None, initial=first, **own)
    if form.is_valid():
        told = dict(form.cleaned_data)
        amount = told.pop("amount")
        by = signed_in(request)
        try:
            gift = manual.receive(pledge.site, amount, donor=None, pledge=pledge, by=by, **told)
        except DonationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Noted: gift %(code)s.") % {"code": gift.code})
            return redirect("gifts_pledge", pledge.pk)
    shown = screen(
        _("Pledge %(code)s") % {"code": pledge.code},
        (pgettext("gifts", "Pledges"), "gifts_pledges"),
        pledge=pledge,
        came=came,
        left=left,
        form=form,
        waits=pledge.state in pledges.WAITS,
        gifts=pledge.gifts.order_by("-made_at"),
        deeds=Deed.objects.filter(site=pledge.site, about=pledge.code).order_by("pk"),
    )
    status = 422 if form.is_bound else 200
    return render(request, "donations/desk/pledge.html", shown, status=status)


@require_POST
def cancel_pledge(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """Note that what is left of a pledge will not come."""
    pledge = at_hand(request, Pledge, pledge_id)
    try:
        pledges.cancel_pledge(pledge, by=signed_in(request))
    except DonationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The pledge is canceled. What came of it stays in the books."))
    return redirect("gifts_pledge", pledge.pk)
