"""What we have the processor do: written down under a key before it is asked, so that asking again does nothing twice.

The processor keeps an answer under its key for 24 hours, failures too. After that, asking again could do it again: then we look
first what it did.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.utils import timezone

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.talking import Thing, account, ask
from broadsheet.donations.models import ProviderCall

# An hour less than the processor keeps what it answered.
KEY_LASTS: Final = timedelta(hours=23)
S = ProviderCall.State
# Asked for with parameters and options, as the library takes them.
Act = Callable[[Any, Any, Any], Any]


def do_once(
    name: str, params: dict[str, Any], act: Act, look: Callable[[ProviderCall], Thing | None]
) -> Thing:
    """Have something done once, and return what came of it.

    Args:
        name: what it is, as in "session-7KQ2-M4TB".
        act: asks the library for it.
        look: finds what may have been done under a key that the processor has forgotten.

    Errors:
        CardAwayError: nobody knows whether it was done; ask again.
        CardRefusedError: it was refused; the next try has a key of its own.
    """
    call = _call_for(name, params)
    if call.state == S.WRITTEN and call.first_sent_at < timezone.now() - KEY_LASTS:
        found = look(call)
        if found is not None:
            return _answered(call, found)
        call = _next(name, call, params)
    options = {"idempotency_key": call.key}
    try:
        found = ask(lambda client: act(client, params, options))
    except CardRefusedError:
        _end(call, S.REFUSED)
        raise
    return _answered(call, found)


def last_of(name: str) -> ProviderCall | None:
    """Return the last call of a name."""
    mine = ProviderCall.objects.filter(provider=keys.PROVIDER, key__startswith=f"{name}.")
    return mine.order_by("-first_sent_at", "-key").first()


def _call_for(name: str, params: dict[str, Any]) -> ProviderCall:
    """Return the call that is to be made: the one that was written down and perhaps made, or another."""
    last = last_of(name)
    if last is None or last.state != S.WRITTEN:
        return _next(name, last, params)
    if last.sha256 != _sum(params) and last.first_sent_at >= timezone.now() - KEY_LASTS:
        # The same key with other words would be an error there: what it did is looked for as if it were old.
        ProviderCall.objects.filter(pk=last.pk).update(
            first_sent_at=last.first_sent_at - KEY_LASTS - timedelta(hours=1)
        )
        last.refresh_from_db()
    return last


def _next(name: str, last: ProviderCall | None, params: dict[str, Any]) -> ProviderCall:
    if last is not None and last.state == S.WRITTEN:
        _end(last, S.REFUSED)
    number = int(last.key.rpartition(".")[2]) + 1 if last else 1
    call, _is_new = ProviderCall.objects.get_or_create(
        key=f"{name}.{number}",
        defaults={
            "provider": keys.PROVIDER,
            "account": account(),
            "operation": name.partition("-")[0],
            "sha256": _sum(params),
        },
    )
    return call


def _sum(params: dict[str, Any]) -> str:
    return sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


def _answered(call: ProviderCall, found: Thing) -> Thing:
    _end(call, S.ANSWERED, ref=found["id"])
    return found


def _end(call: ProviderCall, state: str, **fields: Any) -> None:
    ProviderCall.objects.filter(pk=call.pk).update(state=state, **fields)
