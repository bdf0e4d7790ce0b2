"""The address at which the processor tells us that something happened. It is believed that much, and no more."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.donations.card import keys, testers
from broadsheet.donations.card.events import keep, read_event
from broadsheet.donations.card.signing import is_signed

logger = logging.getLogger(__name__)
MOST_BYTES = 256 * 1024


@csrf_exempt  # Each delivery is signed with a secret that no other site has.
@never_cache
@require_POST
def delivery(request: HttpRequest) -> HttpResponse:
    """Keep a delivery and say so at once; what it tells of is read from the processor later, by the worker."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    body = request.body
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    signature = request.headers.get("Stripe-Signature", "")
    event = read_event(body) if is_signed(body, signature, keys.secrets()) else None
    if event is None:
        return HttpResponse(status=400)
    try:
        is_new = keep(event)
    except DatabaseError:
        # It is told again.
        logger.warning("A delivery of the card processor could not be kept")
        response = HttpResponse(status=503)
        response["Retry-After"] = "60"
        return response
    if is_new and event.is_live == keys.is_live():
        testers.hear(event.type)
    return HttpResponse(status=200)
