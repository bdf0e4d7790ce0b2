"""Gifts by card pause where cards are declined in numbers, in all of the paper's server processes, and the office is told.

What was declined is counted among the deliveries of the webhook that are kept; until when gifts pause stands in the database.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.card import keys
from broadsheet.donations.models import ProviderCall, ProviderEvent
from broadsheet.donations.telling import tell_of_pause

DECLINED: Final = "payment_intent.payment_failed"
PAID: Final = "checkout.session.completed"
WITHIN: Final = timedelta(minutes=10)
PAUSE: Final = timedelta(minutes=30)
# Declined cards within ten minutes that make gifts by card pause.
BREAKS_AT: Final = 15
# So many of the newest deliveries are looked at: the inbox is not read whole for each card that is declined.
LOOKED_AT: Final = 500
_NOTE: Final = "pause"


def is_paused() -> bool:
    """Say whether gifts by card pause."""
    noted = ProviderCall.objects.filter(key=_NOTE).exclude(ref="").first()
    return noted is not None and timezone.now() < datetime.fromisoformat(noted.ref)


def pause_if_many_are_declined() -> bool:
    """Let gifts by card pause if too many cards were declined just now; say whether they begin to."""
    now = timezone.now()
    newest = ProviderEvent.objects.filter(provider=keys.PROVIDER, is_live=keys.is_live())
    lately = newest.order_by("-pk").values_list("type", "came_at")[:LOOKED_AT]
    count = Counter(kind for kind, came_at in lately if came_at > now - WITHIN)
    if count[DECLINED] < BREAKS_AT or count[DECLINED] <= 2 * count[PAID] or is_paused():
        return False
    told, _is_new = ProviderCall.objects.get_or_create(
        key=_NOTE, defaults={"provider": keys.PROVIDER, "operation": _NOTE, "sha256": ""}
    )
    # Of those who notice it at one moment, one tells the office.
    begins = ProviderCall.objects.filter(key=_NOTE, ref=told.ref).update(
        ref=(now + PAUSE).isoformat()
    )
    if begins:
        for key in Site.objects.values_list("pk", flat=True):
            tell_of_pause.enqueue(key)
    return bool(begins)
