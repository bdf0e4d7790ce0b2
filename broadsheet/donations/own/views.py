"""The donor's own pages. Opening any address changes nothing: programs that look through mail open each link in it."""

from typing import Any, NamedTuple

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from broadsheet.donations.errors import DonationError, MoneyError
from broadsheet.donations.models import Pledge, Receipt
from broadsheet.donations.own.asking import ask_for_link
from broadsheet.donations.own.doing import OPEN_PLEDGES, do, stop_reminders
from broadsheet.donations.own.forms import AskingForm
from broadsheet.donations.own.noticing import MAIL
from broadsheet.donations.own.opening import (
    Opened,
    close,
    open_with_cookie,
    opened_by_cookie,
    opened_by_mail,
    prove,
)
from broadsheet.donations.own.showing import everything_of, receipt_page, said
from broadsheet.donations.posting.links import STOP, find_link, read_standing, use_link
from broadsheet.donations.posting.receipt_words import receipt_words
from broadsheet.mailbag.editions import in_its_edition
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.passes import Pass, spend
from broadsheet.mailbag.sending import Sending
from broadsheet.mailbag.views import give_puzzle, paper_asked
from broadsheet.masthead.display import is_from_here
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.press.asking import PAGE, printed
from broadsheet.press.recorder import note_source
from broadsheet.press.twins import edition_template

FORM = "own-gifts"
# From one household or office: so many at once, and then one more every few minutes.
ASKED = Limit(most=10, seconds=3600)


class Asking(Sending):
    """Somebody asks for the link to her gifts."""

    name = FORM
    page = "donations/own/ask.html"
    read_over = "donations/own/read_over.html"
    main_field = "email"
    limit = ASKED
    form_class = AskingForm

    def context(self) -> dict[str, Any]:
        note_source(MAIL)
        return {"can_mail": can_mail()}

    def take(self, form: Any, given: Pass) -> str:
        with transaction.atomic():
            spend(given)
        if can_mail():
            ask_for_link(self.site, form.cleaned_data["email"])
        return reverse("own_gifts_asked")


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form by which a donor asks for the way to her gifts; or take what it sends."""
    if request.method != "POST":
        return (
            Asking(request, paper_asked(request)).show()
            if is_set_up(request)
            else being_set_up(request)
        )
    try:
        site = paper_asked(request)
    except DatabaseError:
        return Asking.show_not_now(request)
    return Asking(request, site).answer()


@never_cache
@require_safe
def asking_pass(request: HttpRequest) -> HttpResponse:
    """Give the form of a browser with scripts its puzzle."""
    return give_puzzle(request, FORM)


@never_cache
@require_safe
@in_its_edition
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next: the same to everyone."""
    return _page(request, "asked", {"can_mail": can_mail()})


