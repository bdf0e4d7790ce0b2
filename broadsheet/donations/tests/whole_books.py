"""Books with something of everything in them, and what somebody does to them behind our back."""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from django.db import connection

from broadsheet.donations.books.applying import apply
from broadsheet.donations.models import (
    Batch,
    BatchLine,
    Donor,
    Entry,
    Gift,
    Pledge,
    Settlement,
    SettlementLine,
)
from broadsheet.donations.papers.statements import make_statements
from broadsheet.donations.tests.made import (
    WHEN,
    a_donor,
    a_gift,
    came,
    dispute,
    found,
    moved,
    pay,
    refund,
    the_site,
)
from broadsheet.donations.wording import disclosure_of
from broadsheet.newsroom.models import User

LAST_YEAR = datetime(2025, 10, 1, 15, tzinfo=UTC)
STAYS = "broadsheet.donations.migrations.0002_books_stay"


def behind_our_back(*statements: str) -> None:
    """Do something to the database that it would not let us do, as whoever has its file can."""
    migration: Any = import_module(STAYS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What waits to be looked at would keep tables from being changed.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET session_replication_role = replica")
        else:
            for statement in migration.UNDO["sqlite"]:
                cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            for statement in migration.SQLITE:
                cursor.execute(statement)


def by_hand(minor: int, by: User, donor: Donor, **more: Any) -> Gift:
    """Bring in a cheque as the desk does."""
    gift = a_gift(minor, donor=donor, **more)
    apply(gift, found(gift, came(gift), cheque_number="1041"), entered_by=by)
    return gift


def by_card(minor: int, donor: Donor, **more: Any) -> Gift:
    """Bring in a gift as the processor does, with its fee."""
    gift = a_gift(minor, donor=donor, provider="stripe", account="acct_1", **more)
    fee = moved(gift, "fee", -103)
    apply(gift, found(gift, came(gift, more.pop("at", WHEN)), fee, method="card"))
    return gift


def a_deposit(by: User, *gifts: Gift) -> Settlement:
    """Close a batch of cheques against its slip."""
    total = sum(gift.amount_minor for gift in gifts)
    settlement = Settlement.objects.create(
        site=the_site(),
        kind="deposit",
        provider="manual",
        ref="slip-1",
        expected_minor=total,
        currency="USD",
        arrived_on=date(2026, 5, 4),
        state="balanced",
    )
    batch = Batch.objects.create(
        site=the_site(),
        received_on=date(2026, 5, 4),
        currency="USD",
        slip_minor=total,
        settlement=settlement,
        opened_by=by,
    )
    for gift in gifts:
        entry = Entry.objects.get(gift=gift, kind="gift")
        SettlementLine.objects.create(settlement=settlement, entry=entry)
        BatchLine.objects.create(
            batch=batch, key=str(gift.pk), amount_minor=gift.amount_minor, currency="USD", gift=gift
        )
    return settlement


def whole_books(by: User) -> dict[str, Gift]:
    """Fill the books, and return some gifts by what they are there for."""
    ada, bo = a_donor("Ada Lund", email="ada@example.org", mailbox="ada@example.org"), a_donor("Bo")
    ada.address = "1 Mill Lane\nLarkmere, Wis."
    ada.save()
    pledge = Pledge.objects.create(
        site=the_site(),
        donor=bo,
        amount_minor=10000,
        currency="USD",
        way="cheque",
        due_on=date(2026, 6, 1),
        disclosure=disclosure_of(the_site()),
    )
    gifts = {
        "cheque": by_hand(10000, by, ada),
        "second cheque": by_hand(2500, by, bo),
        "pledged": by_hand(4000, by, bo, pledge=pledge, kind="pledged"),
        "card": by_card(2500, ada),
        "canadian": by_card(3000, ada, currency="CAD"),
        "part": by_card(5000, bo),
        "refunded": by_card(700, bo),
        "disputed": by_card(900, bo),
        "begun": a_gift(1200, donor=ada),
        "test": by_card(2000, ada, is_test=True),
        "last year": a_gift(6000, donor=ada, provider="stripe", account="acct_1"),
    }
    refund(gifts["part"], 2000)
    refund(gifts["refunded"], 700)
    dispute(gifts["disputed"])
    pay(gifts["last year"], LAST_YEAR, method="card")
    a_deposit(by, gifts["cheque"], gifts["second cheque"])
    make_statements(the_site(), 2025)
    return gifts
