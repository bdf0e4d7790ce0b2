"""Where the processor leads a donor: back from paying, which is no proof that she has, and back without having paid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broadsheet.donations.asking.page import Asking
from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import CardError
from broadsheet.donations.card.resolving import follow_session
from broadsheet.donations.errors import BooksError
from broadsheet.donations.models import Gift, Plan, ProviderCall
from broadsheet.donations.reference import read_code
from broadsheet.mailbag.limits import Limit, block_of
from broadsheet.mailbag.views import paper_asked
from broadsheet.masthead.display import keep_quiet
from broadsheet.press.twins import edition_template

# From one block of addresses; each may ask the processor.
LOOKS = Limit(most=60, seconds=600)
RECEIVED = (Gift.State.PAID, Gift.State.PART_REFUNDED)


@never_cache
@require_safe
def paid(request: HttpRequest) -> HttpResponse:
    """Say how a gift stands whose donor comes back from paying: it is read from the processor, whatever the address says."""
    begun = begun_on(request.GET.get("session", ""))
    is_known = True
    if _is_open(begun) and LOOKS.take(block_of(request)):
        try:
            follow_session(request.GET["session"])
        except (CardError, BooksError):
            is_known = False
        begun.refresh_from_db()
    about = {**_about(begun), "is_known": is_known}
    response = _shown(request, "donations/card/paid.html", about)
    if about["is_received"] or about["is_coming"]:
        # Who has just given is not asked again.
        keep_quiet(request, response)
    return response


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that nothing was paid, and lead on."""
    code = read_code(request.GET.get("gift", ""))
    begun = None
    if code:
        mine = {"code": code, "provider": keys.PROVIDER}
        begun = Gift.objects.filter(**mine).first() or Plan.objects.filter(**mine).first()
    return _shown(request, "donations/card/left.html", {"begun": begun})


def begun_on(session: str) -> Gift | Plan:
    """Return what was to be paid on a page of the processor's.

    Errors:
        Http404: we have made no such page.
    """
    gift = Gift.objects.filter(provider=keys.PROVIDER, session_ref=session).first()
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
    plan = Plan.objects.filter(code=code).first() if code else None
    if plan is None:
        raise Http404
    return plan


def _is_open(begun: Gift | Plan) -> bool:
    return begun.state not in (RECEIVED if isinstance(begun, Gift) else (Plan.State.ACTIVE,))


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
        "is_live": keys.is_live(),
    }


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context["asking"] = Asking(paper_asked(request))
    response = render(request, edition_template(request, template), context)
    # The address names the processor's page.
    response["Referrer-Policy"] = "no-referrer"
    return response