@csrf_exempt  # What it takes is the secret in its address, which another site does not know.
@require_http_methods(["GET", "HEAD", "POST"])
def open_own(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the button that uses a link of a mail; or use it."""
    if request.method == "POST" and not is_from_here(request):
        return HttpResponse(status=403)
    link = find_link(secret)
    if link is None or link.donor.site != Site.find_for_request(request):
        return _no_link(request)
    if request.method != "POST":
        return _page(request, "open", {"secret": secret})
    donor = use_link(secret)
    if donor is None:
        return _no_link(request)
    prove(donor)
    response = redirect("own_gifts")
    open_with_cookie(response, donor)
    return _unkept(response)


@csrf_exempt  # Its cookie is sent by our own pages alone (SameSite), and where a form comes from is asked.
@require_http_methods(["GET", "HEAD", "POST"])
def own_gifts(request: HttpRequest) -> HttpResponse:
    """Show all gifts of a mailbox; or do what its owner asks."""
    if request.method == "POST" and not is_from_here(request):
        return HttpResponse(status=403)
    opened = opened_by_cookie(request)
    if opened is None or opened.donor.site != Site.find_for_request(request):
        return _no_link(request)
    if request.POST.get("act") == "close":
        away = redirect("ask_own_gifts")
        close(away)
        return _unkept(away)
    response = _show_or_do(request, opened)
    if request.POST.get("act") == "end_links" and response.status_code == 302:
        opened.donor.refresh_from_db()
        # This browser has just shown that it is hers.
        open_with_cookie(response, opened.donor, now=opened.donor.links_from)
    return response


@csrf_exempt  # As above: the secret in its address.
@require_http_methods(["GET", "HEAD", "POST"])
def gifts_of_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show recurring gifts, pledges and receipts to whoever follows the link of a mail; or do what she asks."""
    if request.method == "POST" and not is_from_here(request):
        return HttpResponse(status=403)
    opened = _of_mail(request, token)
    return _no_link(request) if opened is None else _show_or_do(request, opened)


@csrf_exempt  # As above; programs of mail press it for a reader, from nowhere (RFC 8058).
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that stops reminders of a pledge; or stop them. It may be pressed as often as one likes."""
    by_program = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST" and not by_program and not is_from_here(request):
        return HttpResponse(status=403)
    standing = read_standing(token)
    if standing is None or standing.purpose != STOP:
        return _no_link(request)
    pledge = Pledge.objects.filter(
        pk=standing.about, donor=standing.donor, site=Site.find_for_request(request)
    ).first()
    if pledge is None:
        return _no_link(request)
    if request.method == "POST":
        stop_reminders(pledge)
        pledge.refresh_from_db()
    context = {"pledge": pledge, "is_open": pledge.state in OPEN_PLEDGES}
    return _page(request, "stop", context)


@require_safe
def own_receipt(request: HttpRequest, name: str) -> HttpResponse:
    """Show a receipt as it is printed, to whom it was issued."""
    return _receipt(request, opened_by_cookie(request), name)


@require_safe
def receipt_of_mail(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Show a receipt to whoever follows the link of a mail."""
    return _receipt(request, _of_mail(request, token), name)


def _of_mail(request: HttpRequest, token: str) -> Opened | None:
    standing = read_standing(token)
    if standing is None or standing.purpose == STOP:
        return None
    if standing.donor.site != Site.find_for_request(request):
        return None
    return opened_by_mail(standing, reverse("gifts_of_mail", args=[token]))


class _Refused(NamedTuple):
    """Why something was not done, and whether it is the amount that was typed."""

    sentence: str
    is_of_amount: bool


def _show_or_do(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return _gifts(request, opened, done=said(request.GET.get("done", "")))
    try:
        done = do(opened, request.POST)
    except DonationError as refusal:
        about = _Refused(str(refusal), isinstance(refusal, MoneyError))
        return _gifts(request, opened, refused=about, status=409)
    if "://" in done:
        # By a link, because a page of ours sends its forms to no other site.
        return _page(request, "away", {"address": done, "back": opened.path})
    return _unkept(redirect(f"{opened.path}?done={done}"))


def _gifts(
    request: HttpRequest,
    opened: Opened,
    *,
    refused: _Refused | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    typed = {
        name: request.POST.get(name, "")
        for name in ("plan", "amount", "wall", "wall_name", "donor")
    }
    if refused and refused.is_of_amount:
        typed["wrong"] = refused.sentence
    context = {
        "opened": opened,
        "records": everything_of(opened, typed if refused else {}),
        "refused": refused.sentence if refused else "",
        "done": done,
    }
    return _page(request, "own", context, status=status)


def _receipt(request: HttpRequest, opened: Opened | None, name: str) -> HttpResponse:
    if opened is None:
        return _no_link(request)
    site = Site.find_for_request(request)
    hers = Receipt.objects.filter(site=site, gifts__donor__in=opened.donors).distinct()
    receipt = next((one for one in hers.select_related("voided") if one.name == name), None)
    if receipt is None:
        # The same for one of somebody else, and for one that is not there.
        raise Http404
    page = receipt_page(receipt)
    if page is not None:
        return _unkept(HttpResponse(page))
    context = {"receipt": receipt, "words": receipt_words(receipt), "back": opened.path}
    return _page(request, "receipt", context)


def _no_link(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing: the same for one that is over, was used, was cut short, and never was."""
    return _page(request, "no_link", {}, status=404)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    template = edition_template(request, f"donations/own/{name}.html")
    return _unkept(render(request, template, context, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    # To nobody else: an address may hold a secret. Browsers tell us, so that a form is known to be ours.
    response["Referrer-Policy"] = "same-origin"
    return response
