"""What is told of what happened: the list of events, and deliveries that are signed and tried again."""

import json
import time

import pytest
import stripe

from broadsheet.devtools.paystub import CallRefusedError, Paystub
from broadsheet.devtools.paystub.tests.asking import (
    begin,
    begin_plan,
    client_of,
    give,
    kinds,
    listening,
)


def test_events_are_listed_newest_first_by_kind_and_time(stub, client):
    give(stub, client)
    stub.advance(hours=1)
    then = stub.now()
    give(stub, client)
    events = client.v1.events

    assert [one.type for one in events.list({"limit": 100}).data] == kinds(stub)[::-1]
    assert len(events.list({"type": "charge.succeeded"}).data) == 2
    assert len(events.list({"type": "charge.*", "created": {"gte": then}}).data) == 1
    wanted = ["charge.succeeded", "checkout.session.completed"]
    assert {one.type for one in events.list({"types": wanted}).data} == set(wanted)
    assert events.retrieve(stub.events[0].id).type == "payment_intent.created"


def test_the_library_walks_through_all_pages_both_ways(stub, client):
    for _ in range(4):
        give(stub, client)
    keys = [event.id for event in stub.events]
    forwards = client.v1.events.list({"limit": 3}).auto_paging_iter()
    backwards = client.v1.events.list({"limit": 3, "ending_before": keys[0]}).auto_paging_iter()

    assert [one.id for one in forwards] == keys[::-1]
    assert [one.id for one in backwards] == keys[1:]
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.events.list({"starting_after": "evt_nobody"})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.events.list({"limit": 101})


def test_events_can_be_asked_for_30_days(stub, client):
    give(stub, client)
    key = stub.events[0].id
    stub.advance(days=31)

    assert "payment_intent.created" not in {one.type for one in client.v1.events.list().data}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.events.retrieve(key)


def test_a_delivery_passes_the_librarys_own_check_and_nothing_forged_does(stub, client):
    with listening() as (listener, url):
        stub.webhooks.append(url)
        give(stub, client)
        stub.wait_for_deliveries()

        assert [one.type for one in listener.events(stub.webhook_secret)] == kinds(stub)
        body, signed = listener.heard[0]
        for sent, how, secret in (
            (body, signed, "whsec_other"),
            (body + b" ", signed, stub.webhook_secret),
            (body, "", stub.webhook_secret),
            (body, stub.signature(body, at=time.time() - 301), stub.webhook_secret),
        ):
            with pytest.raises(stripe.SignatureVerificationError):
                stripe.Webhook.construct_event(sent, how, secret)


def test_a_delivery_is_tried_again_as_the_clock_goes_until_it_is_heard(stub, client):
    with listening() as (listener, url):
        stub.webhooks.append(url, events=["checkout.session.completed"])
        listener.answers = [500, 404, 301]
        give(stub, client)
        stub.wait_for_deliveries()
        undelivered = client.v1.events.list({"delivery_success": False})
        assert [one.type for one in undelivered.data] == ["checkout.session.completed"]
        heard = [len(listener.heard)]
        for minutes in (6, 31, 121, 600):
            stub.advance(minutes=minutes)
            heard.append(len(listener.heard))

        assert heard == [1, 2, 3, 4, 4]
        assert len({body for body, _ in listener.heard}) == 1
        assert client.v1.events.list({"delivery_success": False}).data == []


def test_a_delivery_is_given_up_after_three_days(stub, client):
    with listening() as (listener, url):
        stub.webhooks.append(url, events=["checkout.session.completed"])
        listener.answers = [500] * 100
        give(stub, client)
        stub.advance(days=3)
        after_three = len(listener.heard)
        stub.advance(days=10)

        assert after_three == len(listener.heard)
        assert 8 <= after_three <= 12
        [event] = stub.events_of("checkout.session.completed")
        assert list(event.told.values()) == ["given up"]


def test_an_address_where_nobody_listens_is_tried_again_too(stub, client):
    stub.webhooks.append("http://127.0.0.1:9/", events=["charge.succeeded"])
    give(stub, client)
    stub.wait_for_deliveries()

    assert len(client.v1.events.list({"delivery_success": False}).data) == 1


def test_what_happens_while_an_endpoint_is_disabled_is_never_told_there(stub, client):
    with listening() as (listener, url):
        made = client.v1.webhook_endpoints.create(
            {"url": url, "enabled_events": ["charge.succeeded"]}
        )
        give(stub, client)
        stub.wait_for_deliveries()
        client.v1.webhook_endpoints.update(made.id, {"disabled": True})
        give(stub, client)
        client.v1.webhook_endpoints.update(made.id, {"disabled": False})
        stub.advance(days=4)
        give(stub, client)
        stub.wait_for_deliveries()

        assert len(listener.events(made.secret)) == 2
        assert [bool(one.told) for one in stub.events_of("charge.succeeded")] == [True, False, True]
        assert client.v1.webhook_endpoints.retrieve(made.id).status == "enabled"
        client.v1.webhook_endpoints.delete(made.id)
        assert client.v1.webhook_endpoints.list().data == []


