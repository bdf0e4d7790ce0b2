"""Thieves who try stolen cards get nowhere; donors in the same hour give all the same."""

import secrets
import time
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.http import HttpResponse
from django.test import Client

from broadsheet.donations.asking.sending import FORM, SendingGift
from broadsheet.donations.asking.tests.to_give import HERE, TYPED
from broadsheet.donations.card import pausing, testers
from broadsheet.donations.card.testers import MOST_STEPS, WATCH, Watch, rounds_for
from broadsheet.donations.tests.card.at_the_processor import Processor, a_paid_gift
from broadsheet.mailbag import passes
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db
ADDRESSES = 500


@pytest.fixture
def card_way(paper: Paper, processor: Processor, give_soon: None) -> Processor:
    """The paper takes gifts by card, and nothing was counted yet."""
    a_paid_gift(processor)
    WATCH.forget()
    return processor


def attempt(address: str, email: str, **proof: str) -> Any:
    """Send the form by card from an address."""
    fields = {**TYPED, "way": "card", "email": email, **proof}
    return Client(REMOTE_ADDR=address).post("/support/", fields, headers=HERE)


def read_over() -> dict[str, str]:
    """Return the proof of a page that was read over, which costs no work."""
    return {passes.READ_OVER: passes.page_pass(FORM)}


def solved(puzzle: Any) -> dict[str, str]:
    """Return the proof of work, done as a browser does it."""
    challenge = altcha.Challenge.from_dict(puzzle)
    solution = altcha.solve_challenge(challenge)
    return {passes.SOLVED: altcha.Payload(challenge, solution).to_base64()}


def pages(processor: Processor) -> int:
    return len(processor.all("checkout.session"))


def decline(processor: Processor, times: int) -> None:
    """Have the processor tell of cards that were declined."""
    for _card in range(times):
        about = {"object": "payment_intent", "id": f"pi_{secrets.token_hex(6)}"}
        event = processor.forge("payment_intent.payment_failed", about)
        assert processor.post(event.body).status_code == 200


def is_led_on(answer: Any, processor: Processor) -> bool:
    return answer.status_code == 200 and f"{processor.address}/c/pay/" in answer.text


@pytest.mark.long
def test_d08_g47_ten_thousand_attempts_from_five_hundred_addresses_make_fifty_pages_at_most(
    card_way: Processor, whole: bool, monkeypatch: pytest.MonkeyPatch
):
    attempts = 10_000 if whole else 250
    before = pages(card_way)
    shown = SendingGift.show
    # What they are refused with is not drawn ten thousand times.
    monkeypatch.setattr(
        SendingGift, "show", lambda _self, _form, _said, status: HttpResponse(status=status)
    )
    # A thief's scripts do the usual work, too, as far as it pays.
    cheap = [solved(passes.puzzle(FORM)) for _one in range(12 if whole else 4)]
    for number in range(attempts):
        block = number % ADDRESSES
        proof = cheap.pop() if number % 7 == 3 and cheap else read_over()
        answer = attempt(f"10.{block // 250}.{block % 250}.9", f"t{number}@thief.example", **proof)
        assert answer.status_code in (200, 429)
    monkeypatch.setattr(SendingGift, "show", shown)

    made = pages(card_way) - before
    assert 0 < made <= 50

    # A real donor in that hour: her browser is asked for more work, does it, and she gives.
    puzzle = Client(REMOTE_ADDR="192.0.2.77").get("/support/pass/", headers=HERE).json()
    assert puzzle["parameters"]["cost"] > passes.ROUNDS
    answer = attempt("192.0.2.77", "donor@larkmere.example", **solved(puzzle))
    assert is_led_on(answer, card_way)


def test_g47_many_from_one_address_are_a_handful(card_way: Processor):
    before = pages(card_way)
    answers = [attempt("10.9.9.9", f"m{n}@x.example", **read_over()) for n in range(12)]

    assert pages(card_way) - before <= 6
    assert "Keep at it." in answers[-1].text
    assert answers[-1].status_code == 429


def test_g47_many_with_one_mailbox_are_a_handful(card_way: Processor):
    before = pages(card_way)
    for number in range(10):
        attempt(f"10.8.{number}.9", f"one+{number}@x.example", **read_over())

    assert pages(card_way) - before <= 4


def test_d08_many_declined_cards_make_gifts_by_card_pause_while_pledges_go_on(
    card_way: Processor,
):
    decline(card_way, pausing.BREAKS_AT)

    answer = attempt("192.0.2.1", "donor@larkmere.example", **read_over())

    assert pausing.is_paused()
    assert (answer.status_code, "pause for half an hour" in answer.text) == (429, True)
    assert "Keep at it." in answer.text
    pledge = {**TYPED, **read_over()}
    assert (
        Client(REMOTE_ADDR="192.0.2.1").post("/support/", pledge, headers=HERE).status_code == 302
    )


def test_d08_the_office_is_mailed_once_that_cards_pause_and_every_process_knows(
    card_way: Processor, server: Mailboxes, clock_on: Any
):
    User.objects.create_superuser("owner", "owner@example.org")
    decline(card_way, pausing.BREAKS_AT + 5)
    # Another process of the server has counted nothing itself.
    WATCH.forget()

    answer = attempt("192.0.2.9", "donor@larkmere.example", **read_over())

    assert answer.status_code == 429
    [mail] = server.mails
    assert mail["To"] == "owner@example.org"
    assert "go on by themselves" in str(mail.get_content())
    clock_on(timedelta(minutes=31))
    assert not pausing.is_paused()


def test_cards_that_are_declined_among_many_that_are_taken_pause_nothing(card_way: Processor):
    for _gift in range(8):
        about = {"object": "checkout.session", "id": f"cs_{secrets.token_hex(6)}"}
        card_way.post(card_way.forge("checkout.session.completed", about).body)
    decline(card_way, pausing.BREAKS_AT)

    assert not pausing.is_paused()


def test_a_delivery_that_comes_again_is_counted_once(card_way: Processor):
    event = card_way.forge(
        "payment_intent.payment_failed", {"object": "payment_intent", "id": "pi_0"}
    )
    for _time in range(5):
        card_way.post(event.body)

    assert len(WATCH.declined) == 1


def test_gifts_that_are_paid_ask_nobody_for_more_work():
    watch, now = Watch(), time.monotonic()
    for _gift in range(60):
        watch.note_begun(now)
        watch.note_paid(now)
    assert watch.steps(now) == 0

    for _page in range(200):
        watch.note_begun(now)
    assert watch.steps(now) == MOST_STEPS
    assert watch.steps(now + 3_601) == 0


def test_work_doubles_with_each_step():
    assert [rounds_for(steps) for steps in (0, 1, 3)] == [2_000, 4_000, 16_000]


def test_the_page_that_was_read_over_takes_a_few_while_thieves_are_about(card_way: Processor):
    """Without scripts no work can be done; a donor without them still gets in, or reads what else she can do."""
    for _page in range(testers.PAGES_A_STEP):
        WATCH.note_begun(time.monotonic())

    answers = [
        attempt(f"10.7.{number}.9", f"n{number}@x.example", **read_over()) for number in range(10)
    ]

    assert sum(is_led_on(answer, card_way) for answer in answers) == 6
    assert "Promise a gift" in answers[-1].text
