"""Sessions: what a paper asks for, through the real library."""

import pytest
import stripe

from broadsheet.devtools.paystub.tests.asking import THANKS, asked_for, begin, give, kinds

DAY = 24 * 60 * 60


def test_a_session_keeps_what_the_paper_wrote_into_it(stub, client):
    made = begin(
        client,
        metadata={"gift": "G-1"},
        client_reference_id="G-1",
        customer_email="donor@example.org",
        submit_type="donate",
        locale="es",
        cancel_url="http://127.0.0.1:9/support",
        custom_text={"submit": {"message": "Said beside the button."}},
        payment_intent_data={"metadata": {"gift": "G-1"}, "description": "A gift"},
    )
    stub.pay(made.id)
    found = client.v1.checkout.sessions.retrieve(
        made.id, {"expand": ["payment_intent", "line_items"]}
    )

    assert found.metadata.to_dict() == {"gift": "G-1"}
    assert found.client_reference_id == "G-1"
    assert found.submit_type == "donate"
    assert found.locale == "es"
    assert found.custom_text.submit.message == "Said beside the button."
    assert found.customer_details.email == "donor@example.org"
    assert found.payment_intent.metadata.to_dict() == {"gift": "G-1"}
    assert found.payment_intent.description == "A gift"
    assert found.line_items.data[0].price.unit_amount == 2500
    assert made.url == f"{stub.address}/c/pay/{made.id}"


def test_a_session_lasts_24_hours_by_the_stand_ins_clock(stub, client):
    session = begin(client)
    stub.advance(hours=23, minutes=59)
    still = client.v1.checkout.sessions.retrieve(session.id)
    stub.advance(minutes=2)
    over = client.v1.checkout.sessions.retrieve(session.id)

    assert session.expires_at - session.created == DAY
    assert (still.status, over.status, over.url) == ("open", "expired", None)
    assert kinds(stub) == ["checkout.session.expired"]
    with pytest.raises(Exception, match="expired"):
        stub.pay(session.id)


def test_a_session_may_be_made_shorter_but_not_longer(stub, client):
    soon = begin(client, expires_at=stub.now() + 3600)
    stub.advance(hours=1)

    assert client.v1.checkout.sessions.retrieve(soon.id).status == "expired"
    for seconds in (60, 2 * DAY):
        with pytest.raises(stripe.InvalidRequestError, match="between 30 minutes and 24 hours"):
            begin(client, expires_at=stub.now() + seconds)


def test_the_paper_can_end_a_session_that_is_open_and_no_other(stub, client):
    unpaid, paid = begin(client), begin(client)
    stub.pay(paid.id)

    assert client.v1.checkout.sessions.expire(unpaid.id).status == "expired"
    for key in (unpaid.id, paid.id):
        with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
            client.v1.checkout.sessions.expire(key)


def test_a_session_ended_after_a_decline_gives_its_intent_up(stub, client):
    session = begin(client)
    stub.pay(session.id, "4000000000000002")
    client.v1.checkout.sessions.expire(session.id)
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})

    assert found.payment_intent.status == "canceled"
    assert kinds(stub)[-2:] == ["payment_intent.canceled", "checkout.session.expired"]


def test_sessions_are_found_by_what_came_of_them(stub, client):
    charge = give(stub, client)
    begin(client)
    found = client.v1.checkout.sessions.list({"payment_intent": charge.payment_intent})

    assert [one.payment_intent for one in found.data] == [charge.payment_intent]
    assert len(client.v1.checkout.sessions.list({"status": "open"}).data) == 1


def test_a_session_with_the_fee_covered_adds_its_lines_up(stub, client):
    wanted = asked_for(2500)
    wanted["line_items"].append(asked_for(103)["line_items"][0])
    session = client.v1.checkout.sessions.create(wanted)
    lines = client.v1.checkout.sessions.line_items.list(session.id)

    assert session.amount_total == 2603
    assert [one.amount_total for one in lines.data] == [2500, 103]


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"success_url": "not an address"}, "success_url"),
        ({"mode": "setup"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"locale": "xx"}, "locale"),
        ({"subscription_data": {"metadata": {"a": "b"}}}, "subscription_data"),
        ({"customer": "cus_nobody"}, "customer"),
        ({"metadata": {"a" * 41: "b"}}, f"metadata[{'a' * 41}]"),
        ({"custom_text": {"submit": {"message": "x" * 1201}}}, "message"),
        ({"client_reference_id": "x" * 201}, "client_reference_id"),
        ({"allow_promotion_codes": True}, "allow_promotion_codes"),
        ({"custom_text": {"heading": {"message": "x"}}}, "custom_text[heading][message]"),
    ],
)
def test_what_is_wrong_or_would_be_passed_over_is_refused_by_name(client, more, param: str):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create({**asked_for(), **more})

    assert refused.value.param == param


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "usd", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (49, "jpy", "amount_too_small"),
        (12_345, "kwd", "parameter_invalid_integer"),
        (1_050, "isk", "parameter_invalid_integer"),
        (500, "xyz", "invalid_currency"),
        (-500, "usd", "amount_too_small"),
    ],
)
def test_amounts_that_cannot_be_charged_are_refused(client, amount: int, currency: str, code: str):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        begin(client, amount, currency=currency)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("amount", "currency", "fee"),
    [(50, "usd", 31), (99_999_999, "usd", 2_900_030), (2_500, "jpy", 103), (12_340, "kwd", 388)],
)
def test_currencies_without_and_with_thousandths_are_counted_in_their_smallest_unit(
    stub, client, amount: int, currency: str, fee: int
):
    charge = give(stub, client, amount, currency=currency)
    entry = client.v1.balance_transactions.retrieve(str(charge.balance_transaction))

    assert (entry.amount, entry.fee, entry.net) == (amount, fee, amount - fee)
    assert entry.currency == currency


def test_a_customer_who_is_known_is_not_asked_for_her_address_again(stub, client):
    customer = client.v1.customers.create({"email": "known@example.org", "name": "Ada"})
    session = begin(client, customer=customer.id)
    stub.pay(session.id)
    found = client.v1.checkout.sessions.retrieve(session.id)

    assert found.customer == customer.id
    assert found.customer_details.email == "known@example.org"
    with pytest.raises(stripe.InvalidRequestError, match="only specify one"):
        begin(client, customer=customer.id, customer_email="other@example.org")


def test_a_session_that_nobody_made_is_not_there(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.retrieve("cs_test_nobody")

    assert refused.value.code == "resource_missing"
    assert refused.value.http_status == 404


def test_the_session_knows_the_way_back(client):
    assert begin(client).success_url == THANKS
