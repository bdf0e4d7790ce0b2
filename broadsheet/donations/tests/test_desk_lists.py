"""What the desk's lists and its home say is what is so: nothing is counted that is not there, and nothing waits unseen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.donations.batches import close_batch
from broadsheet.donations.models import Batch, BatchLine, Donor, Gift, Mailing
from broadsheet.donations.papers.statements import make_statements
from broadsheet.donations.tests.made import a_donor, a_gift, moved, pay, refund, the_site
from broadsheet.donations.tests.typed import DAY, HOME, a_batch, at_desk, type_in
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def paid(minor: int = 2500, **more: Any) -> Gift:
    gift = a_gift(minor, **more)
    pay(gift, at=timezone.now())
    gift.refresh_from_db()
    return gift


# Thanks -------------------------------------------------------------------------------------------
def test_nobody_is_thanked_who_was_not_ticked(desk: Client):
    gift = paid()

    def box(query: str) -> bool:
        line = desk.get(f"{HOME}thanks/{query}").text.split(f'id="gift-{gift.pk}"')[1]
        return "checked" in line.split(">")[0]

    assert not box("")
    assert box("?tick=all")


def test_notes_are_sent_by_mail_only_where_mail_can_be_sent(desk: Client, settings: Any):
    gift = paid(donor=a_donor(email="ada@example.org"))
    assert "Send by e-mail" in desk.get(f"{HOME}thanks/").text

    settings.EMAIL_BACKEND = NO_MAIL
    assert "Send by e-mail" not in desk.get(f"{HOME}thanks/").text
    told = desk.post(f"{HOME}thanks/", {"gift": gift.pk, "act": "mail"}, follow=True).text

    assert "0 notes" not in told
    assert "None of these has an e-mail" in told
    assert not Mailing.objects.filter(kind="thanks").exists()
    assert "1 gift was not thanked for yet" in desk.get(HOME).text


def test_a_gift_of_an_erased_donor_offers_no_note(desk: Client):
    gift = paid()
    Donor.objects.update(erased_at=timezone.now(), name="")

    assert "Print a thank-you note" not in desk.get(f"{HOME}all/{gift.pk}/").text


# What is to be printed ----------------------------------------------------------------------------
def test_the_home_counts_what_is_printed_and_nothing_else(desk: Client):
    gone = paid(2500)
    refund(gone, 2500)
    assert "to be printed" not in desk.get(HOME).text
    assert "They are printed" not in desk.get(f"{HOME}receipts/").text

    last = timezone.now().replace(month=6, day=1) - timedelta(days=365)
    kept = a_gift(4000, donor=a_donor("Nell Roe"))
    pay(kept, at=last)
    make_statements(the_site(), last.year)

    assert "2 receipts are to be printed" in desk.get(HOME).text
    page = desk.get(f"{HOME}receipts/").text
    assert page.count("Nell Roe") == 2
    assert page.count("$40.00") == 2
    assert "Open 2 receipts" in page


def test_the_way_to_what_is_to_be_printed_stands_among_the_desks_lists(desk: Client):
    assert f'href="{HOME}receipts/"' in desk.get(HOME).text


def test_years_without_gifts_have_no_statements(desk: Client):
    now = timezone.now()
    for years in (1, 3):
        pay(a_gift(), at=now - timedelta(days=366 * years))

    shown = desk.get(f"{HOME}books/statements/").context["years"]

    assert [year for year, _count in shown] == [now.year - 1, now.year - 3]


# Finding, naming, order ---------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["PP2", "pp2", "ch_2"])
def test_a_gift_is_found_by_the_processors_own_number(desk: Client, words: str):
    gift = a_gift(provider="import")
    from broadsheet.donations.books.applying import apply
    from broadsheet.donations.tests.made import found

    apply(gift, found(gift, moved(gift, "gift", 2500, "ch_2"), ref="PP2"))
    other = paid()

    page = desk.get(f"{HOME}all/", {"find": words}).text

    assert gift.code in page
    assert other.code not in page


def test_a_deposit_is_named_by_its_slip_and_day(desk: Client, bo: User):
    batch = a_batch(5000, by=bo, slip_number="S-77")
    type_in(batch, 5000)
    close_batch(batch, by=bo)

    page = desk.get(f"{HOME}books/exports/").text

    assert f"S-77, {DAY.isoformat()}" in page
    assert "deposit-" not in page


def test_the_papers_own_currency_stands_first(desk: Client):
    paid(900, currency="CAD")
    paid(2500)

    year = desk.get(HOME).context["papers"][0]["year"]

    assert [one.given.currency for one in year] == ["USD", "CAD"]


# The first screen ---------------------------------------------------------------------------------
def test_who_handles_gifts_alone_sees_them_first_and_always(desk: Client, publisher: User):
    mine = desk.get("/newsroom/").text
    assert "Nothing waits." in mine
    panels = [one for one in re.findall(r'id="([\w-]+)-section"', mine) if one != "troubles"]
    assert panels[0] == "gifts"
    assert len(panels) > 1

    assert "Nothing waits." not in at_desk(publisher).get("/newsroom/").text


# Rows ---------------------------------------------------------------------------------------------
def test_a_row_is_put_back_into_the_form_and_is_the_same_row(desk: Client, batch: Batch):
    line = type_in(
        batch,
        4000,
        name="Ada Lund",
        cheque_number="77",
        key="row-0001",
        address="1 Mill Lane\nTown",
    )
    where = f"{HOME}batches/{batch.pk}/"
    assert f"?row={line.key}" in desk.get(where).text

    form = desk.get(f"{where}?row={line.key}").context["row"]
    told = {name: form[name].value() or "" for name in form.fields}
    assert (told["who"], told["street"], told["cheque_number"]) == ("Ada Lund", "1 Mill Lane", "77")
    told |= {"amount": "50", "is_no_copy": "", "is_name": "", "is_new": ""}
    desk.post(where, told)

    line = BatchLine.objects.get()
    assert (line.amount.minor, line.donor.name) == (5000, "Ada Lund")  # type: ignore[union-attr]
    assert Donor.objects.count() == 1


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_empty_row_is_nothing(desk: Client, batch: Batch, accept: str):
    told = {"key": "row-0001", "method": "cheque", "amount": "", "who": ""}

    answer = desk.post(f"{HOME}batches/{batch.pk}/", told, headers={"accept": accept}, follow=True)

    assert answer.status_code == 200
    assert "This field is required" not in answer.text
    assert not BatchLine.objects.exists()


def test_a_batch_of_1926_is_asked_about(desk: Client):
    told = {"received_on": "1926-11-26", "slip": "50.00"}

    asked = desk.post(f"{HOME}batches/add/", told)
    assert asked.status_code == 422
    assert "more than a year ago" in asked.text
    assert "is_long_ago" not in desk.get(f"{HOME}batches/add/").text

    desk.post(f"{HOME}batches/add/", {**told, "is_long_ago": "on"})
    batch = Batch.objects.get()
    # The slip of such a batch is changed without saying it again.
    desk.post(f"{HOME}batches/{batch.pk}/slip/", {**told, "slip": "60.00", "is_long_ago": "on"})
    batch.refresh_from_db()
    assert batch.slip_minor == 6000
