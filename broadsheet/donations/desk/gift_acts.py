"""What is done with a gift from its screen: each act is one form, and says what it did or why not."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.donations import correcting, manual
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.desk import forms
from broadsheet.donations.desk.gift_views import gift_screen
from broadsheet.donations.desk.looking import at_hand, refuse_all_but_who_runs
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Gift, Payment
from broadsheet.donations.thanking import note_thanked, thank_by_mail
from broadsheet.newsroom.rights import signed_in

# By name: a paper without cards never loads what speaks to their processor.
REFUND_BY_CARD = "broadsheet.donations.card.refunding.refund"
Do = Callable[[HttpRequest, Gift, Any], str]


@require_POST
def act_on_gift(request: HttpRequest, gift_id: int, name: str) -> HttpResponse:
    """Do one thing with a gift. What was typed comes back with the sentence that says what to put right."""
    gift = at_hand(request, Gift, gift_id, "donor")
    if name not in DONE:
        raise Http404
    make_form, do = DONE[name]
    form = make_form(request, gift) if make_form else None
    if form is not None and not form.is_valid():
        return gift_screen(request, gift_id, bound={name: form}, status=422)
    try:
        said = do(request, gift, form)
    except DonationError as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            forms.refuse(form, refusal)
            return gift_screen(request, gift_id, bound={name: form}, status=409)
    else:
        messages.success(request, said)
    return redirect("gifts_gift", gift_id)


def _return_form(request: HttpRequest, _gift: Gift) -> Any:
    return forms.ReturnForm(request.POST, auto_id="return_%s")


def _refund_form(request: HttpRequest, gift: Gift) -> Any:
    refuse_all_but_who_runs(request)
    own = {"site": gift.site, "currency": gift.currency}
    return forms.RefundForm(request.POST, auto_id="refund_%s", **own)


def _correction_form(request: HttpRequest, gift: Gift) -> Any:
    own = {"site": gift.site, "currency": gift.currency}
    return forms.CorrectionForm(request.POST, auto_id="correct_%s", **own)


def _return(request: HttpRequest, gift: Gift, form: Any) -> str:
    manual.cheque_returned(gift, **form.cleaned_data, by=signed_in(request))
    return _("Noted: the check came back. Its receipt counts no longer.")


def _refund(request: HttpRequest, gift: Gift, form: Any) -> str:
    told = dict(form.cleaned_data)
    amount = told.pop("amount")
    by_hand = gift.payments.filter(state=Payment.State.PAID, provider__in=manual.BY_HAND).exists()
    if not by_hand:
        told.pop("on")
        refund = manual.ask_for_refund(gift, amount, **told, by=signed_in(request))
        import_string(REFUND_BY_CARD)(refund)
        return _("The processor is asked to pay %(sum)s back.") % {"sum": amount.exact}
    manual.refund_by_hand(gift, amount, **told, by=signed_in(request))
    left = kept_of(gift).exact
    return _("Noted: %(sum)s was paid back, %(left)s is left.") % {
        "sum": amount.exact,
        "left": left,
    }


def _correct(request: HttpRequest, gift: Gift, form: Any) -> str:
    told = dict(form.cleaned_data)
    for name in ("who", "is_name", "is_new"):
        told.pop(name)
    right = correcting.correct(gift, told.pop("amount"), **told, by=signed_in(request))
    return _("Corrected: gift %(code)s stands in its place.") % {"code": right.code}


def _thank(request: HttpRequest, gift: Gift, _form: Any) -> str:
    note_thanked([gift], by=signed_in(request))
    return _("Noted: the donor was thanked.")


def _thank_by_mail(request: HttpRequest, gift: Gift, _form: Any) -> str:
    if not thank_by_mail([gift], by=signed_in(request)):
        raise DonationError(_("This donor has no e-mail, or wants no mail. Print the note."))
    return _("The note goes out by e-mail.")


DONE: dict[str, tuple[Callable[[HttpRequest, Gift], Any] | None, Do]] = {
    "return": (_return_form, _return),
    "refund": (_refund_form, _refund),
    "correct": (_correction_form, _correct),
    "thank": (None, _thank),
    "thank-by-mail": (None, _thank_by_mail),
}
