"""What comes to the webhook is believed if the processor has signed it lately, and then only as a hint where to look."""

import json
import time
from typing import Any

import pytest
import stripe
from django.db import OperationalError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from broadsheet.donations.card import events, signing
from broadsheet.donations.card.signing import TOLERANCE_SECONDS, is_signed
from broadsheet.donations.models import Entry, Gift, Payment, ProviderEvent
from broadsheet.donations.tests.card.at_the_processor import (
    PATH,
    Processor,
    a_card_gift,
    a_paid_gift,
    follow_all,
    pay,
    states,
)
from broadsheet.masthead.models import Paper

SECRET = "whsec_paystub"


@pytest.fixture
def of_a_paper(paper: Paper) -> None:
    """It happens at a paper."""


def paid_event(processor: Processor) -> Any:
    pay(processor, a_card_gift())
    return processor.events_of("payment_intent.succeeded")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=",
        "t=abc,v1=00",
        "v1=00",
        "t=99999999999999999999,v1=00",
        "t=²,v1=00",
        "x" * 5000,
    ],
)
def test_d01_g45_a_delivery_without_a_signature_is_refused_and_nothing_is_kept(
    of_a_paper, processor: Processor, header: str
):
    event = paid_event(processor)

    assert processor.post(event.body, header).status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
def test_d01_g45_another_secret_an_old_signature_or_other_bytes_are_refused(
    of_a_paper, processor: Processor
):
    event = paid_event(processor)
    body, now = event.body, time.time()
    headers = [
        processor.signature(body, secret="whsec_other"),
        processor.signature(body, at=now - TOLERANCE_SECONDS - 10),
        processor.signature(body + b" "),
        processor.signature(b"").replace("v1=", "v0="),
    ]

    assert [processor.post(body, one).status_code for one in headers] == [400] * 4
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
def test_g45_while_the_secret_is_changed_both_are_taken_and_then_the_old_one_no_longer(
    of_a_paper, processor: Processor, settings
):
    body = paid_event(processor).body
    old = processor.signature(body, secret="whsec_before")
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET, "whsec_before"]
    assert processor.post(body, old).status_code == 200
    assert processor.post(body).status_code == 200

    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    assert processor.post(body, old).status_code == 400


@pytest.mark.django_db
def test_without_a_secret_nothing_is_taken_for_signed(of_a_paper, processor: Processor, settings):
    body = paid_event(processor).body
    for secrets in ([], [""]):
        settings.STRIPE_WEBHOOK_SECRETS = secrets
        assert processor.post(body, processor.signature(body, secret="")).status_code == 400


@pytest.mark.django_db
def test_d03_g45_a_body_that_was_written_anew_is_not_the_one_that_was_signed(
    of_a_paper, processor: Processor
):
    event = paid_event(processor)
    anew = json.dumps(json.loads(event.body), separators=(",", ":")).encode()

    assert processor.post(anew, processor.signature(event.body)).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("size", [256 * 1024 + 1, 10 * 1024 * 1024])
def test_d03_g45_what_is_too_large_is_refused_whoever_signs_it(
    of_a_paper, processor: Processor, size: int
):
    assert processor.post(b" " * size).status_code == 413
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{}",
        b"",
        b"[]",
        b"null",
        b'{"object": "event"}',
        b'{"object": "event", "id": 5, "type": "a", "data": {"object": {}}}',
        b'{"object": "event", "id": "e", "type": "a", "data": []}',
        b"[" * 100_000,
        b'{"object": "event", "id": "' + b"e" * 300 + b'", "type": "a", "data": {"object": {}}}',
    ],
)
def test_g45_signed_nonsense_is_refused_and_nothing_is_kept(
    of_a_paper, processor: Processor, body: bytes
):
    assert processor.post(body).status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
def test_g46_an_old_delivery_that_somebody_repeats_changes_nothing(
    of_a_paper, processor: Processor
):
    gift = a_paid_gift(processor)
    event = processor.events_of("payment_intent.succeeded")[0]
    before = ProviderEvent.objects.count()

    assert processor.post(event.body, processor.signature(event.body)).status_code == 200
    follow_all()

    assert ProviderEvent.objects.count() == before
    assert gift.entries.filter(kind="gift").count() == 1


@pytest.mark.django_db
def test_d02_a_hundred_copies_of_one_delivery_are_one_gift(of_a_paper, processor: Processor):
    event = paid_event(processor)

    for _time in range(100):
        assert processor.post(event.body).status_code == 200
    follow_all()

    assert ProviderEvent.objects.count() == 1
    assert Entry.objects.filter(kind="gift").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("livemode", [True])
