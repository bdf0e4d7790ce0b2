"""A stand-in for the processor beside a test, and gifts that are paid there. It is asked over a real line, by the real library."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from broadsheet.devtools.paystub import Paystub, Rules
from broadsheet.devtools.paystub.hearing import Event
from broadsheet.donations.beginning import begin_gift, find_or_make_donor
from broadsheet.donations.card import talking, testers
from broadsheet.donations.card.events import follow_due
from broadsheet.donations.card.starting import start
from broadsheet.donations.models import Entry, Gift, Plan, ProviderEvent
from broadsheet.donations.money import Money, total_of
from broadsheet.donations.wording import disclosure_of

PATH = "/support/stripe/"
ADA = "ada@larkmere.example"


class Processor(Paystub):
    """The stand-in, and how its deliveries come to the paper: by hand, so that a test can lose, mix and forge them."""

    told: set[str]

    def undelivered(self) -> list[Event]:
        return [event for event in self.events if event.id not in self.told]

    def tell(self, *events: Event) -> None:
        """Have the paper hear of these, or of all that it has not heard of."""
        for event in events or self.undelivered():
            assert self.post(event.body).status_code == 200
            self.told.add(event.id)

    def post(self, body: bytes, header: str | None = None, **more: Any) -> Any:
        """Post bytes to the paper's webhook, signed unless another header is given."""
        signed = self.signature(body) if header is None else header
        return Client().post(
            PATH,
            body,
            content_type="application/json",
            headers={"Stripe-Signature": signed} if signed else {},
            **more,
        )

    def tell_and_follow(self, *events: Event) -> None:
        self.tell(*events)
        follow_all()


@pytest.fixture
def processor(settings: LazySettings) -> Iterator[Processor]:
    """The processor, at which the paper has an account."""
    with Processor(delivering=False, rules=Rules(daily_payouts=False)) as stub:
        stub.told = set()
        settings.STRIPE_KEY = stub.api_key
        settings.STRIPE_WEBHOOK_SECRETS = [stub.webhook_secret]
        settings.STRIPE_API_BASE = stub.address
        testers.WATCH.forget()
        yield stub
        talking._client.cache_clear()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the processor, and the library does not try again by itself."""
    monkeypatch.setattr(talking, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(talking, "TRIES_MORE", 0)
    talking._client.cache_clear()


@pytest.fixture
def clock_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Return a function that lets the paper's clock go on: `clock_on(timedelta(hours=25))`."""

    def go_on(by: timedelta) -> None:
        real: Callable[[], datetime] = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + by)

    return go_on


def follow_all() -> None:
    while follow_due():
        pass


def the_site() -> Site:
    return Site.objects.get(is_default_site=True)


def a_card_gift(minor: int = 2500, currency: str = "USD", **more: Any) -> Gift:
    """Begin a gift by card, as the form does."""
    site = the_site()
    donor = find_or_make_donor(site, name="Ada Lund", email=ADA)
    told = {"provider": "stripe", "is_test": True, "donor": donor, **more}
    return begin_gift(site, Money(minor, currency), **told)


def a_card_plan(minor: int = 1000, every: str = Plan.Every.MONTH, **more: Any) -> Plan:
    site = the_site()
    donor = find_or_make_donor(site, name="Bo Ek", email="bo@larkmere.example")
    return Plan.objects.create(
        site=site,
        provider="stripe",
        donor=more.pop("donor", donor),
        amount_minor=minor,
        currency="USD",
        every=every,
        disclosure=disclosure_of(site),
        is_test=True,
        **more,
    )


def session_of(address: str) -> str:
    """Return the name of the page of the processor at an address."""
    return address.rpartition("/")[2]


def pay(processor: Processor, begun: Gift | Plan, **how: Any) -> str:
    """Go to the processor's page and pay; return the page's name."""
    session = session_of(start(begun))
    processor.pay(session, **how)
    return session


def a_paid_gift(processor: Processor, minor: int = 2500, **more: Any) -> Gift:
    gift = a_card_gift(minor, **more)
    pay(processor, gift)
    processor.tell_and_follow()
    gift.refresh_from_db()
    return gift


def a_paid_plan(processor: Processor, **more: Any) -> Plan:
    plan = a_card_plan(**more)
    pay(processor, plan)
    processor.tell_and_follow()
    plan.refresh_from_db()
    return plan


def charge_of(processor: Processor, gift: Gift) -> str:
    return str(processor.find(gift.payments.get().ref)["latest_charge"])


def balance_of(processor: Processor, currency: str = "usd") -> int:
    """Return what the account there has had come and go, in minor units, payouts left out."""
    return sum(
        line["net"]
        for line in processor.all("balance_transaction")
        if line["currency"] == currency and not line["type"].startswith("payout")
    )


def books_of(currency: str = "USD") -> int:
    """Return what the books have of the processor."""
    entries = Entry.objects.filter(provider="stripe", currency=currency)
    return total_of([one.amount for one in entries], currency).minor


def states() -> dict[str, int]:
    """Return how many deliveries are in which state."""
    found: dict[str, int] = {}
    for state in ProviderEvent.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
