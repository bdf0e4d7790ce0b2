"""Gifts as tests make them: begun, and paid in ways that a desk, a file or a processor bring."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import connection
from wagtail.models import Site

from broadsheet.donations.books.applying import apply
from broadsheet.donations.books.movements import Found, FoundDispute, FoundRefund, Movement
from broadsheet.donations.models import Donor, Gift, Payment
from broadsheet.donations.money import Money
from broadsheet.donations.wording import disclosure_of

WHEN = datetime(2026, 5, 4, 15, tzinfo=UTC)
_numbers = count(1)


def behind_our_back(statement: str) -> None:
    """Change the books as nobody can who goes through the program: with what guards them put off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")


def the_site() -> Site:
    return Site.objects.get(is_default_site=True)


def a_donor(name: str = "Ada Lund", **more: Any) -> Donor:
    return Donor.objects.create(site=the_site(), name=name, **more)


def a_gift(minor: int = 2500, currency: str = "USD", **more: Any) -> Gift:
    """Begin a gift of somebody; no money has come."""
    site = the_site()
    donor = more.pop("donor", None) or a_donor()
    told = {"provider": "manual", "disclosure": disclosure_of(site), **more}
    return Gift.objects.create(
        site=site, donor=donor, amount_minor=minor, currency=currency, **told
    )


def found(gift: Gift, *movements: Movement, ref: str = "", **more: Any) -> Found:
    """Return what is known of a gift's one payment."""
    told = {"state": Payment.State.PAID, "method": Payment.Method.CHEQUE, **more}
    return Found(
        provider=gift.provider,
        account=gift.account,
        ref=ref or f"pay-{gift.pk}",
        amount=gift.amount,
        movements=movements,
        **told,
    )


def moved(gift: Gift, kind: str, minor: int, ref: str = "", at: datetime = WHEN) -> Movement:
    return Movement(kind, ref or f"{kind}-{gift.pk}", Money(minor, gift.currency), at)


def came(gift: Gift, at: datetime = WHEN) -> Movement:
    return moved(gift, "gift", gift.amount_minor, at=at)


def pay(gift: Gift, at: datetime = WHEN, **more: Any) -> Payment:
    """Bring in the whole of a gift."""
    return apply(gift, found(gift, came(gift, at), **more))


def refund(gift: Gift, minor: int, ref: str = "", state: str = "done") -> Payment:
    """Pay a part back, as whoever moved the money tells of it: with all that was known before."""
    ref = ref or f"re-{next(_numbers)}"
    went = moved(gift, "refund", -minor, ref) if state == "done" else None
    asked = FoundRefund(ref, Money(minor, gift.currency), state)
    return apply(gift, found(gift, *filter(None, (came(gift), went)), refunds=(asked,)))


def dispute(gift: Gift, state: str = "open") -> Payment:
    """Have the donor's bank take all of it, and decide."""
    taken = moved(gift, "dispute", -gift.amount_minor)
    back = [moved(gift, "dispute_won", gift.amount_minor)] if state == "won" else []
    told = FoundDispute("dp-1", gift.amount, state)
    return apply(gift, found(gift, came(gift), taken, *back, disputes=(told,)))
