"""Whoever gave is thanked once, in the paper's own words."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.donations import thanking
from broadsheet.donations.errors import FirstComeError, WordingError
from broadsheet.donations.models import Deed, Gift, Mailing, Plan
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import WHEN, a_donor, a_gift, pay, refund, the_site
from broadsheet.donations.tests.typed import somebody
from broadsheet.donations.wording import disclosure_of
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(paper: Any) -> User:
    return somebody()


def paid(minor: int = 2500, *, at: datetime | None = None, **more: Any) -> Gift:
    gift = a_gift(minor, **more)
    pay(gift, at=at or timezone.now())
    gift.refresh_from_db()
    return gift


def test_only_gifts_that_stand_and_have_a_name_wait_for_thanks(bo: User):
    waits = paid()
    a_gift()
    paid(is_test=True)
    paid(donor=a_donor(""))
    gone = paid()
    refund(gone, 2500)
    thanking.note_thanked([paid()], by=bo)

    paid(at=timezone.now() - timedelta(days=370))
    assert list(thanking.waiting_for_thanks([the_site()])) == [waits]


def test_of_a_recurring_gift_the_first_instalment_alone_is_thanked_for(paper: Any):
    site = the_site()
    told = {"amount_minor": 500, "currency": "USD", "disclosure": disclosure_of(site)}
    plan = Plan.objects.create(site=site, donor=a_donor(), provider="stripe", every="month", **told)
    first, _second = (paid(500, donor=plan.donor, plan=plan) for _time in range(2))

    assert list(thanking.waiting_for_thanks([site])) == [first]


def test_a_note_names_donor_sum_and_day_and_is_not_filled_in_twice(paper: Any):
    gift = paid(donor=a_donor("Ada {amount} Lund"), at=WHEN)
    thanking.keep_text(the_site(), "Dear {name}: {amount}, {date}. {name}")

    note = thanking.note_for(gift)

    assert note == "Dear Ada {amount} Lund: $25, May 4, 2026. Ada {amount} Lund"


def test_what_went_back_is_not_thanked_for(paper: Any):
    gift = paid(2500)
    refund(gift, 1000)
    gift.refresh_from_db()
    thanking.keep_text(the_site(), "{amount}")

    assert thanking.note_for(gift) == "$15"


def test_a_paper_without_a_text_of_its_own_has_ours(paper: Any):
    note = thanking.note_for(paid())

    assert "Dear Ada Lund," in note
    assert "{" not in note


@pytest.mark.parametrize(
    "text",
    ["Dear {nmae}", "Dear {name", "Your gift is tax-deductible.", "We are a charity."],
)
def test_a_text_with_unknown_places_or_a_charitys_words_is_refused(paper: Any, text: str):
    with pytest.raises(WordingError):
        thanking.keep_text(the_site(), text)

    assert "Dear {name}," in thanking.text_of(the_site())


def test_two_who_thank_at_once_thank_once(bo: User):
    gift = paid()

    assert thanking.note_thanked([gift], by=bo) == 1
    with pytest.raises(FirstComeError):
        thanking.note_thanked([gift], by=bo)

    gift.refresh_from_db()
    assert gift.thanked_by == bo


def test_notes_by_mail_go_to_those_who_want_mail(bo: User):
    reached = paid(donor=a_donor(email="ada@example.org"))
    paper_only = paid(donor=a_donor(email="nell@example.org", wants_mail=False))

    assert thanking.thank_by_mail([reached, paper_only], by=bo) == 1

    mail = Mailing.objects.get(kind="thanks")
    assert (mail.key, mail.donor, mail.state) == (f"thanks:{reached.pk}", reached.donor, "due")
    assert list(thanking.waiting_for_thanks([the_site()])) == [paper_only]


def test_whoever_is_thanked_by_mail_is_thanked_once_the_note_is_sent(bo: User):
    gift = paid(donor=a_donor(email="ada@example.org"))
    thanking.thank_by_mail([gift], by=bo)
    thanking.note_those_mailed()
    gift.refresh_from_db()
    assert gift.thanked_at is None

    sent_at = timezone.now()
    Mailing.objects.filter(kind="thanks").update(state="sent", sent_at=sent_at)
    thanking.note_those_mailed()
    assert thanking.note_those_mailed() == 0

    gift.refresh_from_db()
    assert (gift.thanked_at, gift.thanked_by) == (sent_at, bo)
    assert Deed.objects.get(kind="thanked").by_name == "bo"


def test_a_note_that_cannot_be_mailed_waits_to_be_printed(bo: User, settings: Any):
    gift = paid(donor=a_donor(email="ada@example.org"))
    thanking.thank_by_mail([gift], by=bo)
    with pytest.raises(FirstComeError):
        thanking.thank_by_mail([gift], by=bo)
    assert not thanking.waiting_for_thanks([the_site()])

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    send_due()

    assert list(thanking.waiting_for_thanks([the_site()])) == [gift]
    assert not thanking.can_be_mailed(gift)
    thanking.note_thanked([gift], by=bo)
    assert not thanking.waiting_for_thanks([the_site()])
    assert Mailing.objects.get(kind="thanks").state == "sent"


def test_a_note_that_was_to_be_printed_is_mailed_once_there_is_a_mail_server(bo: User):
    gift = paid(donor=a_donor(email="ada@example.org"))
    thanking.thank_by_mail([gift], by=bo)
    Mailing.objects.filter(kind="thanks").update(state="paper")

    assert thanking.thank_by_mail([gift], by=bo) == 1

    assert Mailing.objects.get(kind="thanks").state == "due"
