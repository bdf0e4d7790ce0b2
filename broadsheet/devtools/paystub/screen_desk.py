"""The stand-in's own desk: what was paid, and what a processor's owner, banks and time do to it. For the demo."""

from collections.abc import Callable

from broadsheet.devtools.paystub import disputes, payments, payouts, refunds
from broadsheet.devtools.paystub.amounts import words
from broadsheet.devtools.paystub.answering import Answer
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.markup import button, go, note, page, text
from broadsheet.devtools.paystub.screen_portal import day

Form = dict[str, str]
SHOWN = 20


def show(books: Books) -> Answer:
    body = (
        f"<p>Here it is {text(day(books.now()))}.</p>"
        f'<div class="row">{button("Let a day pass", "advance", days="1")}'
        f"{button('Let a month pass', 'advance', days='31')}"
        f"{button('Pay out now', 'pay_out', plain=True)}</div>"
        f"<h2>Payments</h2>{table(['Payment', 'Amount', 'State', 'What may happen'], rows_of_charges(books))}"
        f"<h2>Plans</h2>{table(['Plan', 'State', 'Next'], rows_of_plans(books))}"
        f"<h2>Payouts</h2>{table(['Payout', 'Amount', 'State', 'What may happen'], rows_of_payouts(books))}"
        f"<h2>Events</h2>{table(['Event', 'Kind', 'Heard'], rows_of_events(books))}"
    )
    return page("Desk of the stand-in", body, wide=True)


def table(heads: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return "<p>None yet.</p>"
    head = "".join(f'<th scope="col">{text(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def rows_of_charges(books: Books) -> list[list[str]]:
    return [
        [
            text(one["id"]),
            text(words(one["amount"], one["currency"])),
            text(state_of(one)),
            deeds_of(books, one),
        ]
        for one in books.all("charge")[:SHOWN]
    ]


def state_of(charge: Thing) -> str:
    if charge["amount_refunded"]:
        return f"refunded {words(charge['amount_refunded'], charge['currency'])}"
    return "disputed" if charge["disputed"] else str(charge["status"])


def deeds_of(books: Books, charge: Thing) -> str:
    key = charge["id"]
    if charge["status"] == "pending":
        return button("The bank pays", "settle", key=key) + button(
            "The bank refuses", "bounce", plain=True, key=key
        )
    if charge["status"] != "succeeded":
        return ""
    open_one = [
        one for one in books.all("dispute", charge=key) if one["status"] not in disputes.OVER
    ]
    if open_one:
        return button("Win", "win", key=key) + button("Lose", "lose", plain=True, key=key)
    if charge["refunded"] or charge["disputed"]:
        return ""
    return button("Refund", "refund", plain=True, key=key) + button(
        "Dispute", "dispute", plain=True, key=key
    )


def rows_of_plans(books: Books) -> list[list[str]]:
    return [
        [
            text(one["id"]),
            text(one["status"]),
            text(day(one["items"]["data"][0]["current_period_end"])),
        ]
        for one in books.all("subscription")[:SHOWN]
    ]


def rows_of_payouts(books: Books) -> list[list[str]]:
    return [
        [
            text(one["id"]),
            text(words(one["amount"], one["currency"])),
            text(one["status"]),
            button("It comes back", "fail_payout", plain=True, key=one["id"])
            if one["status"] != "failed"
            else "",
        ]
        for one in books.all("payout")[:SHOWN]
    ]


def rows_of_events(books: Books) -> list[list[str]]:
    return [
        [text(one.id), breakable(one.type), text(", ".join(one.told.values()) or "nobody listens")]
        for one in reversed(books.events[-SHOWN:])
    ]


def breakable(kind: str) -> str:
    """Return an event's kind so that a narrow window can break it between its words."""
    return text(kind).replace(".", ".<wbr>").replace("_", "_<wbr>")


def act(books: Books, form: Form) -> Answer:
    """Do what was pressed, but for the clock, which is not the books'."""
    key = form.get("key")
    try:
        ACTS[form.get("act", "")](books, key or "")
    except (CallRefusedError, KeyError) as error:
        words_for_it = str(error) if isinstance(error, CallRefusedError) else "Nobody knows this."
        return note("This is not possible", words_for_it, status=400, back="/")
    return go("/")


def open_dispute(books: Books, key: str) -> Thing:
    return books.all("dispute", charge=key)[0]


def intent_of(books: Books, key: str) -> Thing:
    return books.things[books.get("charge", key)["payment_intent"]]


ACTS: dict[str, Callable[[Books, str], object]] = {
    "pay_out": lambda books, _key: payouts.pay_out(books),
    "settle": lambda books, key: payments.settle(books, intent_of(books, key), passed=True),
    "bounce": lambda books, key: payments.settle(books, intent_of(books, key), passed=False),
    "refund": lambda books, key: refunds.refund(books, books.get("charge", key)),
    "dispute": lambda books, key: disputes.dispute(books, books.get("charge", key)),
    "win": lambda books, key: disputes.win(books, open_dispute(books, key)),
    "lose": lambda books, key: disputes.lose(books, open_dispute(books, key)),
    "fail_payout": lambda books, key: payouts.fail_payout(books, books.get("payout", key)),
}
