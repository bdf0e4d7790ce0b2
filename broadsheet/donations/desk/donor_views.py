"""Donors on the screen: the list, one with all that she gave, changing, two records made one, names for the wall."""

from operator import itemgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.donations import donors
from broadsheet.donations.books.standing import OF_DONOR
from broadsheet.donations.desk.figures import UNSEEN
from broadsheet.donations.desk.forms import DonorForm, refuse
from broadsheet.donations.desk.looking import at_hand, papers, screen
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Donor, Entry, Receipt
from broadsheet.donations.money import Money
from broadsheet.donations.reckoning.sums import own_first
from broadsheet.lib.errors import BroadsheetError
from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.newsroom.rights import signed_in

A_LEAF = 50


def donors_list(request: HttpRequest) -> HttpResponse:
    """List donors, by what is asked for."""
    find = request.GET.get("find", "").strip()[:100]
    found = donors.find(papers(request), find)
    is_wall = request.GET.get("wall") == "new"
    if is_wall:
        found = found.filter(UNSEEN)
    shown = screen(
        _("Names for the page of thanks") if is_wall else _("Donors"),
        page=Paginator(found, A_LEAF).get_page(request.GET.get("p")),
        find=find,
        is_wall=is_wall,
    )
    for donor in shown["page"]:
        donor.mark = donors.mark_of(donor) if is_wall else ""
    return render(request, "donations/desk/donors.html", shown)


def donor_screen(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Show a donor: what is known of her, and all that she gave."""
    donor = at_hand(request, Donor, donor_id, "merged_into")
    if donor.merged_into_id is not None:
        return redirect("gifts_donor", donor.merged_into_id)
    gifts = donor.gifts.select_related("campaign").order_by("-made_at")
    receipts = Receipt.objects.filter(gifts__donor=donor).select_related("voided").distinct()
    shown = screen(
        donor.name or _("Donor without a name"),
        (_("Donors"), "gifts_donors"),
        donor=donor,
        address=_address(donor),
        gifts=gifts[:200],
        plans=donor.plans.order_by("-made_at"),
        pledges=donor.pledges.order_by("-due_on"),
        receipts=receipts.order_by("-pk")[:200],
        years=_years(donor),
        mark=donors.mark_of(donor) if donor.is_known else "",
        find=request.GET.get("find", ""),
        others=_others(donor, request.GET.get("find", "").strip()[:100]),
    )
    return render(request, "donations/desk/donor.html", shown)


def _address(donor: Donor) -> str:
    try:
        return donor.address
    except BroadsheetError as refusal:
        return str(refusal)


def _others(donor: Donor, find: str) -> list[tuple[Donor, str]]:
    """Return with whom a donor may be merged: those who are looked for, else her namesakes and who has her mailbox."""
    if find:
        found = list(donors.find([donor.site], find)[:20])
    else:
        named = donors.namesakes(donor.site, donor.name) if donor.name else []
        found = list(dict.fromkeys([*donors.of_one_mailbox(donor), *named]))
    return [(one, donors.described(one)) for one in found if one.pk != donor.pk]


def _years(donor: Donor) -> list[tuple[int, list[Money]]]:
    """Return what came of a donor and stayed, a line for each year and a sum for each currency."""
    sums: dict[tuple[int, str], int] = {}
    entries = Entry.objects.filter(gift__donor=donor, kind__in=OF_DONOR, is_test=False)
    for day, currency, minor in entries.values_list("day", "currency", "amount_minor"):
        sums[day.year, currency] = sums.get((day.year, currency), 0) + minor
    years: dict[int, list[Money]] = {}
    for currency in own_first(donor.site, {currency for _year, currency in sums}):
        for (year, which), minor in sums.items():
            if which == currency:
                years.setdefault(year, []).append(Money(minor, currency))
    return sorted(years.items(), reverse=True, key=itemgetter(0))


def change_donor(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Change what is known of a donor."""
    donor = at_hand(request, Donor, donor_id)
    if not donor.is_known:
        raise Http404
    first = {name: getattr(donor, name) for name in donors.OWN if name != "address"}
    first["address"] = _address(donor)
    posted = request.POST if request.method == "POST" else None
    form = DonorForm(posted, initial=first)
    seen = request.POST.get("seen", "") or donors.mark_of(donor)
    if posted is not None and PUT_BACK not in posted and form.is_valid():
        try:
            donors.change_donor(donor, form.cleaned_data, seen=seen, by=signed_in(request))
        except DonationError as refusal:
            refuse(form, refusal)
            # Whoever has read that sentence may save over it: she has both before her.
            seen = donors.mark_of(Donor.objects.get(pk=donor.pk))
        else:
            messages.success(request, _("Saved."))
            return note_saved(request, redirect("gifts_donor", donor.pk))
    shown = screen(
        _("Change this donor"), (_("Donors"), "gifts_donors"), form=form, donor=donor, seen=seen
    )
    status = 422 if posted is not None and form.errors else 200
    return render(
        request,
        "donations/desk/donor_change.html",
        {**shown, "is_unsaved": posted is not None},
        status=status,
    )


def merge_donors(request: HttpRequest, kept_id: int, gone_id: int) -> HttpResponse:
    """Show what moves when two records become one; then make them one."""
    kept, gone = at_hand(request, Donor, kept_id), at_hand(request, Donor, gone_id)
    if request.method == "POST":
        try:
            donors.merge(kept, gone, by=signed_in(request))
        except BroadsheetError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The two records are one now."))
        return redirect("gifts_donor", kept.pk)
    shown: dict[str, Any] = screen(
        _("Make two records one"),
        (_("Donors"), "gifts_donors"),
        kept=kept,
        gone=gone,
        kept_place=donors.place_of(kept),
        gone_place=donors.place_of(gone),
        moves=donors.what_moves(gone),
        kept_years=_years(kept),
        gone_years=_years(gone),
        may_merge=kept.is_known and gone.is_known and kept.pk != gone.pk,
    )
    return render(request, "donations/desk/donor_merge.html", shown)


@require_POST
def decide_wall(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Decide on a name for the page of thanks."""
    donor = at_hand(request, Donor, donor_id)
    is_shown = request.POST.get("decision") == "show"
    seen = request.POST.get("seen", "")
    try:
        donors.decide_wall(donor, is_shown=is_shown, seen=seen, by=signed_in(request))
    except DonationError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("The name is shown.") if is_shown else _("The name is not shown.")
        messages.success(request, said)
    back = "gifts_donors" if request.POST.get("from") == "list" else ""
    return redirect(f"{reverse(back)}?wall=new") if back else redirect("gifts_donor", donor.pk)
