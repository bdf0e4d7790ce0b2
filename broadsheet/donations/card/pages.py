"""Where the processor leads a donor: back from paying, which is no proof that she has, and back without having paid."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from broadsheet.donations.asking.page import Asking, path_of
from broadsheet.donations.asking.ways_to_give import ONCE
from broadsheet.donations.card import calls, keys
from broadsheet.donations.card.resolving import follow_session
from broadsheet.donations.card.starting import name_of
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Gift, Plan, ProviderCall
from broadsheet.donations.reference import read_code
from broadsheet.mailbag.limits import Limit, block_of
from broadsheet.mailbag.views import paper_asked
from broadsheet.masthead.display import keep_quiet
from broadsheet.press.twins import edition_template

# From one block of addresses; each may ask the processor.
LOOKS = Limit(most=60, seconds=600)
RECEIVED = (Gift.State.PAID, Gift.State.PART_REFUNDED)
UNPAID = (Gift.State.BEGUN, Gift.State.FAILED)


@never_cache
@require_safe
def paid(request: HttpRequest) -> HttpResponse:
    """Say how a gift stands whose donor comes back from paying: it is read from the processor, whatever the address says."""
    begun = begun_on(request.GET.get("session", ""), paper_asked(request))
    is_known = True
    if _is_open(begun) and LOOKS.take(block_of(request)):
        is_known = _follow(request.GET["session"])
        begun.refresh_from_db()
    return _answer(request, {**_about(begun), "is_known": is_known})


def _follow(session: str) -> bool:
    """Bring the books to what the processor says of its page; say whether it could be asked."""
    try:
        follow_session(session)
    except (DonationError, DatabaseError):
        return False
    return True


def _answer(request: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    response = _shown(request, "donations/card/paid.html", about)
    if about["is_received"] or about["is_coming"]:
        # Who has just given is not asked again.
        keep_quiet(request, response)
    return response


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that nothing was paid to who goes back without paying; if it was, in another window of hers, say how it stands."""
    begun = _left_at(request)
    is_known = True
    session = _session_of(begun)
    if session and _is_open(begun):
        is_known = _follow(session)
        begun.refresh_from_db()
    about = {**_about(begun), "is_known": is_known}
    if about["is_unpaid"] and is_known:
        return _shown(request, "donations/card/left.html", about)
    return _answer(request, about)


def _left_at(request: HttpRequest) -> Gift | Plan:
    """Return what was to be paid on the page that was left.

    Errors:
        Http404: nothing was begun here under this code, or too many codes are tried from there.
    """
    code = read_code(request.GET.get("gift", ""))
    mine = {"code": code, "provider": keys.PROVIDER, "site": paper_asked(request)}
    if not LOOKS.take(block_of(request)):
        raise Http404
    begun = Gift.objects.filter(**mine).first() or Plan.objects.filter(**mine).first()
    if begun is None:
        raise Http404
    return begun


def _session_of(begun: Gift | Plan) -> str:
    """Return the processor's page on which it was to be paid; empty if none was made."""
    if isinstance(begun, Gift) and begun.session_ref:
        return begun.session_ref
    call = calls.last_of(name_of(begun))
    return call.ref if call is not None else ""


def begun_on(session: str, site: Site) -> Gift | Plan:
    """Return what was to be paid on a page of the processor's.

    Errors:
        Http404: we have made no such page for this paper.
    """
    mine = {"provider": keys.PROVIDER, "site": site}
    gift = Gift.objects.filter(**mine, session_ref=session).first()
    if gift is not None and session:
        return gift
    call = (
        ProviderCall.objects.filter(
            provider=keys.PROVIDER, operation="session", ref=session
        ).first()
        if session
        else None
    )
    code = call.key.partition("-")[2].rpartition(".")[0] if call else ""
    plan = Plan.objects.filter(**mine, code=code).first() if code else None
    if plan is None:
        raise Http404
    return plan


def _is_open(begun: Gift | Plan) -> bool:
    """Say whether the processor may know more of it than we do."""
    if isinstance(begun, Gift):
        return begun.state in (*UNPAID, Gift.State.COMING)
    return begun.state != Plan.State.ACTIVE


def _about(begun: Gift | Plan) -> dict[str, Any]:
    gift = begun if isinstance(begun, Gift) else begun.instalments.order_by("pk").first()
    plan = begun if isinstance(begun, Plan) else begun.plan
    receipt = gift.receipts.filter(voided__isnull=True).first() if gift is not None else None
    return {
        "begun": begun,
        "gift": gift,
        "plan": plan,
        "receipt": receipt,
        "is_received": gift is not None and gift.state in RECEIVED,
        "is_coming": gift is not None and gift.state == Gift.State.COMING,
        "is_unpaid": gift is None or gift.state in UNPAID,
        "form_path": path_of(plan.every if plan is not None else ONCE),
        "is_live": keys.is_live(),
    }


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context["asking"] = Asking(paper_asked(request))
    response = render(request, edition_template(request, template), context)
    # The address names the processor's page.
    response["Referrer-Policy"] = "no-referrer"
    return response
