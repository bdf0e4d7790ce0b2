"""Screens for a donor who has a plan: the portal, and an invoice that waits for her."""

from datetime import UTC, datetime

from broadsheet.devtools.paystub import invoices, subscriptions
from broadsheet.devtools.paystub.amounts import words
from broadsheet.devtools.paystub.answering import Answer
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.cards import read_card, refused
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.markup import button, card_fields, go, page, text
from broadsheet.devtools.paystub.methods import add_card, attach, use_from_now_on

Form = dict[str, str]


def day(moment: int) -> str:
    """Return a date for people.

    >>> day(1738281600)
    'January 31, 2025'
    """
    return f"{datetime.fromtimestamp(moment, UTC):%B %-d, %Y}"


def show(
    books: Books, session: Thing, *, error: str = "", said: str = "", status: int = 200
) -> Answer:
    """Return the portal's page: the plans, the card, and the way back."""
    flow = session["flow"] or {}
    only = (flow.get("subscription_cancel") or {}).get("subscription")
    plans = [
        one
        for one in books.all("subscription", customer=session["customer"])
        if only in (None, one["id"])
    ]
    body = [f'<p role="status"><strong>{text(said)}</strong></p>' if said else ""]
    if flow.get("type") != "payment_method_update":
        body += [plan_shown(one) for one in plans] or ["<p>You have no plan.</p>"]
    if flow.get("type") != "subscription_cancel":
        body.append(
            f'<section aria-labelledby="card"><h2 id="card">Your card</h2><form method="post">{card_fields(books.good_expiry(), error)}'
            '<button type="submit" name="act" value="card">Use this card</button></form></section>'
        )
    if session["return_url"]:
        body.append(f'<p><a href="{text(session["return_url"])}">Go back to the paper</a></p>')
    after = ((flow.get("after_completion") or {}).get("redirect") or {}).get("return_url")
    return page("Your gifts", "\n".join(filter(None, body)), status=status, leads_to=(after,))


def plan_shown(plan: Thing) -> str:
    items = plan["items"]["data"]
    amount = sum(one["price"]["unit_amount"] * one["quantity"] for one in items)
    interval = items[0]["price"]["recurring"]["interval"]
    name = f"{words(amount, plan['currency'])} each {interval}"
    end = day(subscriptions.period_end(plan))
    if plan["status"] == "canceled":
        return f"<section><h2>{text(name)}</h2><p>Ended.</p></section>"
    if plan["cancel_at_period_end"]:
        state = f"Ends on {end}."
        deeds = button("Resume", "resume", plan=plan["id"])
    else:
        state = f"{'Payment failed. ' if plan['status'] == 'past_due' else ''}Next on {end}."
        deeds = button(f"Cancel on {end}", "cancel_later", plan=plan["id"])
    deeds += button("Cancel now", "cancel_now", plain=True, plan=plan["id"])
    return f'<section><h2>{text(name)}</h2><p>{text(state)}</p><div class="row">{deeds}</div></section>'


def submit(books: Books, session: Thing, form: Form) -> Answer:
    """Do what a donor asked for in the portal."""
    try:
        said = act(books, session, form)
    except CallRefusedError as error:
        return show(books, session, error=str(error), status=error.status)
    after = ((session["flow"] or {}).get("after_completion") or {}).get("redirect")
    if after:
        return go(after["return_url"])
    return show(books, session, said=said)


def act(books: Books, session: Thing, form: Form) -> str:
    customer = books.get("customer", session["customer"])
    if form.get("act") == "card":
        card = read_card(
            form.get("number", ""), form.get("expiry", books.good_expiry()), books.now()
        )
        if card.outcome.first == "declined" and not card.outcome.kept:
            raise refused(card.outcome.code, card.outcome.decline)
        use_from_now_on(books, customer, add_card(books, card, email=customer["email"]))
        return "Your new card is used from now on."
    plan = books.get("subscription", form.get("plan"), "plan")
    if plan["customer"] != customer["id"]:
        raise CallRefusedError("This plan is somebody else's.", status=403)
    if form.get("act") == "cancel_now":
        subscriptions.cancel_now(books, plan)
        return "Your plan has ended."
    wanted = form.get("act") == "cancel_later"
    subscriptions.cancel_later(books, plan, wanted=wanted)
    return "Your plan ends with this period." if wanted else "Your plan goes on."


def show_invoice(books: Books, invoice: Thing, *, error: str = "", status: int = 200) -> Answer:
    """Return the page of an invoice, at which a donor answers her bank or tries another card."""
    amount = words(invoice["amount_due"], invoice["currency"])
    if invoice["status"] != "open":
        return page(f"Invoice over {amount}", f"<p>It is {text(invoice['status'])}.</p>")
    intent = books.things.get(invoice["_intent"] or "")
    proof = ""
    if intent and intent["status"] == "requires_action":
        proof = f'<p><a href="/secure/{intent["id"]}">Answer your bank</a></p>'
    body = f'{proof}<form method="post">{card_fields(books.good_expiry(), error)}<button type="submit">Pay {text(amount)}</button></form>'
    return page(f"Invoice over {amount}", body, status=status)


def pay_invoice(books: Books, invoice: Thing, form: Form) -> Answer:
    """Pay an invoice with another card, which the plan keeps."""
    if invoice["status"] != "open":
        return show_invoice(books, invoice)
    customer = books.get("customer", invoice["customer"])
    try:
        card = read_card(
            form.get("number", ""), form.get("expiry", books.good_expiry()), books.now()
        )
        method = add_card(books, card, email=customer["email"])
        how = invoices.collect(books, invoice, method, absent=False)
    except CallRefusedError as error:
        return show_invoice(books, invoice, error=str(error), status=error.status)
    if how == "declined":
        refusal = books.things[invoice["_intent"]]["last_payment_error"]
        return show_invoice(books, invoice, error=refusal["message"], status=402)
    attach(books, method, customer)
    use_from_now_on(books, customer, method)
    return go(f"/secure/{invoice['_intent']}" if how == "asks" else f"/i/{invoice['id']}")
