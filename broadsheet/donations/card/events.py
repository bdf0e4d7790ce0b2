"""Deliveries of the webhook: written down once, followed later, tried again for three days, then given up aloud."""

import json
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import CardError, ForeignError, UnknownThereError
from broadsheet.donations.card.following import follow
from broadsheet.donations.card.talking import account
from broadsheet.donations.errors import BooksError, DonationError, MoneyError
from broadsheet.donations.models import ProviderEvent
from broadsheet.lib.log_lines import in_words

logger = logging.getLogger(__name__)
S = ProviderEvent.State
# What may change the books, by the beginning of its name. Anything else is kept as told, and not followed.
USED: Final = (
    "checkout.session.",
    "payment_intent.succeeded",
    "payment_intent.processing",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.updated",
    "charge.refund",
    "charge.dispute.",
    "refund.",
    "invoice.paid",
    "invoice.payment_",
    "customer.subscription.",
    "payout.",
)
# Kinds of objects of which something can be read.
KINDS: Final = frozenset(
    [
        *("checkout.session", "payment_intent", "charge", "refund", "dispute"),
        *("invoice", "subscription", "payout"),
    ]
)
OF_A_PAYMENT: Final = frozenset(["checkout.session", "charge", "refund", "dispute"])
# How long to wait after each try; three days in all.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=15),
    timedelta(hours=24),
    timedelta(hours=24),
)
# Nobody else takes up what is being followed for so long; then whoever did has died.
HELD_FOR: Final = timedelta(minutes=2)
AT_ONCE: Final = 100
# What was followed is forgotten after so long, so that the inbox stays small.
KEPT_FOR: Final = timedelta(days=90)


def read_event(body: bytes) -> ProviderEvent | None:
    """Return a delivery as it is kept: names of objects alone. None if it is not in the processor's shape."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("object") != "event":
        return None
    thing = (told.get("data") or {}).get("object") if isinstance(told.get("data"), dict) else None
    if (
        not _is_name(told.get("id"))
        or not _is_name(told.get("type"))
        or not isinstance(thing, dict)
    ):
        return None
    about = _about(told["type"], thing)
    is_live = told.get("livemode") is True
    named = told.get("account")
    return ProviderEvent(
        provider=keys.PROVIDER,
        account=named[:64] if isinstance(named, str) else "",
        event=told["id"],
        type=told["type"][:80],
        about=about,
        api_version=str(told.get("api_version") or "")[:40],
        is_live=is_live,
        state=_first_state(told["type"], about, is_live),
    )


def _about(kind: str, thing: dict[str, Any]) -> dict[str, str]:
    """Return what is to be read: the payment itself, where the object names it, so that all that tell of one are one reading."""
    payment = thing.get("payment_intent")
    if thing.get("object") in OF_A_PAYMENT and _is_name(payment) and not kind.endswith(".expired"):
        return {"object": "payment_intent", "id": str(payment)}
    return {name: thing[name] for name in ("object", "id") if _is_name(thing.get(name))}


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255 and value.isascii()


def _first_state(kind: str, about: dict[str, str], is_live: bool) -> str:
    if is_live != keys.is_live():
        return S.FOREIGN
    is_followed = kind.startswith(USED) and len(about) == 2 and about["object"] in KINDS
    return S.NEW if is_followed else S.IGNORED


def keep(event: ProviderEvent) -> bool:
    """Write a delivery down; say whether it is new.

    Errors:
        DatabaseError: it could not be kept.
    """
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return False
    return True


# Following ---------------------------------------------------------------------------------------------
def follow_due() -> int:
    """Follow what is due, some at a time; return how many deliveries were dealt with. The worker's job."""
    if not keys.key():
        return 0
    due = ProviderEvent.objects.filter(
        provider=keys.PROVIDER, state__in=(S.NEW, S.AGAIN), next_at__lte=timezone.now()
    ).order_by("next_at", "pk")
    # Several deliveries tell of one object: it is read once.
    by_object: dict[tuple[str, str], list[ProviderEvent]] = {}
    for event in due[:AT_ONCE]:
        by_object.setdefault((event.about["object"], event.about["id"]), []).append(event)
    return sum(follow_together(events) for events in by_object.values())


def follow_together(events: list[ProviderEvent]) -> int:
    """Follow deliveries about one object; return how many were ours to follow."""
    held = [event for event in events if _hold(event)]
    if not held:
        return 0
    about = held[0].about

    def note_done() -> None:
        _set(held, state=S.DONE, trouble="")

    try:
        _refuse_other_account(held)
        follow(about["object"], about["id"], note_done)
    except (ForeignError, UnknownThereError):
        _set(held, state=S.FOREIGN, trouble="")
    except (BooksError, MoneyError) as error:
        # It will not fit better later.
        _set(held, state=S.DEAD, trouble=str(error)[:200])
    except (DonationError, DatabaseError) as error:
        _try_again(held, str(error) if isinstance(error, CardError) else in_words(error))
    except Exception as error:
        logger.exception("A delivery of the card processor could not be followed")
        _try_again(held, in_words(error))
    return len(held)


def _refuse_other_account(events: Iterable[ProviderEvent]) -> None:
    for event in events:
        if event.account and event.account != account():
            raise ForeignError("It is of another account.")


def _hold(event: ProviderEvent) -> bool:
    """Take a delivery up, unless somebody else has meanwhile."""
    mine = ProviderEvent.objects.filter(pk=event.pk, next_at=event.next_at, state=event.state)
    until = timezone.now() + HELD_FOR
    if not mine.update(next_at=until, tries=event.tries + 1):
        return False
    event.next_at, event.tries = until, event.tries + 1
    return True


def _set(events: Iterable[ProviderEvent], **fields: Any) -> None:
    ProviderEvent.objects.filter(pk__in=[event.pk for event in events]).update(**fields)


def _try_again(events: Iterable[ProviderEvent], trouble: str) -> None:
    for event in events:
        is_over = event.tries > len(WAITS)
        wait = WAITS[min(event.tries, len(WAITS)) - 1]
        _set(
            [event],
            state=S.DEAD if is_over else S.AGAIN,
            next_at=timezone.now() + wait,
            trouble=trouble[:200],
        )


def forget_old() -> None:
    """Delete what was dealt with long ago; the newest stays, as a sign that the webhook works."""
    kept = ProviderEvent.objects.filter(provider=keys.PROVIDER)
    newest = list(kept.order_by("-came_at").values_list("pk", flat=True)[:1])
    old = kept.filter(came_at__lt=timezone.now() - KEPT_FOR).exclude(
        state__in=(S.NEW, S.AGAIN, S.DEAD)
    )
    old.exclude(pk__in=newest).delete()
