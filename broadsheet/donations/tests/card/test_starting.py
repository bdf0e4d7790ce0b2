"""A gift by card begins on one page of the processor's, however often and however badly it is asked for."""

import subprocess
import sys
from datetime import timedelta

import pytest
import stripe
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured

from broadsheet.donations.card import keys, offering
from broadsheet.donations.card.errors import CardAwayError, CardRefusedError
from broadsheet.donations.card.resolving import follow_session
from broadsheet.donations.card.starting import start
from broadsheet.donations.card.talking import account
from broadsheet.donations.models import Gift, ProviderCall
from broadsheet.donations.tests.card.at_the_processor import (
    ADA,
    Processor,
    a_card_gift,
    a_card_plan,
    a_paid_gift,
    pay,
    session_of,
    the_site,
)
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.lib.card_settings import card_settings
from broadsheet.lib.demo_mark import mark_as_demo
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_a_paper(paper: Paper) -> None:
    """All of it happens at a paper."""


def sessions(processor: Processor) -> list:
    return processor.all("checkout.session")


def test_the_processors_page_says_the_sentence_word_for_word_and_asks_for_what_we_ask(
    processor: Processor,
):
    gift = a_card_gift(2500)

    page = processor.find(session_of(start(gift)))

    assert page["custom_text"]["submit"]["message"] == gift.disclosure.text == NOT_DEDUCTIBLE
    assert (page["amount_total"], page["currency"], page["mode"]) == (2500, "usd", "payment")
    assert (page["submit_type"], page["customer_email"]) == ("donate", ADA)
    assert page["metadata"] == {"gift": gift.code, "site": "localhost"}


def test_d04_the_wording_that_was_kept_with_the_gift_is_said_whatever_the_paper_became_since(
    processor: Processor, paper: Paper
):
    gift = a_card_gift()
    paper.legal_kind = Paper.LegalKind.EXEMPT
    paper.save()

    page = processor.find(session_of(start(gift)))

    assert page["custom_text"]["submit"]["message"] == NOT_DEDUCTIBLE


@pytest.mark.parametrize("times", [2, 5])
def test_g15_g16_the_same_gift_has_one_page_however_often_it_is_asked_for(
    processor: Processor, times: int
):
    gift = a_card_gift()

    assert len({start(gift) for _time in range(times)}) == 1
    assert len(sessions(processor)) == 1


def test_g16_a_gift_that_is_paid_leads_to_the_page_that_says_so(processor: Processor):
    gift = a_card_gift()
    session = pay(processor, gift)

    assert start(gift).endswith(f"/support/paid/?session={session}")


@pytest.mark.parametrize("status", ["timeout", 500, "drop"])
def test_g18_a_page_that_was_made_while_nobody_heard_is_the_one_that_is_given_then(
    processor: Processor, impatient, status
):
    gift = a_card_gift()
    account()
    processor.fail_next(2, status=status, path="/v1/checkout/sessions", done=True)
    with pytest.raises(CardAwayError):
        start(gift)
    assert len(sessions(processor)) == 1
    assert ProviderCall.objects.get(operation="session").state == "written"
    processor.api.faults.waiting.clear()

    if status == 500:
        # The processor keeps its failures, too, for a day.
        return
    assert session_of(start(gift)) == sessions(processor)[0]["id"]
    assert len(sessions(processor)) == 1


@pytest.mark.parametrize("paid", [True, False])
def test_g19_after_a_day_it_is_looked_for_and_never_asked_for_under_the_old_key(
    processor: Processor, impatient, clock_on, paid: bool
):
    gift = a_card_gift()
    account()
    processor.fail_next(1, status="timeout", path="/v1/checkout/sessions", done=True)
    with pytest.raises(CardAwayError):
        start(gift)
    [made] = sessions(processor)
    if paid:
        processor.pay(made["id"])
    processor.advance(hours=25)
    clock_on(timedelta(hours=25))

    address = start(gift)

    assert (made["id"] in address) is paid
    assert len(sessions(processor)) == (1 if paid else 2)


