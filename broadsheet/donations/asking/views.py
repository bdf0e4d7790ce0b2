"""Pages on which readers give: the form, what was noted, the slip, the poster, the wall; and links that are counted."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from broadsheet.donations.asking.clicks import count_click, is_followed
from broadsheet.donations.asking.own_ways import (
    BANK,
    CHEQUE,
    MANUAL,
    PLEDGE,
    cheque_address,
    payee_of,
)
from broadsheet.donations.asking.page import FROM_ADDRESS, Asking, path_of
from broadsheet.donations.asking.poster import square
from broadsheet.donations.asking.sending import FORM, SendingGift
from broadsheet.donations.asking.sums import in_address, sums_of
from broadsheet.donations.asking.wall import names_on_wall
from broadsheet.donations.asking.ways_to_give import ONCE, may_come_again
from broadsheet.donations.card import testers
from broadsheet.donations.models import Click, Gift, Pledge
from broadsheet.donations.reference import read_code
from broadsheet.mailbag.editions import in_its_edition
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.views import give_puzzle, paper_asked
from broadsheet.masthead.views import being_set_up, is_set_up
from broadsheet.press.asking import PAGE, printed
from broadsheet.press.twins import edition_template

# Whoever tries codes finds no more than this in ten minutes.
LOOKS = Limit(most=60, seconds=600)


@csrf_exempt  # The form is printed, the same for everyone; its pass and where it was sent from are asked.
@printed(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@in_its_edition
def support(request: HttpRequest, often: str = "once", amount: str = "") -> HttpResponse:
    """Show the form, with a sum marked if the address names one; or take what it sends."""
    if request.method == "POST":
        return _take(request)
    if not is_set_up(request):
        return being_set_up(request)
    site = paper_asked(request)
    wanted = FROM_ADDRESS[often]
    if wanted != ONCE and wanted not in may_come_again(site):
        return HttpResponseRedirect(reverse("support"))
    offered = {in_address(one): one for one in sums_of(site, wanted)}
    if amount and (amount not in offered or wanted not in may_come_again(site)):
        # The paper has changed its sums since somebody kept this address.
        return HttpResponseRedirect(path_of(wanted))
    return SendingGift(request, site, wanted, offered.get(amount)).show()


def _take(request: HttpRequest) -> HttpResponse:
    try:
        site = paper_asked(request)
    except DatabaseError:
        return SendingGift.show_not_now(request)
    return SendingGift(request, site).answer()


@never_cache
@require_safe
def support_pass(request: HttpRequest) -> HttpResponse:
    """Give the form of a browser with scripts its puzzle."""
    return give_puzzle(request, FORM, testers.rounds_now())


def _begun(site: Site, way: str, code: str) -> Gift | Pledge:
    """Return what was noted by one of our own ways under a code.

    Errors:
        Http404: there is none, or it is of another way.
    """
    found: Gift | Pledge | None = None
    if way == PLEDGE:
        found = Pledge.objects.filter(site=site, code=read_code(code)).first()
    elif way in (CHEQUE, BANK):
        found = Gift.objects.filter(site=site, code=read_code(code), provider=MANUAL).first()
    if found is None:
        raise Http404
    return found


def _refuse_too_many(request: HttpRequest) -> None:
    try:
        LOOKS.refuse_too_many(request)
    except MailbagError:
        raise Http404 from None


@never_cache
@require_safe
@in_its_edition
def gift_noted(request: HttpRequest, way: str, code: str) -> HttpResponse:
    """Say what was noted, what happens next, and that no payment has been made. It names nobody."""
    _refuse_too_many(request)
    site = paper_asked(request)
    begun = _begun(site, way, code)
    return _show(request, f"noted_{way}", site, begun=begun)


@never_cache
@require_safe
@in_its_edition
def gift_slip(request: HttpRequest, code: str) -> HttpResponse:
    """The slip of a cheque that was announced, or of a pledge that is paid by one."""
    _refuse_too_many(request)
    site = paper_asked(request)
    try:
        begun = _begun(site, CHEQUE, code)
    except Http404:
        begun = _begun(site, PLEDGE, code)
    return _show(request, "slip", site, begun=begun)


@printed(PAGE)
@require_safe
def blank_slip(request: HttpRequest) -> HttpResponse:
    """A slip to fill in by hand."""
    site = paper_asked(request)
    if not Asking(site).takes_cheques:
        raise Http404
    return _show(request, "slip", site, begun=None)


@printed(PAGE)
@require_safe
def support_poster(request: HttpRequest) -> HttpResponse:
    """A page to print for the counter: a square that phones read, and the sentence about taxes."""
    site = paper_asked(request)
    if not Asking(site).is_asked:
        raise Http404
    shown = {
        "square": square(site.root_url + reverse("support_scanned")),
        "address": (site.root_url + reverse("support")).partition("://")[2],
    }
    return _show(request, "poster", site, **shown)


@printed(PAGE)
@require_safe
def support_wall(request: HttpRequest) -> HttpResponse:
    """Who is thanked by name, if the paper does so."""
    site = paper_asked(request)
    if not Asking(site).rules.names_donors:
        raise Http404
    return _show(request, "wall", site, names=names_on_wall(site))


def _show(request: HttpRequest, page: str, site: Site, **more: Any) -> HttpResponse:
    asking = Asking(site)
    context = {
        "asking": asking,
        "rules": asking.rules,
        "payee": payee_of(site),
        "cheque_address": cheque_address(site).strip(),
        "street_address": asking.paper.street_address.strip(),
        **more,
    }
    return render(request, edition_template(request, f"donations/asking/{page}.html"), context)


@never_cache
@require_safe
def support_elsewhere(request: HttpRequest) -> HttpResponse:
    """Lead to another site that takes gifts for the paper, and count that as a click."""
    asking = Asking(paper_asked(request))
    return _lead(
        request,
        asking,
        Click.On.ELSEWHERE,
        asking.rules.elsewhere_address if asking.elsewhere else "",
    )


@never_cache
@require_safe
def support_sponsor(request: HttpRequest) -> HttpResponse:
    """Lead to the fiscal sponsor's own page."""
    asking = Asking(paper_asked(request))
    return _lead(
        request,
        asking,
        Click.On.SPONSOR,
        asking.rules.sponsor_address if asking.sponsors_sentence else "",
    )


@never_cache
@require_safe
def support_scanned(request: HttpRequest) -> HttpResponse:
    """Lead from the poster's square to the page for gifts."""
    asking = Asking(paper_asked(request))
    return _lead(request, asking, Click.On.POSTER, reverse("support") if asking.is_asked else "")


def _lead(request: HttpRequest, asking: Asking, on: str, to: str) -> HttpResponse:
    if not to:
        raise Http404
    if is_followed(request):
        count_click(asking.site, on)
    response = HttpResponseRedirect(to)
    response["X-Robots-Tag"] = "noindex"
    return response