@pytest.mark.parametrize(("in_time", "tries"), [(True, 2), (False, 1)])
def test_a_delivery_is_tried_again_only_where_the_endpoint_is_enabled_then(
    stub, client, in_time: bool, tries: int
):
    with listening() as (listener, url):
        listener.answers = [500]
        hook = {"url": url, "enabled_events": ["charge.succeeded"]}
        made = client.v1.webhook_endpoints.create(hook)
        give(stub, client)
        stub.wait_for_deliveries()
        client.v1.webhook_endpoints.update(made.id, {"disabled": True})
        stub.advance(minutes=1 if in_time else 6)
        client.v1.webhook_endpoints.update(made.id, {"disabled": False})
        stub.advance(days=4)

        assert len(listener.heard) == tries


def test_a_test_can_carry_events_itself_in_any_order_twice_or_never(client):
    with Paystub(delivering=False) as stub, listening() as (listener, url):
        stub.webhooks.append(url)
        give(stub, client_of(stub))
        stub.advance(days=1)
        assert listener.heard == []
        last, first = stub.events[3], stub.events[0]
        for event in (last, first, last):
            assert stub.deliver(event) == 200

        heard = listener.events(stub.webhook_secret)
        assert [one.id for one in heard] == [last.id, first.id, last.id]


def test_a_test_can_forge_age_and_alter_what_it_carries():
    with Paystub(delivering=False) as stub, listening() as (listener, url):
        stub.webhooks.append(url)
        event = stub.forge("charge.succeeded", {"id": "ch_x", "object": "charge"})
        stub.deliver(event, secret="whsec_other")
        stub.deliver(event, at=time.time() - 3600)
        stub.deliver(event, signed=False)
        stub.deliver(event, body=b'{"id": "evt_x", "object": "event"}')

        for body, how in listener.heard[:3]:
            with pytest.raises(stripe.SignatureVerificationError):
                stripe.Webhook.construct_event(body, how, stub.webhook_secret)
        altered = stripe.Webhook.construct_event(*listener.heard[3], stub.webhook_secret)
        assert altered.id == "evt_x"
        assert stub.events == []


def test_an_endpoint_of_an_older_version_is_told_in_its_shape(stub, client):
    with listening() as (listener, url):
        stub.webhooks.append(url, events=["invoice.paid"], api_version="2024-06-20")
        plan = begin_plan(stub, client)
        stub.wait_for_deliveries()
        told = json.loads(listener.heard[0][0])

        assert told["api_version"] == "2024-06-20"
        assert told["data"]["object"]["subscription"] == plan.id


def test_an_event_says_how_things_were_then_and_what_was_otherwise_before(stub, client):
    plan = begin_plan(stub, client)
    client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})
    client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": False})
    first, second = stub.events_of("customer.subscription.updated")

    assert first.object["cancel_at_period_end"] is True
    assert first.data["data"]["previous_attributes"]["cancel_at_period_end"] is False
    assert second.object["cancel_at_period_end"] is False


def test_an_event_names_the_call_that_made_it_and_none_where_time_did(stub, client):
    session = client.v1.checkout.sessions.expire(begin(client).id, {}, {"idempotency_key": "k-1"})
    begin(client)
    stub.advance(days=2)
    by_call, by_time = stub.events_of("checkout.session.expired")

    assert by_call.data["request"]["idempotency_key"] == "k-1"
    assert by_call.data["request"]["id"] == session.last_response.request_id
    assert by_time.data["request"] == {"id": None, "idempotency_key": None}


@pytest.mark.parametrize("url", ["https://example.org/", "http://192.0.2.1/", "ftp://127.0.0.1/"])
def test_nobody_on_another_machine_is_ever_told(stub, client, url: str):
    with pytest.raises(CallRefusedError, match="this machine alone"):
        stub.webhooks.append(url)
    with pytest.raises(stripe.InvalidRequestError, match="this machine alone"):
        client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})


def test_the_paper_may_ask_the_stand_in_while_it_is_told(stub, client):
    """A listener that re-reads what it hears of does not wait for who tells it."""
    found: list[str] = []
    with listening() as (listener, url):
        listener.does = lambda body: found.append(
            client.v1.events.retrieve(json.loads(body)["id"]).type
        )
        stub.webhooks.append(url)
        begin_plan(stub, client)
        stub.advance(days=32)

    assert found == kinds(stub)
