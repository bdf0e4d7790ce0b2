"""Gifts as readers send them, for tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from broadsheet.donations.asking.sending import FORM, GIFTS
from broadsheet.donations.asking.views import LOOKS
from broadsheet.donations.asking.ways_to_give import MONTH, ONCE, YEAR, WayToGive, forget_way, way
from broadsheet.donations.beginning import begin_gift
from broadsheet.donations.models import GiftRules
from broadsheet.mailbag import passes
from broadsheet.mailbag.views import PUZZLES

HERE = {"sec-fetch-site": "same-origin"}
TYPED = {
    "often": "once",
    "sum": "50.00",
    "own": "",
    "way": "pledge",
    "pledge_way": "cheque",
    "due_on": "",
    "name": "Nell Roe",
    "email": "nell.roe@example.org",
    "honour": "",
    "honoured": "",
    "message": "Keep at it.",
    "asked_on": "",
}


@pytest.fixture
def give_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is counted yet, and nobody waits four seconds."""
    GIFTS.forget()
    PUZZLES.forget()
    LOOKS.forget()
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)


@pytest.fixture
def give(paper: Any, give_soon: None) -> Callable[..., Any]:
    """Return a function that sends the form as a browser without scripts does, from the page where it is read over."""

    def give_once(client: Client | None = None, **changes: Any) -> Any:
        fields = {**TYPED, passes.READ_OVER: passes.page_pass(FORM), **changes}
        fields = {name: value for name, value in fields.items() if value is not None}
        return (client or Client()).post("/support/", fields, headers=HERE)

    return give_once


@pytest.fixture
def gift_rules(site: Site) -> GiftRules:
    """The paper's rules for gifts, of its own from now on."""
    return GiftRules.objects.create(site=site)


class Card:
    """A processor as the page knows one: it leads to its own page, or says that it is not there."""

    def __init__(self) -> None:
        self.leads_to = "https://pay.example/session/1"
        self.refuses: Exception | None = None
        self.taken: list[Any] = []

    def make(self, _site: Site) -> WayToGive:
        return WayToGive(
            name="card",
            label="By card",
            sentence="You pay on the processor’s page.",
            button="Go on to pay",
            begin=self.begin,
            go_on=self.go_on,
            often=(ONCE, MONTH, YEAR),
            needs=frozenset({"email"}),
            is_by_card=True,
        )

    def begin(self, given: Any) -> Any:
        self.taken.append(given)
        return begin_gift(
            given.site,
            given.total,
            provider="stripe",
            donor=given.make_donor(),
            form_key=given.form_key,
            fee_cover_minor=given.fee_cover.minor,
            **given.asked,
        )

    def go_on(self, _begun: Any) -> str:
        if self.refuses is not None:
            raise self.refuses
        return self.leads_to


@pytest.fixture
def card() -> Iterator[Card]:
    """A way to give by card."""
    one = Card()
    way(11)(one.make)
    yield one
    forget_way(11)
