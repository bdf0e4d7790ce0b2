"""Beginning a gift by card: the processor's page on which it is paid, one for each gift however often it is asked for."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.donations.card import calls
from broadsheet.donations.card.amounts import units_of
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.talking import PAGE, Thing, account, ask, walk
from broadsheet.donations.models import Gift, Plan, ProviderCall
from broadsheet.masthead.models import paper_of

Begun = Gift | Plan
# Languages of papers in which the processor's page speaks; else it chooses by the donor's browser.
LANGUAGES: Final = {"en": "en", "en-us": "en", "en-gb": "en-GB", "es": "es", "es-us": "es-419"}
MOST_TEXT: Final = 1_200
OPEN, COMPLETE = "open", "complete"
# The processor puts the name of its page in the place of this.
SESSION: Final = "{CHECKOUT_SESSION_ID}"


def start(begun: Begun) -> str:
    """Return the address at which a gift is paid, or a plan begun; where that was done already, the page that says so.

    Args:
        begun: a gift; or a plan, or the gift that is to be its first payment.

    Errors:
        CardAwayError: the processor does not answer; nothing is lost, and another way can be offered.
        CardRefusedError: it refuses this gift.
        MoneyError: the amount is finer than cards take.
    """
    params = _asked_for(begun)
    session = _at_hand(begun)
    if session is None:
        session = calls.do_once(
            name_of(begun),
            params,
            lambda client, given, options: client.v1.checkout.sessions.create(given, options),
            lambda call: _made_before(begun, call),
        )
    return _noted(begun, session)


def _whole(begun: Begun) -> Begun:
    """Return what is paid on the page: the plan, where a gift is its first payment."""
    return begun.plan if isinstance(begun, Gift) and begun.plan is not None else begun


def name_of(begun: Begun) -> str:
    """Return the name of the call by which its page is made (`calls`)."""
    return f"session-{_whole(begun).code}"


def _at_hand(begun: Begun) -> Thing | None:
    """Return the page that was made for it before, unless nobody can pay there any more."""
    last = calls.last_of(name_of(begun))
    if last is None or last.state != ProviderCall.State.ANSWERED:
        return None
    session = ask(lambda client: client.v1.checkout.sessions.retrieve(last.ref))
    return session if session["status"] in (OPEN, COMPLETE) else None


def _made_before(begun: Begun, call: ProviderCall) -> Thing | None:
    """Look among the pages made about then for one of this gift: the answer never reached us, and its key is forgotten."""
    since = int(call.first_sent_at.timestamp()) - 3_600
    for one in walk(
        lambda client: client.v1.checkout.sessions.list({"created": {"gte": since}, "limit": PAGE})
    ):
        is_ours = one.get("client_reference_id") == _whole(begun).code
        if is_ours and one["status"] in (OPEN, COMPLETE):
            return one
    return None


def _noted(begun: Begun, session: Thing) -> str:
    """Note which page a gift is paid on, and return where to lead its donor."""
    own = account()
    if isinstance(begun, Gift):
        Gift.objects.filter(pk=begun.pk).update(account=own, session_ref=session["id"])
    whole = _whole(begun)
    type(whole).objects.filter(pk=whole.pk).update(account=own)
    if session["status"] == COMPLETE:
        return landing(begun).replace(SESSION, session["id"])
    if not session.get("url"):
        raise CardRefusedError(_("Nobody can pay on this page any more. Begin anew."))
    return str(session["url"])


def landing(begun: Begun) -> str:
    """Return where the processor leads whoever has paid."""
    return f"{root_of(begun)}{reverse('card_paid')}?session={SESSION}"


def root_of(begun: Begun) -> str:
    return str(settings.ADDRESS).rstrip("/") or begun.site.root_url


def _asked_for(begun: Begun) -> dict[str, Any]:
    """Return what is asked of the processor: always the same for the same gift, so that one key asks for one thing."""
    paper = paper_of(begun.site)
    whole = _whole(begun)
    notes = {
        "plan" if isinstance(whole, Plan) else "gift": whole.code,
        "site": begun.site.hostname,
    }
    with translation.override(paper.language):
        name = _("Gift to %(paper)s") % {"paper": paper.name}
    price: dict[str, Any] = {
        "currency": begun.currency.lower(),
        "unit_amount": units_of(begun.amount),
        "product_data": {"name": name},
    }
    params: dict[str, Any] = {
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": whole.code,
        "metadata": notes,
        "custom_text": {"submit": {"message": sentence_of(begun)}},
        "locale": LANGUAGES.get(paper.language.lower(), "auto"),
        "success_url": landing(begun),
        "cancel_url": f"{root_of(begun)}{reverse('card_left')}?gift={begun.code}",
    }
    if begun.donor is not None and begun.donor.email:
        params["customer_email"] = begun.donor.email
    if isinstance(whole, Plan):
        price["recurring"] = {"interval": whole.every}
        return {**params, "mode": "subscription", "subscription_data": {"metadata": notes}}
    return {
        **params,
        "mode": "payment",
        "submit_type": "donate",
        "payment_intent_data": {"metadata": notes},
    }


def sentence_of(begun: Begun) -> str:
    """Return what is said about taxes on the processor's page: the wording kept with the gift, word for word."""
    wording = begun.disclosure
    said = wording.facts.get("said", "")
    text = f"{wording.text}\n{said}" if said and said != wording.text else wording.text
    return text[:MOST_TEXT]
