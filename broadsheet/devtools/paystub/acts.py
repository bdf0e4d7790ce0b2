"""What people, banks and networks do to the account, called by tests without a browser."""

from collections.abc import Callable
from typing import Any

from broadsheet.devtools.paystub import (
    calls_for_people,
    disputes,
    invoices,
    methods,
    paying,
    payments,
    payouts,
    refunds,
    subscriptions,
)
from broadsheet.devtools.paystub.amounts import chargeable, known_currency
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.cards import read_card
from broadsheet.devtools.paystub.showing import shown

PAID = "4242 4242 4242 4242"
EMAIL = "donor@example.org"


class Acts:
    """Each act takes the keys of what it is about, holds the books while it acts, and returns what came of it.

    Errors:
        CallRefusedError: of all of them, where the processor would refuse.
    """

    books: Books

    def act(self, doing: Callable[[], Any]) -> Thing:
        with self.books.lock:
            thing: Thing = doing()
            return shown(self.books, thing)

    def find(self, key: str, *expand: str) -> Thing:
        """Return an object as the library would read it."""
        with self.books.lock:
            return shown(self.books, self.books.things[key], list(expand))

    def all(self, kind: str) -> list[Thing]:
        """Return all objects of a kind, such as `charge`, newest first."""
        with self.books.lock:
            return [shown(self.books, one) for one in self.books.all(kind)]

    # A donor

    def pay(
        self, session: str, card: str = PAID, *, email: str = EMAIL, name: str | None = None
    ) -> str:
        """Pay in a session as on its page; return `succeeded`, `declined` or `asks`."""
        with self.books.lock:
            found = self.books.get("checkout.session", session)
            whose = self.email_of(found, email)
            kept = read_card(card, self.books.good_expiry(), self.books.now())
            method = methods.add_card(self.books, kept, email=whose, name=name)
            return paying.pay(self.books, found, method)

    def pay_by_bank(
        self, session: str, account: str = "000123456789", *, email: str = EMAIL
    ) -> str:
        """Begin a bank debit in a session, which is decided four days later, or by `settle_debit`."""
        with self.books.lock:
            found = self.books.get("checkout.session", session)
            method = methods.add_account(self.books, account, email=self.email_of(found, email))
            return paying.pay(self.books, found, method)

    def email_of(self, session: Thing, email: str) -> str:
        known = self.books.things.get(session["_customer"] or "", {}).get("email")
        return str(session["customer_email"] or known or email)

    def prove(self, key: str, *, passed: bool = True) -> str:
        """Answer 3-D Secure, of a session, an invoice or an intent."""
        with self.books.lock:
            thing = self.books.things[key]
            intent = self.books.things[thing.get("_intent") or key]
            return payments.prove(self.books, intent, passed=passed)

    def use_card(self, customer: str, card: str) -> Thing:
        """Let a customer's plans be paid with another card, as the portal does."""
        return self.act(lambda: self._use_card(self.books.get("customer", customer), card))

    def _use_card(self, customer: Thing, card: str) -> Thing:
        kept = read_card(card, self.books.good_expiry(), self.books.now())
        method = methods.add_card(self.books, kept, email=customer["email"])
        methods.use_from_now_on(self.books, customer, method)
        return method

    # Banks and networks

    def settle_debit(self, intent: str, *, passed: bool = True) -> str:
        """Let a bank debit come in now, or come back unpaid."""
        with self.books.lock:
            found = self.books.get("payment_intent", intent)
            return payments.settle(self.books, found, passed=passed)

    def replace_by_network(self, method: str) -> Thing:
        """Let a card's network put a new card in its place."""
        return self._with("payment_method", method, methods.replace_by_network)

    def settle_refund(self, refund: str) -> Thing:
        return self._with("refund", refund, refunds.settle_refund)

    def fail_refund(self, refund: str) -> Thing:
        return self._with("refund", refund, refunds.fail_refund)

    def dispute(
        self,
        charge: str,
        amount: int | None = None,
        *,
        reason: str = "fraudulent",
        withdrawn: bool = True,
    ) -> Thing:
        """Let a donor's bank dispute a charge; without `withdrawn`, the money is taken by `withdraw`."""
        return self.act(
            lambda: disputes.dispute(
                self.books,
                self.books.get("charge", charge),
                amount,
                reason=reason,
                withdrawn=withdrawn,
            )
        )

    def withdraw(self, dispute: str) -> Thing:
        return self._with("dispute", dispute, disputes.withdraw)

    def win(self, dispute: str) -> Thing:
        return self._with("dispute", dispute, disputes.win)

    def lose(self, dispute: str) -> Thing:
        return self._with("dispute", dispute, disputes.lose)

    def pay_out(self) -> list[Thing]:
        """Pay out what is available now: one payout for each currency."""
        with self.books.lock:
            return [shown(self.books, one) for one in payouts.pay_out(self.books)]

    def arrive(self, payout: str) -> Thing:
        return self._with("payout", payout, payouts.arrive)

    def fail_payout(self, payout: str) -> Thing:
        return self._with("payout", payout, payouts.fail_payout)

    # The account's owner, on the processor's own screens

    def refund(self, charge: str, amount: int | None = None, *, waits: bool | None = None) -> Thing:
        """Refund by hand; with `waits` it stays pending until `settle_refund` or `fail_refund`."""
        return self.act(
            lambda: refunds.refund(
                self.books, self.books.get("charge", charge), amount, waits=waits
            )
        )

    def take_elsewhere(
        self, amount: int, currency: str = "usd", card: str = PAID, *, email: str = EMAIL
    ) -> Thing:
        """Take a payment that the paper knows nothing of; return its intent."""
        return self.act(lambda: self._take_elsewhere(amount, currency, card, email))

    def _take_elsewhere(self, amount: int, currency: str, card: str, email: str) -> Thing:
        known = known_currency(currency, "currency")
        kept = read_card(card, self.books.good_expiry(), self.books.now())
        method = methods.add_card(self.books, kept, email=email)
        return payments.take_elsewhere(
            self.books, chargeable(amount, known, "amount"), known, method, description=None
        )

    def cancel_plan(self, subscription: str) -> Thing:
        return self._with("subscription", subscription, subscriptions.cancel_now)

    def void_invoice(self, invoice: str) -> Thing:
        return self._with("invoice", invoice, invoices.void)

    def delete_customer(self, customer: str) -> Thing:
        return self.act(lambda: calls_for_people.delete_customer(self.books, {}, customer))

    def _with(self, kind: str, key: str, doing: Callable[[Books, Thing], Any]) -> Thing:
        with self.books.lock:
            thing = self.books.get(kind, key)
            doing(self.books, thing)
            return shown(self.books, thing)
