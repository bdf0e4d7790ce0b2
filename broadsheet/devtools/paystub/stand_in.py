"""The stand-in processor itself: it starts, listens, lets time pass, tells of events, and stops."""

from collections.abc import Sequence
from threading import Event as Signal
from threading import Thread
from types import TracebackType

from broadsheet.devtools.paystub import payouts
from broadsheet.devtools.paystub.acts import Acts
from broadsheet.devtools.paystub.answering import LIVE, Api
from broadsheet.devtools.paystub.books import Books, Rules, Thing
from broadsheet.devtools.paystub.calls_for_news import add_endpoint
from broadsheet.devtools.paystub.clock import DAY, HOUR, MINUTE, Clock
from broadsheet.devtools.paystub.delivering import Courier, send
from broadsheet.devtools.paystub.errors import PaystubError
from broadsheet.devtools.paystub.faults import Fault, Silence
from broadsheet.devtools.paystub.hearing import EVERY, Endpoint, Event, signature
from broadsheet.devtools.paystub.screens import Screens
from broadsheet.devtools.paystub.serving import Server

KEY = "sk_test_paystub"
WEBHOOK_SECRET = "whsec_paystub"
# Seconds within which what is to be told must have been told.
PATIENCE = 60.0


class Webhooks:
    """The addresses that are told of events."""

    def __init__(self, books: Books, secret: str) -> None:
        self.books = books
        self.secret = secret

    def append(
        self,
        url: str,
        *,
        secret: str | None = None,
        events: Sequence[str] = (EVERY,),
        api_version: str | None = None,
    ) -> Endpoint:
        """Tell an address of this machine from now on.

        Args:
            secret: what its deliveries are signed with; else the stand-in's `webhook_secret`.
            api_version: the version in whose shapes it is told; else the stand-in's own.

        Errors:
            CallRefusedError: it is on another machine.
        """
        with self.books.lock:
            return add_endpoint(
                self.books, url, secret or self.secret, list(events), api_version=api_version
            )

    def clear(self) -> None:
        with self.books.lock:
            self.books.endpoints.clear()


