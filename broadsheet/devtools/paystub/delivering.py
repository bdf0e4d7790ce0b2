"""Telling endpoints of events, over HTTP, signed, again and again until they have heard."""

from collections import deque
from http.client import HTTPConnection, HTTPException
from threading import Condition, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

from broadsheet.devtools.paystub.books import Books
from broadsheet.devtools.paystub.clock import DAY, HOUR, MINUTE
from broadsheet.devtools.paystub.hearing import Endpoint, Event, signature

# How long to wait after each try; then every 12 hours, for three days in all.
WAITS = (5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR)
LATER = 12 * HOUR
GIVE_UP_AFTER = 3 * DAY
# Seconds that an endpoint has to answer.
PATIENCE = 20.0


class Delivery(NamedTuple):
    event: Event
    endpoint: Endpoint
    tries: int


class Courier:
    """Carries events to endpoints, one after the other, on a thread of its own."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.waiting: deque[Delivery] = deque()
        self.changed = Condition()
        self.at_work = 0
        self.ending = False
        # Whether events go out by themselves; tests may want to carry them.
        self.carries = True
        self.thread = Thread(target=self.work, name="paystub-courier", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        with self.changed:
            self.ending = True
            self.waiting.clear()
            self.changed.notify_all()
        self.thread.join()

    def tell(self, event: Event, endpoints: list[Endpoint]) -> None:
        if self.carries:
            for endpoint in endpoints:
                self.put(Delivery(event, endpoint, 0))

    def put(self, delivery: Delivery) -> None:
        with self.changed:
            self.waiting.append(delivery)
            self.changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is to be carried now; say whether it came to that in time."""
        with self.changed:
            return self.changed.wait_for(lambda: not self.waiting and not self.at_work, seconds)

    def work(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting or self.ending)
                if self.ending:
                    return
                delivery = self.waiting.popleft()
                self.at_work += 1
            try:
                self.carry(delivery)
            finally:
                with self.changed:
                    self.at_work -= 1
                    self.changed.notify_all()

    def carry(self, delivery: Delivery) -> None:
        """Try one delivery, and note another try if it fails."""
        event, endpoint, tries = delivery
        if endpoint.disabled or endpoint not in self.books.endpoints:
            event.told[endpoint.id] = "given up"
            return
        body = event.body_as(endpoint.api_version)
        status = send(endpoint.url, body, signature(body, endpoint.secret))
        if 200 <= status < 300:
            event.told[endpoint.id] = "done"
            return
        wait = WAITS[tries] if tries < len(WAITS) else LATER
        with self.books.lock:
            moment = self.books.now() + wait
            if moment > event.data["created"] + GIVE_UP_AFTER:
                event.told[endpoint.id] = "given up"
                return
            again = Delivery(event, endpoint, tries + 1)
            self.books.agenda.note(moment, lambda: self.put(again))


def send(url: str, body: bytes, signed: str | None) -> int:
    """Post an event to an address of this machine; return the status, or 0 where no answer came."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (Paystub, TEST)",
        "Accept": "*/*; q=0.5, application/xml",
    }
    if signed is not None:
        headers["Stripe-Signature"] = signed
    line = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    finally:
        line.close()
    return answer.status
