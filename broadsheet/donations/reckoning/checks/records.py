"""Whether promises stay promises, the record stays, cheques were typed by somebody, and mail goes once."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.models import (
    Batch,
    Entry,
    Gift,
    Mailing,
    Payment,
    Pledge,
    ProviderEvent,
    Settlement,
)
from broadsheet.donations.reckoning.checks.known import always
from broadsheet.donations.reckoning.sums import kept_of_gifts
from broadsheet.donations.registry import FINDS_DIFFERENCES

# Of these tables no row is changed or deleted (migration 0002).
GUARDED: Final = ("entry", "receipt", "receiptvoid", "disclosure", "deed")
PROVIDERS: Final = ("manual", "import", "stripe")
RECEIVED: Final = (
    Gift.State.PAID,
    Gift.State.PART_REFUNDED,
    Gift.State.REFUNDED,
    Gift.State.DISPUTED,
    Gift.State.LOST,
    Gift.State.RETURNED,
    Gift.State.MISTAKEN,
)


@always(
    9,
    "promised-is-not-received",
    gettext_lazy("What was pledged, or clicked elsewhere, is never shown as received."),
)
def promises_are_no_money() -> Iterator[str]:
    for gift in Gift.objects.exclude(entries__kind=Entry.Kind.GIFT):
        if gift.state in RECEIVED or gift.received_on:
            yield _("Gift %(code)s is shown as received, and nothing came.") % {"code": gift.code}
    strange = Q(provider__in=PROVIDERS)
    for code in Gift.objects.exclude(strange).values_list("code", flat=True):
        yield _("Gift %(code)s came by a way that takes no money.") % {"code": code}
    gifts = Gift.objects.exclude(pledge=None)
    kept, pledged = kept_of_gifts(gifts), dict(gifts.values_list("pk", "pledge"))
    came: dict[int, int] = {}
    for key, amount in kept.items():
        came[pledged[key]] = came.get(pledged[key], 0) + amount.minor
    for pledge in Pledge.objects.iterator(chunk_size=2000):
        if not _follows(pledge, came.get(pledge.pk, 0)):
            yield _("Pledge %(code)s does not stand as what came of it says.") % {
                "code": pledge.code
            }


def _follows(pledge: Pledge, came: int) -> bool:
    if came >= pledge.amount_minor:
        return bool(pledge.state == Pledge.State.FULFILLED)
    if came:
        return bool(pledge.state == Pledge.State.PART)
    return pledge.state not in (Pledge.State.FULFILLED, Pledge.State.PART)


@always(
    10,
    "only-added-to",
    gettext_lazy("The books are only added to; what was wrong is reversed by another entry."),
)
def books_are_only_added_to() -> Iterator[str]:
    for name in sorted(_guards_wanted() - _guards_there()):
        yield _(
            "The database does not guard the books: %(name)s is missing. Run migrate, or bring back a backup."
        ) % {"name": name}
    reversing = Entry.objects.exclude(reverses=None).exclude(
        kind__in=(Entry.Kind.REFUND, Entry.Kind.DISPUTE)
    )
    for entry in reversing.exclude(gift=F("reverses__gift")).select_related("gift"):
        yield _("Gift %(code)s: an entry reverses one of another gift.") % {"code": entry.gift.code}


def _guards_wanted() -> set[str]:
    acts = ("_update", "_delete") if connection.vendor == "sqlite" else ("",)
    return {f"donations_{table}_stays{act}" for table in GUARDED for act in acts}


def _guards_there() -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@always(
    11,
    "cheques-accounted-for",
    gettext_lazy("A check names who typed it and the day it came; checks add up to their slip."),
)
def cheques_are_accounted_for() -> Iterator[str]:
    typed = Payment.objects.filter(provider="manual", state=Payment.State.PAID)
    for payment in typed.filter(Q(entered_by=None) | Q(received_on=None)).select_related("gift"):
        yield _("Gift %(code)s: who typed it, or the day it came, is missing.") % {
            "code": payment.gift.code
        }
    deposits: Any = Settlement.objects.filter(
        kind=Settlement.Kind.DEPOSIT, state=Settlement.State.BALANCED
    ).annotate(sum=Sum("lines__entry__amount_minor"))
    for deposit in deposits.exclude(sum=F("expected_minor")):
        yield _("Deposit %(ref)s: its checks do not add up to its slip.") % {"ref": deposit.ref}
    batches: Any = Batch.objects.exclude(settlement=None).annotate(
        sum=Sum("lines__amount_minor"),
        unbooked=Count("lines", filter=Q(lines__gift=None)),
    )
    for batch in batches.filter(~Q(sum=F("slip_minor")) | Q(unbooked__gt=0)):
        yield _("Batch %(number)s is closed, and its rows do not add up to its slip.") % {
            "number": batch.pk
        }


@always(12, "mail-once", gettext_lazy("Of each thing at most one mail goes out."))
def mail_goes_once() -> Iterator[str]:
    twice: Any = Mailing.objects.order_by().values_list("key").annotate(count=Count("pk"))
    for key, count in twice.filter(count__gt=1):
        yield _("Mail “%(key)s” was written down %(count)s times.") % {"key": key, "count": count}


@always(
    13,
    "foreign-touches-nothing",
    gettext_lazy("What is of another account, site or mode is kept apart and touches nothing."),
)
def foreign_events_touch_nothing() -> Iterator[str]:
    payments: Any = Payment.objects.values_list("provider", "ref", "account", "gift__is_test")
    paid = {(provider, ref): (account, test) for provider, ref, account, test in payments}
    worked = ProviderEvent.objects.filter(state=ProviderEvent.State.DONE)
    for event in worked.iterator(chunk_size=2000):
        account, is_test = paid.get((event.provider, event.about.get("id")), (None, None))
        is_ours = event.account in ("", account) and event.is_live is not is_test
        if account is not None and not is_ours:
            yield _("Event %(event)s of another account or mode was worked on.") % {
                "event": event.event
            }
    mixed = Q(is_test=F("gift__is_test"), site=F("gift__site"), provider=F("payment__provider"))
    same = mixed & Q(account=F("payment__account"), gift=F("payment__gift"))
    for entry in Entry.objects.exclude(same).select_related("gift"):
        yield _("Gift %(code)s: an entry is of another account, site or mode.") % {
            "code": entry.gift.code
        }


@always(
    14,
    "nothing-missing-at-the-processor",
    gettext_lazy("What each processor lists stands in the books, as it was compared last."),
)
def processors_agree() -> Iterator[str]:
    for finds_differences in FINDS_DIFFERENCES.values():
        yield from finds_differences()