class Paystub(Acts):
    """A payment processor in which no money moves. Its state lasts as long as it does.

    Args:
        key: what the library must give; a live key is refused.
        host: of this machine alone.
        port: 0 for any that is free; `address` says which.
        now: what its clock begins with, in seconds since 1970; else this moment.
        seed: makes the same keys in each run; else no two runs share one.
        rules: how the account is set up.
        delivering: whether events go to `webhooks` by themselves; else by `deliver`.

    Errors:
        PaystubError: it is not to start like this.
    """

    def __init__(
        self,
        *,
        key: str = KEY,
        webhook_secret: str = WEBHOOK_SECRET,
        host: str = "127.0.0.1",
        port: int = 0,
        now: float | None = None,
        seed: int | None = None,
        rules: Rules | None = None,
        delivering: bool = True,
    ) -> None:
        refuse_live(key)
        self.api_key = key
        self.webhook_secret = webhook_secret
        self.books = Books(Clock(now), seed=seed, rules=rules or Rules())
        self.api = Api(self.books, key)
        self.courier = Courier(self.books)
        self.courier.carries = delivering
        self.books.tell = self.courier.tell
        self.webhooks = Webhooks(self.books, webhook_secret)
        screens = Screens(self.books, lambda days: self.advance(days=days))
        self.server = Server(host, port, self.api, screens)
        shown_host = f"[{host}]" if ":" in host else host
        self.books.address = f"http://{shown_host}:{self.server.server_address[1]}"
        self.ending = Signal()
        self.threads = [
            Thread(target=self.server.serve_forever, args=(0.05,), name="paystub", daemon=True)
        ]
        payouts.pay_out_daily(self.books)

    @property
    def address(self) -> str:
        return self.books.address

    @property
    def account(self) -> str:
        return self.books.account

    @property
    def rules(self) -> Rules:
        return self.books.rules

    # Its life

    def start(self) -> "Paystub":
        self.courier.start()
        for thread in self.threads:
            thread.start()
        return self

    def stop(self) -> None:
        self.ending.set()
        if not self.courier.thread.is_alive():
            # It never began.
            self.server.server_close()
            return
        self.server.end()
        self.courier.stop()
        for thread in self.threads:
            thread.join()

    def __enter__(self) -> "Paystub":
        return self.start()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self.stop()

    def keep_time(self) -> None:
        """Let what is due happen as this machine's time passes; for a stand-in beside a demo, before `start`."""

        def tick() -> None:
            while not self.ending.wait(1):
                try:
                    self.advance()
                except PaystubError:
                    # An endpoint is slow: what is due waits for the next second.
                    continue

        self.threads.append(Thread(target=tick, name="paystub-clock", daemon=True))

    # Its time

    def now(self) -> int:
        """Return the moment on its clock, in seconds since 1970."""
        return self.books.now()

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Move the clock on; what is due on the way happens in its order, and is told before the next.

        Errors:
            PaystubError: an endpoint did not take what it was told in time.
        """
        passed = days * DAY + hours * HOUR + minutes * MINUTE + seconds
        target = int(self.books.now() + passed)
        while True:
            with self.books.lock:
                happening = self.books.agenda.next_until(target)
                if happening is None:
                    break
                self.books.clock.move_to(happening.moment)
                happening.act()
            self.wait_for_deliveries()
        self.books.clock.move_to(target)

    # What it tells

    @property
    def events(self) -> list[Event]:
        """All that happened, oldest first."""
        with self.books.lock:
            return list(self.books.events)

    def events_of(self, kind: str) -> list[Event]:
        return [one for one in self.events if one.type == kind]

    def wait_for_deliveries(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is on its way; what failed is tried again only as the clock goes.

        Errors:
            PaystubError: something still is.
        """
        if not self.courier.wait(seconds):
            raise PaystubError(
                "An endpoint still answers to what it was told. See why it takes so long, or wait longer."
            )

    def deliver(
        self,
        event: Event,
        *,
        url: str | None = None,
        secret: str | None = None,
        at: float | None = None,
        body: bytes | None = None,
        signed: bool = True,
    ) -> int:
        """Carry an event by hand, now; return the status of the answer, 0 where none came.

        Args:
            url: else the first of `webhooks`.
            secret: it is signed with; another than the endpoint's is a forgery.
            at: the moment that its signature claims; in seconds since 1970.
            body: other bytes than the event's, which are signed in its place.
            signed: whether there is a signature at all.
        """
        first = self.books.endpoints[0] if self.books.endpoints else None
        if url is None and first is None:
            raise PaystubError("Nobody is to be told. Say to which address: url=….")
        sent = event.body_as(first.api_version if first else None) if body is None else body
        key = secret or (first.secret if first else self.webhook_secret)
        header = signature(sent, key, at) if signed else None
        status = send(url or (first.url if first else ""), sent, header)
        if first and 200 <= status < 300 and first.id in event.told:
            event.told[first.id] = "done"
        return status

    def signature(self, body: bytes, *, secret: str | None = None, at: float | None = None) -> str:
        """Return the header `Stripe-Signature` for bytes that a test posts itself."""
        return signature(body, secret or self.webhook_secret, at)

    def forge(self, kind: str, thing: Thing) -> Event:
        """Return an event that never happened; it is in no list, and nobody is told of it."""
        with self.books.lock:
            data = {
                "id": self.books.key_of("evt_"),
                "object": "event",
                "api_version": None,
                "created": self.books.now(),
                "data": {"object": thing},
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            }
        return Event(data)

    # What goes wrong

    def fail_next(
        self, times: int = 1, *, status: int | Silence = 500, path: str = "", done: bool = False
    ) -> None:
        """Let the next calls fail.

        Args:
            times: how many; the library's own tries count.
            status: 429, 500, 502 or 503; `timeout`: no answer comes; `drop`: the line is closed.
            path: part of `POST /v1/refunds`, such as `/v1/refunds`; else all calls.
            done: each call does what it asks, and only its answer is lost.

        Errors:
            PaystubError: it cannot fail like this.
        """
        with self.books.lock:
            self.api.faults.add(Fault(times, status, path, done=done))

    def mend(self) -> None:
        """Let nothing go wrong any more that was to."""
        with self.books.lock:
            self.api.faults.waiting.clear()


def refuse_live(key: str) -> None:
    """Refuse a key that moves money.

    Errors:
        PaystubError: it is one, or no key of a test.
    """
    if key.startswith(LIVE):
        raise PaystubError(
            "This is a live key: with it, money moves. The stand-in takes test keys alone; take the live key out of "
            "whatever gave it."
        )
    if not key.startswith(("sk_test_", "rk_test_")):
        raise PaystubError("The stand-in's key begins with sk_test_ or rk_test_.")
