"""What is out of order with gifts by card is said where somebody reads it."""

import pytest
from django.utils import timezone

from broadsheet.donations.card.checking import findings, troubles
from broadsheet.donations.card.jobs import OURS, register
from broadsheet.donations.models import ProviderEvent
from broadsheet.donations.tests.card.at_the_processor import Processor, a_paid_gift
from broadsheet.health.doctor_records import gifts_by_card
from broadsheet.newsroom.troubles import troubles as troubles_of_all
from broadsheet.press.turns import JOBS

pytestmark = pytest.mark.django_db


def test_the_doctor_says_of_a_paper_without_cards_that_it_may_have_them(paper):
    [one] = gifts_by_card()

    assert (one.state, "not set up" in one.says) == ("note", True)
    assert list(troubles()) == []


def test_the_doctor_says_what_is_missing_and_then_that_all_is_there(
    paper, processor: Processor, settings
):
    assert [how for _about, how, _says in findings()] == ["wrong"]

    a_paid_gift(processor)
    assert [how for _about, how, _says in findings()] == ["fine", "note"]

    settings.STRIPE_KEY = ""
    assert "STRIPE_KEY" in next(says for _about, _how, says in findings())


def test_what_does_not_fit_the_books_is_said_on_the_newsrooms_first_screen(
    paper, processor: Processor
):
    ProviderEvent.objects.create(
        provider="stripe", event="evt_1", type="invoice.paid", state="dead", next_at=timezone.now()
    )

    assert any("does not fit the books" in sentence for sentence in troubles_of_all())


def test_each_job_is_the_workers_once():
    register()

    names = [job.name for job in JOBS]
    assert {job.name for job in OURS} <= set(names)
    assert len(names) == len(set(names))
