"""What this room lends to those that must not know the processor: ending a plan, and what differs there (`registry.py`)."""

from django.utils.translation import gettext as _

from broadsheet.donations.card import keys
from broadsheet.donations.card.plans import end_plan
from broadsheet.donations.card.sweeping import DIFFERS
from broadsheet.donations.models import ProviderEvent, Settlement
from broadsheet.donations.registry import ENDS_PLAN, FINDS_DIFFERENCES


def found_to_differ() -> list[str]:
    """Give a sentence for each movement and payout that differed when the sweep looked last: nobody is asked now."""
    noted = ProviderEvent.objects.filter(
        provider=keys.PROVIDER, type=DIFFERS, state=ProviderEvent.State.DEAD
    )
    found = [
        _("Movement %(ref)s: %(why)s") % {"ref": one.about.get("id", ""), "why": one.trouble}
        for one in noted.order_by("pk")
    ]
    payouts = Settlement.objects.filter(
        provider=keys.PROVIDER, state=Settlement.State.DIFFERS
    ).order_by("pk")
    said = _("Payout %(ref)s differs from the books.")
    return [*found, *(said % {"ref": one.ref} for one in payouts)]


def lend() -> None:
    ENDS_PLAN[keys.PROVIDER] = end_plan
    FINDS_DIFFERENCES[keys.PROVIDER] = found_to_differ
