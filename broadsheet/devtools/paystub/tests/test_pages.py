"""The stand-in's pages, asked for without a browser: what they say, refuse, and never hold."""

import re
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode, urlsplit

import pytest

from broadsheet.devtools.paystub.tests.asking import begin, begin_plan, give, kinds

NAMES = {"email": "donor@example.org", "name": "Ada", "method": "card", "expiry": "12/34"}


def ask(
    address: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[HTTPResponse, str]:
    """Ask for a page, or send its form; nobody follows where it leads."""
    parts = urlsplit(address)
    line = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)
    sent = None if form is None else urlencode(form).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    line.request("GET" if form is None else "POST", parts.path, sent, {**kind, **headers})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer, text


def pay(session, number: str, **more: str) -> tuple[HTTPResponse, str]:
    return ask(session.url, {**NAMES, "number": number, **more})


def test_every_page_says_first_that_no_money_moves(stub, client):
    plan = begin_plan(stub, client)
    portal = client.v1.billing_portal.sessions.create({"customer": str(plan.customer)})
    invoice = client.v1.invoices.list().data[0]
    asking = begin(client)
    stub.pay(asking.id, "4000002500003155")
    intent = client.v1.checkout.sessions.retrieve(asking.id).payment_intent
    for address in (
        begin(client).url,
        portal.url,
        invoice.hosted_invoice_url,
        f"{stub.address}/secure/{intent}",
        f"{stub.address}/",
        f"{stub.address}/nowhere",
    ):
        answer, text = ask(address)

        assert "<title>TEST, no money moves: " in text
        assert '<p class="banner"><strong>TEST, no money moves.</strong>' in text
        assert "<script" not in text
        assert " style=" not in text
        assert set(re.findall(r'(?:src|href)="([^"#]+)"', text)) >= {"/paystub.css"}
        assert "default-src 'none'; style-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_page_shows_amount_interval_and_the_papers_own_words(stub, client):
    said = 'Donations are "not" <deductible>.'
    session = begin(
        client, 1000, every="month", custom_text={"submit": {"message": said}},
        cancel_url="http://127.0.0.1:9/support",
    )  # fmt: skip
    _, text = ask(session.url)

    assert "<h1>USD 10.00 each month</h1>" in text
    assert said in unescape(text)
    assert "<deductible>" not in text
    assert text.index("not&quot; &lt;deductible") < text.index('<button type="submit">Subscribe')
    assert 'href="http://127.0.0.1:9/support"' in text


def test_a_card_that_is_good_leads_back_to_the_paper(stub, client):
    session = begin(client)
    answer, _ = pay(session, "4242 4242 4242 4242")

    assert answer.status == 303
    assert answer.headers["Location"] == f"http://127.0.0.1:9/thanks?session={session.id}"
    found = client.v1.checkout.sessions.retrieve(session.id)
    assert (found.payment_status, found.customer_details.name) == ("paid", "Ada")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("4000000000000002", "Your card was declined."),
        ("4000000000009995", "Your card has insufficient funds."),
        ("4242424242424241", "Your card number is incorrect."),
    ],
)
def test_a_card_that_is_refused_gets_a_402_with_what_she_typed_but_never_its_number(
    client, number: str, words: str
):
    session = begin(client)
    answer, text = pay(session, number)

    assert answer.status == 402
    assert words in unescape(text)
    assert 'value="donor@example.org"' in text
    assert number not in text
    assert pay(session, "4242424242424242")[0].status == 303


def test_without_an_address_for_mail_nobody_pays(stub, client):
    answer, text = pay(begin(client), "4242424242424242", email="")

    assert answer.status == 400
    assert "Type your e-mail address." in text
    assert kinds(stub) == []


def test_pressing_twice_pays_once(stub, client):
    session = begin(client)
    locations = {pay(session, "4242424242424242")[0].headers["Location"] for _ in range(2)}

    assert len(locations) == 1
    assert kinds(stub).count("charge.succeeded") == 1


def test_a_session_that_is_over_says_so_and_takes_nothing(stub, client):
    done, over = begin(client), begin(client)
    stub.pay(done.id)
    stub.advance(days=2)

    answer, text = ask(done.url)
    assert (answer.status, "has been made already" in text) == (200, True)
    for form in (None, {**NAMES, "number": "4242424242424242"}):
        answer, text = ask(over.url, form)
        assert answer.status == 410
        assert "Nothing has been paid" in text


