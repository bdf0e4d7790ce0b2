"""A donor who is erased is named nowhere any more, at once; what she gave is counted as before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from broadsheet.donations.erasing import erase, forget_people
from broadsheet.donations.errors import DonationError, FirstComeError
from broadsheet.donations.models import (
    Deed,
    Donor,
    Entry,
    Gift,
    GiftRules,
    Mailing,
    Plan,
    Pledge,
    Receipt,
    ReceiptPerson,
)
from broadsheet.donations.papers.receipt_page import render_receipt, render_receipt_text
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.registry import ENDS_PLAN
from broadsheet.donations.tests.made import a_donor, a_gift, pay, refund, the_site
from broadsheet.donations.tests.whole_books import behind_our_back, by_hand
from broadsheet.donations.wording import disclosure_of
from broadsheet.letters.tests.test_canary import everything_kept
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
CANARIES = {
    "name": "Canaryname Lund",
    "email": "canary.mailbox@example.org",
    "mailbox": "canarymailbox@example.org",
    "wall_name": "Canarywall",
    "notes": "Canarynote",
}
TOLD = ("canary", "4711 millcanary")


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, books_kept: None) -> None:
    """All of it happens at a paper whose books are guarded."""


@pytest.fixture
def donor() -> Donor:
    donor = a_donor(**CANARIES, wall="other", wall_seen=True, email_proved_at=timezone.now())
    donor.address = "4711 Millcanary Lane"
    donor.save()
    return donor


def a_plan(donor: Donor, **more: Any) -> Plan:
    told = {"amount_minor": 500, "currency": "USD", "every": "month", "provider": "stripe"}
    site = the_site()
    return Plan.objects.create(
        site=site, donor=donor, disclosure=disclosure_of(site), **{**told, **more}
    )


def sums() -> list[Any]:
    return list(
        Entry.objects.order_by("currency", "kind")
        .values_list("currency", "kind")
        .annotate(sum=Sum("amount_minor"))
    )


@pytest.fixture
def full(donor: Donor, publisher: User) -> Donor:
    """A donor who has said and done all there is."""
    gift = by_hand(
        5000, publisher, donor, message="Canarymessage", honour="memory", honoured="Canaryuncle"
    )
    refund(gift, 1000)
    by_hand(2500, publisher, donor)
    Pledge.objects.create(
        site=the_site(),
        donor=donor,
        amount_minor=1000,
        currency="USD",
        way="cash",
        due_on=timezone.localdate(),
        disclosure=disclosure_of(the_site()),
        message="Canarypledge",
    )
    a_plan(donor, state="ended", honoured="Canaryaunt")
    gone = a_donor("Canarytwin", merged_into=donor)
    gone.address = "4711 Millcanary Lane"
    gone.save()
    return donor


def test_g57_an_erased_donor_is_in_no_table_and_no_sum_has_changed(full: Donor, publisher: User):
    before, numbers = sums(), list(Receipt.objects.order_by("pk").values_list("number", "sha256"))
    assert any(word in everything_kept() for word in TOLD)

    erase(full, by=publisher)

    kept = everything_kept()
    assert [word for word in TOLD if word in kept] == []
    assert sums() == before
    assert list(Receipt.objects.order_by("pk").values_list("number", "sha256")) == numbers
    assert [one.check.number for one in check_books() if not one.is_well] == []
    assert Pledge.objects.get().state == Pledge.State.CANCELLED


def test_g57_her_receipts_are_kept_and_show_nobody(full: Donor, publisher: User):
    erase(full, by=publisher)

    assert ReceiptPerson.objects.count() == Receipt.objects.count() == 3
    for receipt in Receipt.objects.all():
        for text in (render_receipt(receipt), render_receipt_text(receipt)):
            assert "canary" not in text.casefold()
            assert receipt.name in text


def test_no_mail_goes_to_her_any_more_not_even_of_what_comes_later(full: Donor, publisher: User):
    coming = a_gift(700, donor=full)
    assert Mailing.objects.exists()

    erase(full, by=publisher)
    pay(coming)

    assert not Mailing.objects.exists()
    assert "canary" not in render_receipt_text(coming.receipts.get()).casefold()


def test_who_erased_her_is_noted_and_she_is_not(full: Donor, publisher: User):
    erase(full, by=publisher)

    deed = Deed.objects.get(kind="donor_erased")
    assert (deed.by_name, deed.about) == ("wendell", f"donor {full.pk}")


def test_her_recurring_gifts_are_ended_first(
    donor: Donor, publisher: User, monkeypatch: pytest.MonkeyPatch
):
    never_begun = a_plan(donor)
    runs = a_plan(donor, ref="sub_1", state="active")
    asked: list[str] = []

    def end(plan: Plan) -> None:
        asked.append(plan.ref)
        Plan.objects.filter(pk=plan.pk).update(state="ended")

    monkeypatch.setitem(ENDS_PLAN, "stripe", end)
    erase(donor, by=publisher)

    assert asked == ["sub_1"]
    for plan in (never_begun, runs):
        plan.refresh_from_db()
        assert plan.state == Plan.State.ENDED


@pytest.mark.parametrize("way", ["nobody can", "it goes on", "refused"])
def test_while_a_recurring_gift_goes_on_she_is_not_erased(
    donor: Donor, publisher: User, monkeypatch: pytest.MonkeyPatch, way: str
):
    plan = a_plan(donor, ref="sub_1", state="active")

    def refuse(_plan: Plan) -> None:
        raise DonationError("The processor does not answer.")

    monkeypatch.delitem(ENDS_PLAN, "stripe", raising=False)
    if way != "nobody can":
        monkeypatch.setitem(
            ENDS_PLAN, "stripe", refuse if way == "refused" else (lambda _plan: None)
        )

    with pytest.raises(DonationError, match=plan.code if way != "refused" else "does not answer"):
        erase(donor, by=publisher)

    donor.refresh_from_db()
    assert donor.name == CANARIES["name"]


def test_she_is_erased_once(donor: Donor, publisher: User):
    erase(donor, by=publisher)

    with pytest.raises(FirstComeError):
        erase(donor, by=publisher)


def test_who_a_receipt_was_for_is_kept_for_the_papers_years_and_then_deleted(
    full: Donor, publisher: User
):
    other = a_gift(donor=a_donor("Bo"))
    pay(other)
    GiftRules.objects.create(site=the_site(), keeps_receipts_years=2)
    erase(full, by=publisher)
    hers = Receipt.objects.exclude(gifts=other)

    assert forget_people() == 0
    year = timezone.localdate().year
    behind_our_back(f"UPDATE donations_receipt SET year = {year - 2}")
    assert forget_people() == 0
    behind_our_back(f"UPDATE donations_receipt SET year = {year - 3}")
    assert forget_people() == 3

    assert not ReceiptPerson.objects.filter(receipt__in=hers).exists()
    assert ReceiptPerson.objects.filter(receipt__gifts=other).exists()
    assert "$40.00" in render_receipt_text(hers.get(voided=None, snapshot__amount__minor=4000))
    assert Gift.objects.filter(donor=full).count() == 2


def test_the_erased_are_forgotten_by_a_job_of_each_night():
    from broadsheet.press.turns import JOBS

    [job] = [one for one in JOBS if one.name == "names on receipts"]
    assert job.every == timedelta(days=1)
    assert job.run() == 0
