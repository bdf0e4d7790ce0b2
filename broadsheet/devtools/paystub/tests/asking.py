"""What tests of the stand-in ask it, through the real library over real HTTP; and somebody who is told of events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import stripe

from broadsheet.devtools.paystub import Paystub

THANKS = "http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}"


def client_of(stub: Paystub, *, tries: int = 0, **options: Any) -> stripe.StripeClient:
    """Return the library's client as it comes, but that it asks the stand-in and does not try again by itself."""
    return stripe.StripeClient(
        stub.api_key,
        base_addresses={"api": stub.address},
        max_network_retries=tries,
        **options,
    )


def asked_for(amount: int = 2500, *, every: str = "", currency: str = "usd", **more: Any) -> Any:
    """Return what a session is made with, for one gift or, with an interval, for a plan."""
    price: dict[str, Any] = {
        "currency": currency,
        "unit_amount": amount,
        "product_data": {"name": "Gift"},
    }
    if every:
        price["recurring"] = {"interval": every}
    return {
        "mode": "subscription" if every else "payment",
        "success_url": THANKS,
        "line_items": [{"quantity": 1, "price_data": price}],
        **more,
    }


def begin(client: stripe.StripeClient, amount: int = 2500, **more: Any) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create(asked_for(amount, **more))


def give(stub: Paystub, client: stripe.StripeClient, amount: int = 2500, **more: Any) -> Any:
    """Give once with a card that is good; return the charge."""
    session = begin(client, amount, **more)
    stub.pay(session.id)
    session = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge"]}
    )
    return session.payment_intent.latest_charge


def begin_plan(
    stub: Paystub,
    client: stripe.StripeClient,
    amount: int = 1000,
    every: str = "month",
    **more: Any,
) -> stripe.Subscription:
    """Begin a plan with a card that is good."""
    session = begin(client, amount, every=every, **more)
    stub.pay(session.id)
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    return session.subscription


def kinds(stub: Paystub) -> list[str]:
    return [event.type for event in stub.events]


def balance(client: stripe.StripeClient) -> list[tuple[str, int, int]]:
    """Return all movements of money, oldest first: kind, amount, fee."""
    found = client.v1.balance_transactions.list({"limit": 100}).auto_paging_iter()
    return [(one.type, one.amount, one.fee) for one in found][::-1]


class Listener:
    """Hears events as a paper does, and answers as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, str]] = []
        # What the next ones are answered with; then 200.
        self.answers: list[int] = []
        # What it does with each before it answers.
        self.does: Callable[[bytes], object] = lambda _body: None

    def events(self, secret: str) -> list[stripe.Event]:
        """Return what was heard, as the library lets it in."""
        return [stripe.Webhook.construct_event(body, how, secret) for body, how in self.heard]


@contextmanager
def listening() -> Iterator[tuple[Listener, str]]:
    listener = Listener()

    class Line(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.heard.append((body, self.headers.get("Stripe-Signature", "")))
            listener.does(body)
            self.send_response(listener.answers.pop(0) if listener.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            """Be the paper that a donor comes back to."""
            body = b"<!doctype html><title>The paper</title><h1>Back at the paper</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Line) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield listener, f"http://127.0.0.1:{server.server_address[1]}/hooks/"
        finally:
            server.shutdown()
            thread.join()