def test_a_form_of_another_site_is_refused(stub, client):
    session = begin(client)
    answer, _ = ask(
        session.url, {**NAMES, "number": "4242424242424242"}, Origin="http://evil.example"
    )

    assert answer.status == 403
    assert kinds(stub) == []


def test_a_portal_address_is_over_after_an_hour_and_cannot_be_guessed(stub, client):
    plan = begin_plan(stub, client)
    made = client.v1.billing_portal.sessions.create({"customer": str(plan.customer)})
    other = client.v1.billing_portal.sessions.create({"customer": str(plan.customer)})

    assert made.url != other.url
    assert made.id not in made.url
    assert ask(made.url)[0].status == 200
    stub.advance(hours=1)
    assert ask(made.url)[0].status == 410
    assert ask(f"{stub.address}/p/session/test_guess")[0].status == 410


def test_the_portal_lets_nobody_end_another_donors_plan(stub, client):
    mine, hers = begin_plan(stub, client), begin_plan(stub, client)
    portal = client.v1.billing_portal.sessions.create({"customer": str(mine.customer)})
    answer, _ = ask(portal.url, {"act": "cancel_now", "plan": hers.id})

    assert answer.status == 403
    assert client.v1.subscriptions.retrieve(hers.id).status == "active"


@pytest.mark.parametrize(
    ("number", "status"), [("4000000000000002", 402), ("4000000000000341", 200)]
)
def test_the_portal_keeps_a_card_that_fails_only_later(stub, client, number: str, status: int):
    plan = begin_plan(stub, client)
    portal = client.v1.billing_portal.sessions.create({"customer": str(plan.customer)})
    answer, _ = ask(portal.url, {"act": "card", "number": number, "expiry": "12/34"})

    assert answer.status == status
    now = client.v1.subscriptions.retrieve(plan.id).default_payment_method
    assert (now != plan.default_payment_method) == (status == 200)


def test_a_portal_for_one_deed_shows_that_alone_and_leads_back_when_it_is_done(stub, client):
    plan = begin_plan(stub, client)
    flow = {
        "type": "subscription_cancel",
        "subscription_cancel": {"subscription": plan.id},
        "after_completion": {
            "type": "redirect",
            "redirect": {"return_url": "http://127.0.0.1:9/done"},
        },
    }
    portal = client.v1.billing_portal.sessions.create(
        {"customer": str(plan.customer), "flow_data": flow}
    )
    _, text = ask(portal.url)
    answer, _ = ask(portal.url, {"act": "cancel_later", "plan": plan.id})

    assert "Your card" not in text
    assert answer.headers["Location"] == "http://127.0.0.1:9/done"
    assert client.v1.subscriptions.retrieve(plan.id).cancel_at_period_end


def test_a_donor_pays_an_open_invoice_with_another_card(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, "4000000000000341")
    stub.advance(days=32)
    invoice = client.v1.invoices.list().data[0]
    refused, _ = ask(invoice.hosted_invoice_url, {"number": "4000000000009995"})
    taken, _ = ask(invoice.hosted_invoice_url, {"number": "5555555555554444"})

    assert (refused.status, taken.status) == (402, 303)
    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    assert client.v1.subscriptions.retrieve(plan.id).status == "active"


def test_the_desk_lets_time_pass_and_banks_act(stub, client):
    charge, other = give(stub, client), give(stub, client)
    desk = f"{stub.address}/"
    for form in (
        {"act": "refund", "key": charge.id},
        {"act": "dispute", "key": other.id},
        {"act": "win", "key": other.id},
        {"act": "advance", "days": "31"},
    ):
        assert ask(desk, form)[0].status == 303
    answer, _ = ask(desk, {"act": "refund", "key": charge.id})
    _, text = ask(desk)

    assert answer.status == 400
    assert client.v1.charges.retrieve(charge.id).refunded
    assert client.v1.disputes.list().data[0].status == "won"
    assert client.v1.payouts.list().data
    assert charge.id in text
    assert ask(desk, {"act": "nothing"})[0].status == 400
