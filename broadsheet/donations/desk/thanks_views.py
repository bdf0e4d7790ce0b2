"""Thank-you notes on the screen: who was not thanked yet, notes to print, the paper's own text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from broadsheet.donations import thanking
from broadsheet.donations.desk.forms import NoteForm, refuse
from broadsheet.donations.desk.looking import paper_asked_for, papers, screen
from broadsheet.donations.donors import address_of
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Gift
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.rights import signed_in

A_PILE = 100


def thanks_due(request: HttpRequest) -> HttpResponse:
    """List the gifts whose donors were not thanked, and do something about those that are chosen."""
    own = papers(request)
    if request.method == "POST":
        return _act(request)
    waiting = thanking.waiting_for_thanks(own)
    gifts = list(waiting[:A_PILE])
    for gift in gifts:
        gift.by_mail = thanking.can_be_mailed(gift)  # type: ignore[attr-defined]
    shown = screen(
        _("Thank-you notes"),
        gifts=gifts,
        count=waiting.count(),
        papers=own,
        has_several=len(own) > 1,
        can_mail=can_mail(),
        is_all=request.GET.get("tick") == "all",
    )
    return render(request, "donations/desk/thanks.html", shown)


def _act(request: HttpRequest) -> HttpResponse:
    gifts = _chosen(request)
    act = request.POST.get("act", "")
    if not gifts:
        messages.error(request, _("Tick the gifts first."))
    elif act == "print":
        return _printed(request, gifts)
    elif act in ("mail", "done"):
        _note(request, gifts, act)
    return redirect("gifts_thanks")


def _note(request: HttpRequest, gifts: list[Gift], act: str) -> None:
    by = signed_in(request)
    try:
        if act == "done":
            count = thanking.note_thanked(gifts, by=by)
            said = ngettext(
                "%(count)s gift is thanked for.", "%(count)s gifts are thanked for.", count
            )
        else:
            count = thanking.thank_by_mail(gifts, by=by)
            said = ngettext("%(count)s note goes out.", "%(count)s notes go out.", count)
    except DonationError as refusal:
        messages.error(request, str(refusal))
        return
    if not count:
        messages.error(
            request,
            _("None of these has an e-mail to which the paper can send a note: print them."),
        )
        return
    told = said % {"count": count}
    if act == "mail" and count < len(gifts):
        told += " " + _("The others have no e-mail, or want no mail: print theirs.")
    messages.success(request, told)


def _chosen(request: HttpRequest) -> list[Gift]:
    keys = [int(key) for key in request.POST.getlist("gift") if key.isdecimal() and len(key) < 19]
    stand = Gift.objects.filter(site__in=papers(request), state__in=thanking.STANDS)
    found = stand.filter(pk__in=keys[:A_PILE], donor__isnull=False, donor__erased_at=None)
    return list(found.select_related("donor", "site").order_by("received_on", "pk"))


def _printed(request: HttpRequest, gifts: list[Gift]) -> HttpResponse:
    """Show notes as they are printed, each on its page. That they are printed is said by another button."""
    notes = [
        {
            "gift": gift,
            "text": thanking.note_for(gift),
            "address": address_of(gift.donor) if gift.donor else "",
            "paper": paper_of(gift.site),
            "wording": gift.disclosure,
        }
        for gift in gifts
    ]
    waits = any(gift.thanked_at is None for gift in gifts)
    return render(request, "donations/desk/thanks_print.html", {"notes": notes, "waits": waits})


def thanks_text(request: HttpRequest) -> HttpResponse:
    """Change the text of a paper's notes."""
    site = paper_asked_for(request)
    form = NoteForm(request.POST or None, initial={"text": thanking.text_of(site)})
    if form.is_valid():
        try:
            thanking.keep_text(site, form.cleaned_data["text"])
        except DonationError as refusal:
            refuse(form, refusal, "text")
        else:
            messages.success(request, _("Saved."))
            return redirect("gifts_thanks")
    shown = screen(
        _("Text of thank-you notes"),
        (_("Thank-you notes"), "gifts_thanks"),
        form=form,
        site=site,
        places=[f"{{{place}}}" for place in thanking.PLACES],
    )
    status = 422 if form.is_bound else 200
    return render(request, "donations/desk/thanks_text.html", shown, status=status)
