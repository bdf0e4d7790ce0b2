"""Numbers of receipts have no gap, whoever writes at the same moment and whatever fails meanwhile."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from threading import Barrier, Event, Thread, Timer
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from broadsheet.donations.books import receipts
from broadsheet.donations.models import (
    Entry,
    Gift,
    Mailing,
    Payment,
    Receipt,
    ReceiptCounter,
    ReceiptPerson,
)
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.typed import at_desk, somebody
from broadsheet.masthead.models import paper_of

TABLES = (Entry, Payment, Receipt, ReceiptPerson, ReceiptCounter, Mailing)


def written() -> list[int]:
    return [model.objects.count() for model in TABLES]


# A full disk --------------------------------------------------------------------------------------
@contextmanager
def full_disk() -> Iterator[None]:
    """Have no room left for whom a receipt is for, which is written after its number was given."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            [pages] = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        else:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'No space left on device' "
                "USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                "CREATE TRIGGER no_room BEFORE INSERT ON donations_receiptperson FOR EACH ROW EXECUTE FUNCTION no_room()"
            )
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute("DROP TRIGGER no_room ON donations_receiptperson")
                cursor.execute("DROP FUNCTION no_room()")


@pytest.mark.django_db(transaction=True)
def test_g54_a_full_disk_loses_no_number_and_leaves_no_half_of_a_gift(paper: Any):
    pay(a_gift())
    gifts = [a_gift(2500, message="x" * 3000) for _number in range(20)]
    failed: list[Gift] = []

    with full_disk():
        for gift in gifts:
            before = written()
            try:
                # What fills the disk, whichever table it is in when there is no room left.
                pay(gift, cheque_bank="y" * 80, ref=f"pay-{gift.pk}-" + "z" * 200)
            except DatabaseError:
                failed.append(gift)
                assert written() == before
    assert failed
    for gift in failed:
        pay(gift)

    numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 22))
    assert ReceiptCounter.objects.get().last == 21


# Another writer -----------------------------------------------------------------------------------
@contextmanager
def another_writer(seconds: float) -> Iterator[Event]:
    """Have another connection hold what a number needs, and let go after some seconds."""
    over = Event()
    if connection.vendor == "sqlite":
        other = sqlite3.connect(
            connection.settings_dict["NAME"], check_same_thread=False, isolation_level=None
        )
        other.execute("BEGIN IMMEDIATE")
    else:
        other = connection.copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT * FROM donations_receiptcounter FOR UPDATE")

    def let_go() -> None:
        over.set()
        other.rollback()

    timer = Timer(seconds, let_go)
    timer.start()
    yield over
    timer.join()
    other.close()


@pytest.mark.django_db(transaction=True)
def test_g53_a_gift_waits_for_a_writer_who_takes_his_time(paper: Any):
    pay(a_gift())
    gift = a_gift()

    with another_writer(5) as over:
        pay(gift)
        assert over.is_set()

    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


# New Year -----------------------------------------------------------------------------------------
# In Larkmere, six hours behind: the last second of 2026, and the first of 2027.
OLD_YEAR = datetime(2027, 1, 1, 5, 59, 59, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 6, 0, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_g55_two_who_allot_numbers_across_new_year_leave_no_gap(
    paper: Any, monkeypatch: pytest.MonkeyPatch
):
    gifts = [a_gift() for _number in range(24)]
    start, calls, troubles = Barrier(2), count(), []
    clock = SimpleNamespace(
        now=lambda: OLD_YEAR if next(calls) < 20 else NEW_YEAR, localdate=timezone.localdate
    )
    monkeypatch.setattr(receipts, "timezone", clock)

    def book(own: list[Gift]) -> None:
        try:
            start.wait(10)
            for gift in own:
                pay(gift)
        except DatabaseError as error:
            troubles.append(error)
        finally:
            connection.close()

    threads = [Thread(target=book, args=(gifts[half::2],)) for half in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)

    assert troubles == []
    zone = paper_of(the_site()).zone
    numbers: dict[int, list[int]] = defaultdict(list)
    for receipt in Receipt.objects.order_by("number"):
        assert receipt.year == timezone.localdate(receipt.issued_at, zone).year
        numbers[receipt.year].append(receipt.number)
    assert sorted(numbers) == [2026, 2027]
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert sum(map(len, numbers.values())) == 24


# Guessing -----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_g50_a_receipt_is_shown_to_nobody_who_guesses_its_address(paper: Any, editor: Any):
    pay(a_gift())
    receipt = Receipt.objects.get()
    path = f"/newsroom/gifts/receipts/{receipt.pk}/"
    office = at_desk(somebody())

    assert office.get(path).status_code == 200
    assert Client().get(path).status_code == 302
    assert at_desk(editor).get(path).status_code in (302, 403)
    for key in (receipt.pk + 1, 2**63, 10**30):
        assert office.get(f"/newsroom/gifts/receipts/{key}/").status_code == 404
    # Of another paper, nobody says that it is there.
    root = Page.objects.get(depth=1).add_child(title="Elsewhere", slug="elsewhere")
    other = Site.objects.create(hostname="elsewhere.example", root_page=root)
    gift = a_gift()
    Gift.objects.filter(pk=gift.pk).update(site=other)
    pay(Gift.objects.get(pk=gift.pk))
    foreign = Receipt.objects.get(site=other)
    assert office.get(f"/newsroom/gifts/receipts/{foreign.pk}/").status_code == 404
