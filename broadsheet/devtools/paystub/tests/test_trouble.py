"""Keys of requests, faults on demand, and who is let in at all."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from broadsheet.devtools.paystub import Paystub, PaystubError
from broadsheet.devtools.paystub.tests.asking import asked_for, begin, client_of, give

KEYED = {"idempotency_key": "gift-1"}


def test_the_same_key_brings_the_same_answer_back(stub, client):
    first = client.v1.checkout.sessions.create(asked_for(), KEYED)
    again = client.v1.checkout.sessions.create(asked_for(), KEYED)

    assert first.id == again.id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_a_key_is_good_for_one_request_alone(stub, client):
    client.v1.checkout.sessions.create(asked_for(), KEYED)

    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(asked_for(3000), KEYED)
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({}, KEYED)


def test_a_key_is_forgotten_after_24_hours(stub, client):
    first = client.v1.checkout.sessions.create(asked_for(), KEYED)
    stub.advance(hours=24, minutes=1)

    assert client.v1.checkout.sessions.create(asked_for(), KEYED).id != first.id


def test_a_key_brings_a_500_back_too_and_not_what_was_never_begun(stub, client):
    stub.fail_next(status=500)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.checkout.sessions.create(asked_for(), KEYED)
    assert client.v1.checkout.sessions.list().data == []
    wrong = {"idempotency_key": "gift-2"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(asked_for(1), wrong)
    stub.fail_next(status=429)
    with pytest.raises(stripe.RateLimitError):
        client.v1.checkout.sessions.create(asked_for(), wrong)

    assert client.v1.checkout.sessions.create(asked_for(), wrong).status == "open"


def test_a_key_has_at_most_255_characters(client):
    with pytest.raises(stripe.InvalidRequestError, match="255"):
        client.v1.customers.create({}, {"idempotency_key": "k" * 256})


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, stripe.RateLimitError),
        (500, stripe.APIError),
        (503, stripe.APIError),
        ("drop", stripe.APIConnectionError),
    ],
)
def test_what_goes_wrong_is_the_librarys_own_error_and_then_all_is_well(
    stub, client, status, error
):
    stub.fail_next(2, status=status)
    for _ in range(2):
        with pytest.raises(error):
            client.v1.balance.retrieve()

    assert client.v1.balance.retrieve().object == "balance"


def test_an_answer_that_never_comes_is_waited_for_as_long_as_the_caller_likes(stub):
    impatient = client_of(stub, http_client=stripe.RequestsClient(timeout=0.3))
    stub.fail_next(status="timeout")

    with pytest.raises(stripe.APIConnectionError):
        impatient.v1.balance.retrieve()
    assert impatient.v1.balance.retrieve().object == "balance"


@pytest.mark.parametrize("status", ["timeout", "drop", 503])
def test_a_session_whose_answer_was_lost_is_found_again_by_its_key(stub, status):
    impatient = client_of(stub, http_client=stripe.RequestsClient(timeout=0.3))
    stub.fail_next(status=status, path="POST /v1/checkout/sessions", done=True)
    with pytest.raises((stripe.APIConnectionError, stripe.APIError)):
        impatient.v1.checkout.sessions.create(asked_for(), KEYED)
    found = impatient.v1.checkout.sessions.create(asked_for(), KEYED)

    assert [one.id for one in impatient.v1.checkout.sessions.list().data] == [found.id]


def test_a_500_after_the_work_was_done_stays_a_500(stub, client):
    stub.fail_next(status=500, path="/v1/checkout/sessions", done=True)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.checkout.sessions.create(asked_for(), KEYED)

    assert len(client.v1.checkout.sessions.list().data) == 1


def test_the_librarys_own_second_try_gets_through(stub):
    stub.fail_next(status="drop", path="/v1/checkout/sessions", done=True)
    session = begin(client_of(stub, tries=1))

    assert [one.id for one in client_of(stub).v1.checkout.sessions.list().data] == [session.id]


def test_a_fault_of_one_path_leaves_the_others_alone(stub, client):
    charge = give(stub, client)
    stub.fail_next(status=503, path="/v1/refunds")

    assert client.v1.charges.retrieve(charge.id).paid
    with pytest.raises(stripe.APIError):
        client.v1.refunds.create({"charge": charge.id})
    assert client.v1.refunds.create({"charge": charge.id}).status == "succeeded"


def test_an_outage_lasts_until_it_is_mended(stub, client):
    stub.fail_next(1000, status=503)
    with pytest.raises(stripe.APIError):
        client.v1.balance.retrieve()
    stub.mend()

    assert client.v1.balance.retrieve().object == "balance"


def test_a_call_for_another_account_is_refused(stub, client):
    assert client.v1.balance.retrieve(options={"stripe_account": stub.account})
    with pytest.raises(stripe.PermissionError):
        client.v1.balance.retrieve(options={"stripe_account": "acct_another"})


def test_a_fault_that_nobody_knows_is_refused(stub):
    with pytest.raises(PaystubError, match="cannot fail with 418"):
        stub.fail_next(status=418)


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "pk_live_1"])
def test_it_does_not_start_with_a_live_key(key: str):
    with pytest.raises(PaystubError, match="live key"):
        Paystub(key=key)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_it_listens_on_this_machine_alone(host: str):
    with pytest.raises(PaystubError, match="this machine alone"):
        Paystub(host=host)


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "sk_test_another", ""])
def test_another_key_is_let_in_nowhere_least_of_all_a_live_one(stub, key: str):
    stranger = stripe.StripeClient(
        key or " ", base_addresses={"api": stub.address}, max_network_retries=0
    )

    with pytest.raises(stripe.AuthenticationError) as refused:
        stranger.v1.checkout.sessions.create(asked_for())
    assert ("live key" in str(refused.value)) == ("live" in key)
    assert stub.all("checkout.session") == []


def test_a_page_that_pretends_to_be_on_this_machine_is_not_answered(stub):
    host, port = stub.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 421 ")


def test_what_the_stand_in_does_not_do_is_refused_and_not_pretended(client):
    with pytest.raises(stripe.InvalidRequestError, match="does not do this"):
        client.v1.payment_links.list()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.charges.list({"transfer_group": "x"})
    assert refused.value.code == "parameter_unknown"
    client.v1.customers.create({"email": "donor@example.org"})
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.customers.list({"expand": ["data.email"]})


def test_two_stand_ins_never_share_a_key_and_a_seed_makes_the_same_ones():
    def first_session(seed: int | None) -> str:
        with Paystub(seed=seed) as stub:
            return begin(client_of(stub)).id

    assert first_session(1) == first_session(1)
    assert first_session(None) != first_session(None)


def test_its_clock_begins_where_it_is_told_and_goes_on():
    with Paystub(now=1_800_000_000) as stub:
        begun = stub.now()
        stub.advance(days=1)

        assert begun // 3600 == 500_000
        assert stub.now() - begun >= 86_400
        assert begin(client_of(stub)).created >= 1_800_086_400


def test_its_clock_never_goes_back_even_for_what_is_overdue(stub):
    seen = []
    stub.books.agenda.note(stub.now() - 1000, lambda: seen.append(stub.now()))
    before = stub.now()
    stub.advance()

    assert seen[0] >= before
    assert stub.now() >= before


def test_one_line_carries_many_calls(stub, client):
    keys = {begin(client).id for _ in range(50)}

    assert len(keys) == 50
    assert len(stub.server.lines) == 1


def test_many_callers_at_once_are_all_answered(stub):
    clients = [client_of(stub) for _ in range(8)]
    with ThreadPoolExecutor(8) as crew:
        made = list(crew.map(lambda each: [begin(each).id for _ in range(10)], clients))

    assert len({key for keys in made for key in keys}) == 80


def test_one_that_never_began_can_be_put_away():
    stub = Paystub()
    stub.stop()

    with pytest.raises(stripe.APIConnectionError):
        client_of(stub).v1.balance.retrieve()


def test_it_ends_while_somebody_still_holds_the_line():
    stub = Paystub().start()
    client = client_of(stub)
    client.v1.balance.retrieve()
    stub.stop()

    with pytest.raises(stripe.APIConnectionError):
        client.v1.balance.retrieve()
