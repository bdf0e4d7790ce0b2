"""Speaking with the processor: every call goes through here, and every failure comes back as one of our own errors.

Never while the database is being written to: the processor may take seconds, and others would wait.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import (
    CardAwayError,
    CardError,
    CardRefusedError,
    UnknownThereError,
)
from broadsheet.donations.models import ProviderCall

if TYPE_CHECKING:
    from stripe import StripeClient

# What the processor tells of: an object as it stands in its reference.
Thing = dict[str, Any]
# Seconds to reach it, and to hear its answer; the library tries once more by itself, under the same key.
REACH_SECONDS, ANSWER_SECONDS = 3.05, 10.0
TRIES_MORE = 1
PAGE = 100


def ask(call: "Callable[[StripeClient], Any]") -> Thing:
    """Call the processor, and return the object that it answers with.

    Errors:
        CardAwayError: it does not answer, or not now.
        UnknownThereError: it has no such thing.
        CardRefusedError: it refuses this.
    """
    with _in_our_words():
        found: Thing = call(client()).to_dict()
        return found


def walk(call: "Callable[[StripeClient], Any]") -> Iterator[Thing]:
    """Give the objects of a list, page after page.

    Errors:
        CardError: as of `ask`.
    """
    with _in_our_words():
        for one in call(client()).auto_paging_iter():
            yield one.to_dict()


def client() -> "StripeClient":
    """Return what speaks with the processor; its library is loaded now, and never before."""
    if not keys.key():
        raise CardRefusedError(_("No gifts by card are set up: STRIPE_KEY is empty."))
    return _client(keys.key(), keys.api_base(), REACH_SECONDS, ANSWER_SECONDS)


@lru_cache(maxsize=2)
def _client(key: str, api_base: str, reach: float, answer: float) -> "StripeClient":
    import stripe

    stripe.enable_telemetry = False
    return stripe.StripeClient(
        key,
        stripe_version=keys.API_VERSION,
        base_addresses={"api": api_base} if api_base else {},
        max_network_retries=TRIES_MORE,
        http_client=stripe.RequestsClient(timeout=(reach, answer)),
    )


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Let failures of the library be ours, without its words: they may hold an address, or a part of a key."""
    import stripe

    try:
        yield
    except stripe.StripeError as error:
        raise _ours(error.http_status or 0, error.code or "") from None


def _ours(status: int, code: str) -> CardError:
    """Return our error for an answer of the processor; status 0: there was none."""
    if status == 404 or code == "resource_missing":
        return UnknownThereError(_("The card processor has no such thing."))
    if status == 401:
        return CardAwayError(
            _("The card processor does not take the paper's key. Whoever runs the paper must look.")
        )
    if status in (0, 409, 429) or status >= 500:
        return CardAwayError(
            _("The card processor does not answer now. Try again in some minutes.")
        )
    # Its code is a word of its own reference; its message may hold what somebody typed.
    return CardRefusedError(
        _("The card processor refuses this (%(code)s).") % {"code": code or status}
    )


def account() -> str:
    """Return the name of the paper's account there, asked for once for each key; empty where the key may not ask.

    Errors:
        CardAwayError: it does not answer.
    """
    name = f"account-{keys.print_of_key()}"
    known = ProviderCall.objects.filter(key=name).first()
    if known is not None:
        return known.ref
    try:
        ref = str(ask(lambda client: client.v1.accounts.retrieve_current())["id"])
    except (CardRefusedError, UnknownThereError):
        ref = ""
    ProviderCall.objects.bulk_create(
        [
            ProviderCall(
                key=name,
                provider=keys.PROVIDER,
                account=ref,
                operation="account",
                sha256="",
                state=ProviderCall.State.ANSWERED,
                ref=ref,
            )
        ],
        ignore_conflicts=True,
    )
    return ref