def test_d05_g11_a_delivery_of_the_other_mode_touches_nothing(
    of_a_paper, processor: Processor, livemode: bool
):
    event = paid_event(processor)
    told = {**event.data, "livemode": livemode}
    body = json.dumps(told).encode()

    assert processor.post(body).status_code == 200
    follow_all()

    assert states() == {"foreign": 1}
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_d05_a_test_gift_never_reaches_a_paper_that_takes_real_ones(
    of_a_paper, processor: Processor, settings
):
    event = paid_event(processor)
    settings.STRIPE_KEY = "sk_live_0"

    assert processor.post(event.body).status_code == 200

    assert states() == {"foreign": 1}


@pytest.mark.django_db
def test_g10_a_delivery_of_another_account_touches_nothing(of_a_paper, processor: Processor):
    event = paid_event(processor)
    body = json.dumps({**event.data, "account": "acct_another"}).encode()

    processor.post(body)
    follow_all()

    assert states() == {"foreign": 1}
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_d06_a_refund_and_a_dispute_of_a_gift_that_we_never_heard_of_are_kept_for_the_desk(
    of_a_paper, processor: Processor
):
    for amount in (4000, 5000):
        processor.take_elsewhere(amount)
    disputed, refunded = (one["id"] for one in processor.all("charge"))
    processor.refund(refunded, 1000)
    processor.dispute(disputed)
    processor.tell_and_follow(
        *processor.events_of("refund.created"), *processor.events_of("charge.dispute.created")
    )

    assert sorted(Gift.objects.values_list("state", flat=True)) == ["disputed", "part"]
    assert states() == {"done": 2}


@pytest.mark.django_db
def test_what_an_event_says_of_a_donor_is_not_kept(of_a_paper, processor: Processor):
    pay(processor, a_card_gift(), email="private@example.org", name="Private Person")
    processor.tell()

    rows = str(list(ProviderEvent.objects.values()))
    assert "private" not in rows.lower()
    assert "4242" not in rows


@pytest.mark.django_db
def test_nothing_is_asked_of_the_processor_while_it_waits_for_our_answer(
    of_a_paper, processor: Processor, monkeypatch
):
    event = paid_event(processor)

    def never(*_given: Any) -> None:
        raise AssertionError("the processor was asked")

    monkeypatch.setattr("broadsheet.donations.card.talking.client", never)

    assert processor.post(event.body).status_code == 200


@pytest.mark.django_db
def test_g53_a_database_that_takes_nothing_now_has_the_delivery_told_again(
    of_a_paper, processor: Processor, monkeypatch
):
    event = paid_event(processor)

    def locked(_event: ProviderEvent) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr("broadsheet.donations.card.webhook.keep", locked)

    answer = processor.post(event.body)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


@pytest.mark.django_db
def test_only_a_post_is_answered(of_a_paper, client):
    assert client.get(PATH).status_code == 405


@pytest.mark.django_db
def test_what_was_dealt_with_long_ago_is_forgotten_but_for_the_last_sign_of_life(
    of_a_paper, processor: Processor, clock_on
):
    a_paid_gift(processor)
    kept = ProviderEvent.objects.count()
    clock_on(events.KEPT_FOR * 2)

    events.forget_old()

    assert kept > 3
    assert ProviderEvent.objects.count() == 1


# The check itself --------------------------------------------------------------------------------------
def library_takes(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, header, secret, TOLERANCE_SECONDS))
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False


@given(
    body=st.text(max_size=50),
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
    age=st.integers(-1_000, 1_000),
    spoiled=st.sampled_from(["", "body", "secret", "scheme", "twice", "blank"]),
)
@hypothesis_settings(deadline=None)
def test_our_check_of_signatures_says_what_the_official_librarys_says(body, secret, age, spoiled):
    now = int(time.time())
    at = now - age if abs(age - TOLERANCE_SECONDS) > 5 else now
    header = stripe.WebhookSignature.generate_signature_header(body, secret, at)
    given_body = body + ("x" if spoiled == "body" else "")
    given_secret = secret + ("x" if spoiled == "secret" else "")
    header = {
        "scheme": header.replace("v1=", "v0="),
        "twice": header.replace(",v1=", f",v1={'0' * 64},v1="),
        "blank": "",
    }.get(spoiled, header)

    theirs = library_takes(given_body.encode(), header, given_secret)

    assert is_signed(given_body.encode(), header, [given_secret]) is theirs
    assert is_signed(given_body.encode(), header, ["whsec_new", given_secret]) is theirs


@pytest.mark.parametrize("minutes", [-10, 10])
def test_g59_a_clock_that_is_off_refuses_what_is_old_and_takes_what_is_ahead(minutes: int):
    """Ten minutes fast, each delivery looks old; they are told again for three days, and the sweep needs none of them."""
    at = time.time()
    header = stripe.WebhookSignature.generate_signature_header("{}", SECRET, int(at))

    assert signing.is_signed(b"{}", header, [SECRET], now=at + 60 * minutes) is (minutes < 0)
