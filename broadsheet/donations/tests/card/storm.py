"""Months of gifts at the processor, and all that can befall what it tells of them: for the tests that lose and kill anything."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from broadsheet import donations
from broadsheet.devtools.paystub import CallRefusedError
from broadsheet.devtools.paystub.hearing import Event
from broadsheet.donations.card.starting import start
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    a_card_gift,
    a_card_plan,
    session_of,
)

GOOD, DECLINED, FAILS_LATER = "4242424242424242", "4000000000000002", "4000000000000341"
FAILING_BANK, GOOD_BANK = "000111111116", "000123456789"
ROOM = str(Path(donations.__file__).parent) + "/"
TESTS = ROOM + "tests/"
# Of the paper's own functions that are called while one delivery is followed, or a sweep is made.
LONGEST_LIFE = 400


class Killed(BaseException):
    """The process ends here, without a word."""


@contextmanager
def killed_at(call: int) -> Iterator[None]:
    """End whatever runs inside at this call of any function of gifts, as a machine that is switched off does."""
    left = call

    def count(frame: FrameType, what: str, _given: Any) -> None:
        nonlocal left
        name = frame.f_code.co_filename
        if what == "call" and name.startswith(ROOM) and not name.startswith(TESTS):
            left -= 1
            if left == 0:
                raise Killed

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


class Storm:
    """What happens by one seed."""

    def __init__(self, processor: Processor, seed: int) -> None:
        self.processor, self.chance = processor, Random(seed)
        self.loses = self.chance.choice([0.0, 0.1, 0.6, 1.0])

    # Donors, banks and the processor's own screens ---------------------------------------------------
    def months(self, count: int) -> Iterator[None]:
        """Let months pass; after each, what was told can be delivered."""
        for _month in range(count):
            for _donor in range(self.chance.randint(3, 6)):
                self.somebody_gives()
                self.processor.advance(days=self.chance.randint(0, 4), minutes=1)
            for _time in range(self.chance.randint(1, 4)):
                self.something_happens()
            yield

    def somebody_gives(self) -> None:
        way = self.chance.choices(
            [self.once, self.monthly, self.leave, self.at_second_try, self.by_bank, self.elsewhere],
            [4, 4, 1, 1, 2, 1],
        )[0]
        way()

    def page(self, begun: Any) -> str:
        """Go to the processor's page, again and again while the paper dies before it leads there."""
        while True:
            try:
                with killed_at(self.life()):
                    return session_of(start(begun))
            except Killed:
                continue

    def a_gift(self) -> Any:
        currency = self.chance.choice(["USD", "USD", "USD", "CAD", "JPY"])
        return a_card_gift(self.chance.randint(500, 90_000), currency)

    def once(self) -> None:
        self.processor.pay(self.page(self.a_gift()), GOOD)

    def monthly(self) -> None:
        self.processor.pay(self.page(a_card_plan(self.chance.randint(300, 5_000))), GOOD)

    def leave(self) -> None:
        self.page(self.a_gift())

    def at_second_try(self) -> None:
        self.processor.rules.new_intent_each_try = self.chance.random() < 0.5
        session = self.page(self.a_gift())
        self.processor.pay(session, DECLINED)
        self.processor.pay(session, GOOD)

    def by_bank(self) -> None:
        bank = self.chance.choice([FAILING_BANK, GOOD_BANK])
        self.processor.pay_by_bank(self.page(a_card_gift(self.chance.randint(500, 9_000))), bank)

    def elsewhere(self) -> None:
        self.processor.take_elsewhere(self.chance.randint(100, 9_000))

    def something_happens(self) -> None:
        happening: Callable[[], object] = self.chance.choice(
            [self.refund, self.refund, self.dispute, self.decide, self.fail_refund, self.new_card]
        )
        try:
            happening()
        except (CallRefusedError, IndexError):
            return

    def one(self, kind: str) -> Any:
        return self.chance.choice(self.processor.all(kind))

    def refund(self) -> None:
        charge = self.one("charge")
        amount = self.chance.choice([None, charge["amount"] // 4])
        for _time in range(1 if amount is None else 2):
            self.processor.refund(charge["id"], amount, waits=self.chance.random() < 0.2)

    def fail_refund(self) -> None:
        self.processor.fail_refund(self.one("refund")["id"])

    def dispute(self) -> None:
        self.processor.dispute(self.one("charge")["id"])

    def decide(self) -> None:
        decided = self.chance.choice([self.processor.win, self.processor.lose])
        decided(self.one("dispute")["id"])

    def new_card(self) -> None:
        plan = self.one("subscription")
        if self.chance.random() < 0.3:
            self.processor.cancel_plan(plan["id"])
        else:
            self.processor.use_card(plan["customer"], FAILS_LATER)

    # What is told of it ------------------------------------------------------------------------------
    def deliver(self) -> None:
        """Have the paper hear of what happened: some of it never, some twice, all mixed, with forgeries among it."""
        told = [one for one in self.processor.undelivered() if self.chance.random() >= self.loses]
        self.processor.told.update(one.id for one in self.processor.undelivered())
        told += self.chance.sample(told, len(told) // 3)
        self.chance.shuffle(told)
        for event in told:
            self.carry(event)

    def carry(self, event: Event) -> None:
        if self.chance.random() < 0.04:
            forged = self.processor.forge(event.type, {**event.object, "amount": 1})
            secret, age = self.chance.choice([("whsec_forged", 0), (None, 3_600)])
            at = None if not age else time.time() - age
            header = self.processor.signature(forged.body, secret=secret, at=at)
            assert self.processor.post(forged.body, header).status_code == 400
        assert self.processor.post(event.body).status_code == 200

    # Killing -----------------------------------------------------------------------------------------
    def life(self) -> int:
        """Return after how many calls the process dies; mostly after its work is done."""
        return self.chance.choice([10_000_000, self.chance.randint(1, LONGEST_LIFE)])

    def do_and_die(self, work: Callable[[], Any], times: int) -> None:
        """Have something done by processes that are killed anywhere."""
        for _time in range(times):
            try:
                with killed_at(self.life()):
                    work()
            except Killed:
                continue
