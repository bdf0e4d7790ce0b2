"""Whether money stands in the books once, in one currency, and gifts as it came and went."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations import models
from broadsheet.donations.books.standing import OF_DONOR, going_back, state_of
from broadsheet.donations.models import Entry, Gift, Payment, Refund
from broadsheet.donations.reckoning.checks.known import always

S = Gift.State


@always(
    1,
    "money-once",
    gettext_lazy("Each payment that was received stands in the books exactly once."),
)
def each_payment_has_one_entry() -> Iterator[str]:
    came = Count("entries", filter=Q(entries__kind=Entry.Kind.GIFT))
    paid = Payment.objects.filter(state=Payment.State.PAID).annotate(came=came).exclude(came=1)
    for payment in paid.select_related("gift"):
        yield _("Gift %(code)s: its payment stands in the books %(count)s times.") % {
            "code": payment.gift.code,
            "count": payment.came,
        }
    entries = Entry.objects.filter(kind=Entry.Kind.GIFT)
    for entry in entries.exclude(payment__state=Payment.State.PAID).select_related("gift"):
        yield _("Gift %(code)s: an entry says that money came, and its payment does not.") % {
            "code": entry.gift.code
        }
    sums = Sum("entries__amount_minor", filter=Q(entries__kind=Entry.Kind.GIFT))
    for gift in Gift.objects.annotate(came=sums).exclude(came=None).exclude(came=F("amount_minor")):
        yield _("Gift %(code)s: another sum has come than was given.") % {"code": gift.code}


@always(2, "state-follows", gettext_lazy("How a gift stands follows from its entries."))
def states_follow_from_entries() -> Iterator[str]:
    sums: dict[int, dict[str, int]] = {}
    grouped: Any = Entry.objects.order_by().values_list("gift", "kind")
    for gift, kind, total in grouped.annotate(total=Sum("amount_minor")):
        sums.setdefault(gift, {})[kind] = total
    came: Any = Entry.objects.filter(kind=Entry.Kind.GIFT).order_by().values_list("gift")
    days = dict(came.annotate(day=Min("day")))
    for gift in Gift.objects.order_by("pk").iterator(chunk_size=2000):
        if gift.received_on != days.get(gift.pk):
            yield _("Gift %(code)s: the day on which it came is not that of its entry.") % {
                "code": gift.code
            }
        if gift.state != _state(gift, sums.get(gift.pk, {})):
            yield _("Gift %(code)s does not stand as its entries say.") % {"code": gift.code}


def _state(gift: Gift, sums: dict[str, int]) -> str:
    came = sums.get(Entry.Kind.GIFT, 0)
    kept = sum(total for kind, total in sums.items() if kind in OF_DONOR)
    # What most gifts are is told from the sums; the rest is looked at one by one.
    return S.PAID if came and came == kept else state_of(gift)


@always(
    3,
    "no-more-goes-back",
    gettext_lazy("No more of a payment goes back, or is on its way back, than came."),
)
def no_more_goes_back_than_came() -> Iterator[str]:
    for refund in Refund.objects.filter(amount_minor__lte=0).select_related("payment__gift"):
        yield _("Gift %(code)s: a refund is of nothing or less.") % {
            "code": refund.payment.gift.code
        }
    refunded = Payment.objects.filter(refunds__isnull=False).distinct().select_related("gift")
    for payment in refunded.prefetch_related("refunds"):
        if payment.amount < going_back(payment):
            yield _("Gift %(code)s: more goes back than came.") % {"code": payment.gift.code}
    kept = Sum("entries__amount_minor", filter=Q(entries__kind__in=OF_DONOR))
    for gift in Gift.objects.annotate(kept=kept).filter(kept__lt=0):
        yield _("Gift %(code)s: more went back than came.") % {"code": gift.code}


@always(
    4,
    "one-currency",
    gettext_lazy("A gift, its payments, entries and refunds are of one currency."),
)
def one_currency_each() -> Iterator[str]:
    said = gettext_lazy("Gift %(code)s: something of it is in another currency.")
    others: list[Any] = [
        Payment.objects.exclude(currency=F("gift__currency")).values_list("gift__code"),
        Entry.objects.exclude(currency=F("gift__currency")).values_list("gift__code"),
        Refund.objects.exclude(currency=F("payment__currency")).values_list("payment__gift__code"),
        models.Dispute.objects.exclude(currency=F("payment__currency")).values_list(
            "payment__gift__code"
        ),
        Gift.objects.exclude(pledge=None)
        .exclude(currency=F("pledge__currency"))
        .values_list("code"),
    ]
    for found in others:
        for (code,) in found:
            yield said % {"code": code}
    lines: Any = models.SettlementLine.objects.exclude(entry__currency=F("settlement__currency"))
    for (ref,) in lines.values_list("settlement__ref").distinct():
        yield _("Settlement %(ref)s: an entry of it is in another currency.") % {"ref": ref}


@always(
    5,
    "whole-and-equal",
    gettext_lazy("Amounts are whole minor units, the same at whoever moved the money and with us."),
)
def amounts_are_whole_and_equal() -> Iterator[str]:
    for table, column, count in _broken_amounts():
        yield _("%(table)s.%(column)s: %(count)s amounts are not whole.") % {
            "table": table,
            "column": column,
            "count": count,
        }
    payments = Payment.objects.exclude(amount_minor=F("gift__amount_minor"))
    for payment in payments.select_related("gift"):
        yield _("Gift %(code)s: its payment is of another amount.") % {"code": payment.gift.code}
    entries = Entry.objects.filter(kind=Entry.Kind.GIFT)
    for entry in entries.exclude(amount_minor=F("payment__amount_minor")).select_related("gift"):
        yield _("Gift %(code)s: its entry is of another amount than its payment.") % {
            "code": entry.gift.code
        }


def _broken_amounts() -> Iterator[tuple[str, str, int]]:
    """Give each column of amounts that holds something else than whole numbers, and how often."""
    query = {
        "sqlite": "SELECT COUNT(*) FROM {table} WHERE typeof({column}) NOT IN ('integer', 'null')",
        # What the database does not keep apart by itself: whether the column is one of whole numbers.
        "postgresql": (
            "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = '{table}' AND column_name = '{column}' AND data_type <> 'bigint'"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        for model in models.__all__:
            kept: Any = getattr(models, model)
            for field in getattr(getattr(kept, "_meta", None), "concrete_fields", ()):
                if field.name.endswith("_minor"):
                    table, column = kept._meta.db_table, field.column
                    cursor.execute(query.format(table=table, column=column))
                    if count := cursor.fetchone()[0]:
                        yield table, column, count
