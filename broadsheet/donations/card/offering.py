"""Whether gifts by card are offered: not before keys are there and a signed delivery has shown that the webhook works."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.asking.ways_to_give import WAYS
from broadsheet.donations.card import keys
from broadsheet.donations.card.pausing import is_paused
from broadsheet.donations.models import ProviderCall, ProviderEvent
from broadsheet.donations.wording import takes_own_gifts
from broadsheet.press.log import note_change


def is_offered(site: Site) -> bool:
    """Say whether readers may give by card now."""
    return is_set_up() and takes_own_gifts(site) and not is_paused()


def is_set_up() -> bool:
    return not lacking()


def lacking() -> list[str]:
    """Return what is to be done before gifts by card are offered, each in a sentence; nothing is half offered."""
    if not keys.key() and not keys.secrets():
        return [_("Gifts by card are not set up. They need a Stripe account: see the manual.")]
    found: list[str] = []
    if not keys.is_installed():
        found.append(_("Stripe's library is missing. Install broadsheet[stripe]."))
    if not keys.key():
        found.append(_("Set STRIPE_KEY to the secret key of the paper's Stripe account."))
    if not keys.secrets():
        found.append(
            _(
                "Set STRIPE_WEBHOOK_SECRETS to the signing secret of the webhook to /support/stripe/."
            )
        )
    if not found and not was_heard():
        found.append(
            _(
                "No signed delivery of Stripe has come to /support/stripe/ yet. Send a test event from Stripe's dashboard; "
                "until one comes, readers are offered no gifts by card."
            )
        )
    return found


def was_heard() -> bool:
    """Say whether a signed delivery of this mode has come."""
    return ProviderEvent.objects.filter(
        provider=keys.PROVIDER, is_live=keys.is_live(), api_version__gt=""
    ).exists()


def notice_change() -> None:
    """Have pages printed anew when gifts by card begin or end to be offered. The worker's job."""
    now = "yes" if is_set_up() else ""
    told, _is_new = ProviderCall.objects.get_or_create(
        key="offered", defaults={"provider": keys.PROVIDER, "operation": "offered", "sha256": ""}
    )
    if told.ref == now:
        return
    with transaction.atomic():
        ProviderCall.objects.filter(pk=told.pk).update(ref=now)
        note_change(WAYS, touches=[WAYS], why="gifts by card")
