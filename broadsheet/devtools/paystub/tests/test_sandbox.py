"""The same calls to the stand-in and, where a key is given, to the processor's own sandbox: that one does as the other.

STRIPE_TEST_KEY=sk_test_… pytest broadsheet/devtools/paystub/tests/test_sandbox.py asks the real one. It makes sessions that
nobody pays and customers that it deletes again.
"""

import os
import uuid
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from broadsheet.devtools.paystub import Paystub
from broadsheet.devtools.paystub.stand_in import refuse_live
from broadsheet.devtools.paystub.tests.asking import asked_for, begin, client_of
from broadsheet.devtools.paystub.tests.test_contract import READ, leads_somewhere

KEY = os.environ.get("STRIPE_TEST_KEY", "")
if KEY:
    refuse_live(KEY)
else:
    warnings.warn(
        "STRIPE_TEST_KEY is not set: NOTHING was tried against the real processor's sandbox, only against the stand-in.",
        stacklevel=1,
    )
DAY = 24 * 60 * 60


@pytest.fixture(params=["stand-in", "sandbox"] if KEY else ["stand-in"])
def either(request: pytest.FixtureRequest) -> Iterator[stripe.StripeClient]:
    """A client of the one, then of the other."""
    if request.param == "sandbox":
        yield stripe.StripeClient(KEY)
        return
    with Paystub() as stub:
        yield client_of(stub)


def keyed() -> Any:
    return {"idempotency_key": str(uuid.uuid4())}


@pytest.mark.parametrize("every", ["", "month", "year"])
def test_a_session_is_made_with_what_the_paper_reads(either, every: str):
    session = begin(
        either,
        2500,
        every=every,
        metadata={"gift": "G-1"},
        client_reference_id="G-1",
        customer_email="donor@example.org",
        custom_text={"submit": {"message": "Said beside the button."}},
    )
    raw = session.to_dict()

    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency, session.livemode) == (2500, "usd", False)
    assert session.id.startswith("cs_test_")
    assert session.metadata.to_dict() == {"gift": "G-1"}
    assert session.payment_intent is None
    # The real one's clock and its answer may be a second apart.
    assert abs(session.expires_at - session.created - DAY) <= 60
    for path in READ["checkout.session"].split():
        if not path.startswith("customer_details."):
            assert leads_somewhere(raw, path), path


def test_a_session_that_was_ended_cannot_be_ended_again(either):
    session = begin(either)

    assert either.v1.checkout.sessions.expire(session.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        either.v1.checkout.sessions.expire(session.id)


def test_a_key_repeats_an_answer_and_is_good_for_one_request(either):
    key = keyed()
    first = either.v1.checkout.sessions.create(asked_for(), key)
    again = either.v1.checkout.sessions.create(asked_for(), key)

    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        either.v1.checkout.sessions.create(asked_for(3000), key)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"customer": "cus_nobody_at_all"}, "resource_missing"),
        ({"nonsense": "x"}, "parameter_unknown"),
        ({"line_items": asked_for(1)["line_items"]}, "amount_too_small"),
    ],
)
def test_what_is_wrong_has_the_same_code(either, more: dict[str, Any], code: str):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        either.v1.checkout.sessions.create({**asked_for(), **more})

    assert refused.value.code == code


@pytest.mark.parametrize(
    "more",
    [
        {"subscription_data": {"metadata": {"a": "b"}}},
        {"expires_at": 1},
        {"metadata": {"a": "x" * 501}},
        {"client_reference_id": "x" * 201},
        {"customer": "cus_x", "customer_email": "donor@example.org"},
    ],
)
def test_what_does_not_go_together_is_refused(either, more: dict[str, Any]):
    with pytest.raises(stripe.InvalidRequestError):
        either.v1.checkout.sessions.create({**asked_for(), **more})


@pytest.mark.parametrize("kind", ["charges", "refunds", "payouts", "invoices", "disputes"])
def test_what_nobody_made_is_not_there(either, kind: str):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        getattr(either.v1, kind).retrieve("xx_nobody")

    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_a_customer_is_found_by_her_address_and_can_be_forgotten(either):
    email = f"{uuid.uuid4().hex}@example.org"
    made = either.v1.customers.create({"email": email, "metadata": {"donor": "D-1"}})

    assert [one.id for one in either.v1.customers.list({"email": email}).data] == [made.id]
    for path in READ["customer"].split():
        assert leads_somewhere(made.to_dict(), path), path
    assert either.v1.customers.delete(made.id).deleted
    assert either.v1.customers.retrieve(made.id).deleted


def test_lists_have_pages_and_know_what_they_cannot_expand(either):
    for _ in range(3):
        begin(either)
    page = either.v1.checkout.sessions.list({"limit": 2})
    following = page.next_page()

    assert page.has_more
    assert not {one.id for one in page.data} & {one.id for one in following.data}
    with pytest.raises(stripe.InvalidRequestError):
        either.v1.checkout.sessions.list({"expand": ["data.nonsense"]})


def test_another_key_is_let_in_nowhere(either):
    base = either._requestor.base_addresses
    stranger = stripe.StripeClient("sk_test_nobody", base_addresses=base, max_network_retries=0)

    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.balance.retrieve()