@pytest.mark.parametrize("status", [429, 500, 503, "drop", "timeout"])
def test_g20_while_the_processor_is_away_the_reader_is_told_what_to_do_and_nothing_is_lost(
    processor: Processor, impatient, status
):
    gift = a_card_gift()
    processor.fail_next(50, status=status)

    with pytest.raises(CardAwayError, match="does not answer now"):
        start(gift)

    assert Gift.objects.get(pk=gift.pk).state == Gift.State.BEGUN


def test_g20_what_the_processor_refuses_is_refused_in_our_words(processor: Processor):
    gift = a_card_gift(10)

    with pytest.raises(CardRefusedError, match=r"refuses this \(amount_too_small\)"):
        start(gift)


def test_a_plans_page_takes_it_each_month_and_names_the_plan(processor: Processor):
    plan = a_card_plan(1000)

    page = processor.find(session_of(start(plan)), "line_items")

    assert (page["mode"], page["submit_type"]) == ("subscription", None)
    assert page["line_items"]["data"][0]["price"]["recurring"]["interval"] == "month"
    assert page["metadata"]["plan"] == plan.code


def test_gifts_by_card_are_offered_once_a_signed_delivery_has_come(processor: Processor, settings):
    site = the_site()
    assert not offering.is_offered(site)
    assert "No signed delivery" in offering.lacking()[0]

    a_paid_gift(processor)
    assert offering.is_offered(site)

    settings.STRIPE_WEBHOOK_SECRETS = []
    assert not offering.is_offered(site)
    settings.STRIPE_KEY = ""
    assert "not set up" in offering.lacking()[0]


def test_neither_keys_nor_cards_stand_in_the_database_or_in_what_is_logged(
    processor: Processor, impatient, settings, caplog
):
    from django.db import connection

    caplog.set_level("DEBUG")
    gift = a_paid_gift(processor)
    settings.STRIPE_KEY = "sk_test_wrong_key_nobody_knows"
    with pytest.raises(CardAwayError, match="does not take the paper's key") as refusal:
        follow_session(gift.session_ref)
    assert "sk_test" not in str(refusal.value)
    assert "sk_test" not in caplog.text

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("donations_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = str(cursor.fetchall())
                for secret in ("sk_test", "whsec", "4242 4242", "4242424242424242"):
                    assert secret not in rows, table


def test_the_library_still_speaks_the_version_that_this_code_reads():
    assert stripe.api_version == keys.API_VERSION


def test_a_paper_without_gifts_by_card_never_loads_the_processors_library():
    """Neither its server, its worker nor its commands: 41 MB and a second each."""
    words = (
        "import sys, django; django.setup();"
        "import broadsheet.urls, broadsheet.asgi, broadsheet.press.turns as turns;"
        "[__import__('broadsheet.donations.card.' + name) for name in"
        " ('events', 'sweeping', 'starting', 'refunding', 'portal', 'plans', 'webhook', 'checking')];"
        "from broadsheet.donations.card import offering, sweeping, events;"
        "offering.lacking(); events.follow_due(); sweeping.sweep_lately();"
        "print('stripe' in sys.modules)"
    )
    home = django_settings.HOME
    done = subprocess.run(
        [sys.executable, "-c", words],
        env={
            "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
            "BROADSHEET_HOME": str(home),
            "PYTHONPATH": ":".join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "False\n", done.stderr


@pytest.mark.parametrize(
    ("base", "key", "is_demo", "words"),
    [
        ("http://api.example:80", "sk_test_a", True, "another machine"),
        ("http://127.0.0.1:1", "sk_live_a", True, "live key"),
        ("http://127.0.0.1:1", "sk_test_a", False, "demo paper"),
    ],
)
def test_a_stand_in_is_taken_by_a_demo_on_this_machine_alone(
    monkeypatch, tmp_path, base, key, is_demo, words
):
    monkeypatch.setenv("STRIPE_API_BASE", base)
    monkeypatch.setenv("STRIPE_KEY", key)
    if is_demo:
        mark_as_demo(tmp_path)

    with pytest.raises(ImproperlyConfigured, match=words):
        card_settings(tmp_path)
