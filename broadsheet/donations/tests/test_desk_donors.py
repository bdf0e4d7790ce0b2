"""Donors, pledges and thanks at the desk, and what its home says."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.donations.batches import close_batch
from broadsheet.donations.models import (
    Batch,
    Campaign,
    Deed,
    Donor,
    Gift,
    Mailing,
    Pledge,
)
from broadsheet.donations.post import queue
from broadsheet.donations.tests.made import a_donor, a_gift, dispute, pay, refund
from broadsheet.donations.tests.typed import (
    DAY,
    HOME,
    PLACES,
    a_batch,
    a_pledge,
    at_desk,
    type_in,
)
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
BAD = "<script>alert(1)</script>"


@pytest.fixture
def gift(bo: User, batch: Batch) -> Gift:
    type_in(batch, 5000, name="Ada Lund", cheque_number="77123")
    close_batch(batch, by=bo)
    return Gift.objects.get()


# Donors, pledges, thanks --------------------------------------------------------------------------
def test_g58_merging_is_shown_first_and_done_by_a_button(desk: Client):
    kept, gone = a_donor("Ada Lund"), a_donor("Lund, Ada")
    pay(a_gift(2500, donor=gone))
    assert f"/merge/{gone.pk}/" in desk.get(f"{HOME}donors/{kept.pk}/").text
    where = f"{HOME}donors/{kept.pk}/merge/{gone.pk}/"

    preview = desk.get(where).text
    assert "There is no way back." in preview
    assert "$25.00" in preview
    assert Gift.objects.get().donor == gone
    desk.post(where)

    assert Gift.objects.get().donor == kept
    assert desk.get(f"{HOME}donors/{gone.pk}/").headers["Location"].endswith(f"/{kept.pk}/")


def test_a_donor_changed_by_two_is_told_and_nothing_typed_is_lost(desk: Client):
    ada = a_donor("Ada Lund")
    where = f"{HOME}donors/{ada.pk}/change/"
    seen = desk.get(where).context["seen"]
    Donor.objects.update(name="Ada Marsh")

    told = {"seen": seen, "name": "Ada L.", "wall": "no", "notes": "Rang on Monday."}
    answer = desk.post(where, told)

    assert answer.status_code == 422
    assert "Somebody else has changed this donor meanwhile" in answer.text
    assert "Rang on Monday." in answer.text
    desk.post(where, {**told, "seen": answer.context["seen"]})
    assert Donor.objects.get().name == "Ada L."


def test_d07_what_donors_write_is_words_on_every_screen(desk: Client, bo: User):
    ada = a_donor(BAD, wall="other", wall_name=BAD, notes=BAD, email="a@example.org")
    gift = a_gift(donor=ada, message=BAD, honour="honour", honoured=BAD)
    pay(gift)
    pledge = a_pledge(100, ada, message=BAD)
    other = a_donor(BAD)
    batch = a_batch(100, by=bo, slip_number=BAD)
    type_in(batch, 100, donor=ada, cheque_bank=BAD)

    for place in (
        *PLACES,
        "donors/?wall=new",
        f"donors/{ada.pk}/",
        f"donors/{ada.pk}/change/",
        f"donors/{ada.pk}/merge/{other.pk}/",
        f"all/{gift.pk}/",
        f"all/?find={BAD}",
        f"pledges/{pledge.pk}/",
        f"batches/{batch.pk}/",
        f"batches/{batch.pk}/print/",
    ):
        assert BAD not in desk.get(HOME + place).text, place
    printed = desk.post(f"{HOME}thanks/", {"gift": gift.pk, "act": "print"}).text
    assert BAD not in printed
    assert "&lt;script&gt;" in printed


def test_d07_a_name_of_ten_kilobytes_is_refused(desk: Client):
    ada = a_donor("Ada Lund")
    where = f"{HOME}donors/{ada.pk}/change/"
    told = {"seen": desk.get(where).context["seen"], "wall": "other", "wall_name": "x" * 10_240}

    assert desk.post(where, told).status_code == 422
    ada.refresh_from_db()
    assert ada.wall_name == ""


def test_d07_names_wait_until_somebody_decides(desk: Client):
    ada = a_donor("Ada Lund", wall="name")
    page = desk.get(f"{HOME}donors/?wall=new")
    mark = page.context["page"][0].mark

    told = {"decision": "show", "seen": mark, "from": "list"}
    desk.post(f"{HOME}donors/{ada.pk}/wall/", told)

    ada.refresh_from_db()
    assert ada.wall_seen
    assert "Ada Lund" not in desk.get(f"{HOME}donors/?wall=new").text


def test_g63_money_for_a_pledge_is_noted_from_its_screen(desk: Client):
    pledge = a_pledge(5000, a_donor())
    where = f"{HOME}pledges/{pledge.pk}/"
    told = {"request": uuid4(), "amount": "20", "on": DAY, "method": "bank", "reference": "T"}

    for _click in range(2):
        screen = desk.post(where, told, follow=True).text

    pledge.refresh_from_db()
    assert pledge.state == Pledge.State.PART
    assert "$30.00" in screen
    desk.post(f"{where}cancel/")
    pledge.refresh_from_db()
    assert pledge.state == Pledge.State.CANCELLED


def test_thank_you_notes_are_printed_with_the_sentence_and_then_noted(desk: Client):
    gifts = [a_gift(2500, donor=a_donor(name)) for name in ("Ada Lund", "Nell Roe")]
    for gift in gifts:
        pay(gift, at=timezone.now())
    chosen = [gift.pk for gift in gifts]

    page = desk.post(f"{HOME}thanks/", {"gift": chosen, "act": "print"}).text
    assert page.count("Donations processed in this system are not tax deductible.") == 2
    assert "Dear Nell Roe," in page
    assert not Deed.objects.filter(kind="thanked").exists()

    desk.post(f"{HOME}thanks/", {"gift": chosen, "act": "done"})
    assert Gift.objects.filter(thanked_at=None).count() == 0
    assert "Everybody is thanked." in desk.get(f"{HOME}thanks/").text


def test_a_note_with_a_charitys_words_is_refused_and_kept_on_the_screen(desk: Client):
    text = "Dear {name}, your gift is tax-deductible."

    answer = desk.post(f"{HOME}thanks/text/", {"text": text})

    assert answer.status_code == 422
    assert "Leave out “tax-deductible”" in answer.text
    assert text in answer.text


def test_receipts_on_paper_are_printed_and_then_noted(desk: Client, gift: Gift):
    assert "1 receipt is to be printed" in desk.get(HOME).text
    assert "Ada Lund" in desk.get(f"{HOME}receipts/all/").text
    mailing = Mailing.objects.get(kind="receipt")

    desk.post(f"{HOME}receipts/", {"mailing": mailing.pk})

    assert "No receipt waits" in desk.get(f"{HOME}receipts/").text


# What the home says -------------------------------------------------------------------------------
def test_books_09_the_home_counts_what_came_and_never_what_was_promised(desk: Client, paper: Any):
    now = timezone.now()
    kept, gone = a_gift(10000), a_gift(5000)
    pay(kept, at=now)
    pay(gone, at=now)
    refund(gone, 5000)
    pay(a_gift(70000, is_test=True), at=now)
    pay(a_gift(900, "CAD"), at=now)
    a_pledge(33300, a_donor())

    context = desk.get(HOME).context["papers"][0]

    given = {one.given.currency: one.given.minor for one in context["year"]}
    assert given["CAD"] == 900
    assert given["USD"] in (10000, 15000)  # the refund is of May
    assert [money.minor for money in context["promised"]] == [33300]


def test_the_home_tells_what_waits(desk: Client, bo: User, batch: Batch):
    today = timezone.localdate()
    a_pledge(100, a_donor(), due_on=today - timedelta(days=3))
    a_pledge(100, a_donor(), due_on=today + timedelta(days=3))
    disputed = a_gift()
    pay(disputed)
    dispute(disputed)

    queue(batch.site, "receipt", a_donor(email="ada@example.org"), "receipt:0")
    Mailing.objects.filter(key="receipt:0").update(state="failed")

    page = desk.get(HOME).text

    assert "1 mail to a donor was perhaps not taken" in page
    assert "Open batch of" in page
    assert "1 pledge is overdue" in page
    assert "1 pledge is still to come" in page
    assert "1 gift is disputed" in page


def test_a_campaign_with_a_charitys_words_is_refused(publisher: User):
    told = {"name": "Roof", "slug": "roof", "begins": "2026-05-01", "appeal": "Tax-deductible!"}

    answer = at_desk(publisher).post("/newsroom/snippets/donations/campaign/add/", told)

    assert "Leave out “Tax-deductible”" in answer.text
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("place", ["", "all/", "donors/", "pledges/", "thanks/", "batches/"])
def test_a_list_asks_no_more_of_the_database_the_longer_it_is(
    desk: Client, bo: User, place: str, django_assert_max_num_queries: Any
):
    def one_more() -> None:
        donor = a_donor("Ada Lund")
        pay(a_gift(donor=donor), at=timezone.now())
        pay(a_gift(donor=donor, kind="pledged", pledge=a_pledge(10000, donor)), at=timezone.now())
        a_batch(100, by=bo)

    one_more()
    desk.get(HOME + place)
    with CaptureQueriesContext(connection) as few:
        desk.get(HOME + place)
    for _row in range(8):
        one_more()

    with django_assert_max_num_queries(len(few)):
        desk.get(HOME + place)
