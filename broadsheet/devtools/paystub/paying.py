"""Paying in a session: what happens between the button on the hosted page and the way back to the paper."""

from broadsheet.devtools.paystub import invoices, payments
from broadsheet.devtools.paystub.asked import Params, metadata
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.methods import NO_ADDRESS, add_customer, attach
from broadsheet.devtools.paystub.subscriptions import add_subscription
from broadsheet.devtools.paystub.telling import tell


def pay(books: Books, session: Thing, method: Thing) -> str:
    """Try to pay what a session asks for; return how it went, as `payments.attempt` does.

    Args:
        method: a card or account; it says whose it is, too.

    Errors:
        CallRefusedError: the session is over.
    """
    if session["status"] != "open":
        raise CallRefusedError(
            f"This Checkout Session is {session['status']}.", code="checkout_session_over"
        )
    if session["mode"] == "subscription" or session["customer_creation"] == "always":
        know_customer(books, session, method)
    intent = intent_for(books, session)
    session["_method"] = method["id"]
    return payments.attempt(books, intent, method)


def know_customer(books: Books, session: Thing, method: Thing) -> None:
    if session["_customer"] is None:
        whose = method["billing_details"]
        customer = add_customer(books, email=whose["email"], name=whose["name"])
        session["_customer"] = customer["id"]


def intent_for(books: Books, session: Thing) -> Thing:
    """Return the intent of this try: the one at hand, or another."""
    at_hand = books.things.get(session["_intent"] or "")
    tried_before = at_hand is not None and at_hand["last_payment_error"] is not None
    if at_hand and not (books.rules.new_intent_each_try and tried_before):
        return at_hand
    wanted: Params = session["_payment"]
    intent = payments.make_intent(
        books,
        session["amount_total"],
        session["currency"],
        then=lambda how: went(books, session, how),
        page=f"/c/pay/{session['id']}",
        customer=session["_customer"],
        description=wanted.get("description") or plans_description(session),
        metadata=metadata(wanted),
        receipt_email=wanted.get("receipt_email"),
        for_later=session["mode"] == "subscription" or "setup_future_usage" in wanted,
    )
    session["_intent"] = intent["id"]
    if session["mode"] == "payment":
        session["payment_intent"] = intent["id"]
    return intent


def plans_description(session: Thing) -> str | None:
    return "Subscription creation" if session["mode"] == "subscription" else None


def went(books: Books, session: Thing, how: str) -> None:
    """Do what follows from how a try to pay ended: for a debit that is some days later once more."""
    if session["status"] == "open":
        if how in ("succeeded", "processing"):
            complete(books, session, how)
        return
    invoice = books.things.get(session["invoice"] or "")
    if invoice:
        invoices.went(books, invoice, how)
    if session["_decided"] or how not in ("succeeded", "declined"):
        return
    session["_decided"] = True
    if how == "succeeded":
        session["payment_status"] = "paid"
        tell(books, "checkout.session.async_payment_succeeded", session)
    else:
        tell(books, "checkout.session.async_payment_failed", session)


def complete(books: Books, session: Thing, how: str) -> None:
    """Close a session in which somebody has paid, or has had a debit begun."""
    whose = books.things[session["_method"]]["billing_details"]
    session.update(
        customer=session["_customer"],
        customer_details={
            "address": {**NO_ADDRESS, "country": "US"},
            "business_name": None,
            "email": whose["email"],
            "individual_name": None,
            "name": whose["name"],
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [],
        },
        payment_status="paid" if how == "succeeded" else "unpaid",
        status="complete",
        url=None,
        # A debit's end is told once; what comes of its renewals is the plan's.
        _decided=how == "succeeded",
    )
    if session["mode"] == "subscription":
        begin_plan(books, session, how)
    tell(books, "checkout.session.completed", session)


def begin_plan(books: Books, session: Thing, how: str) -> None:
    """Begin the plan that a session was for, with its first invoice, which this payment is for."""
    customer = books.things[session["_customer"]]
    method = books.things[session["_method"]]
    attach(books, method, customer)
    wanted: Params = session["_plan"]
    plan = add_subscription(
        books,
        customer,
        method,
        [(one["price"], one["quantity"]) for one in session["_line_items"]],
        metadata=metadata(wanted),
        description=wanted.get("description"),
    )
    invoice = invoices.make_invoice(books, plan, "subscription_create")
    invoices.finalize(books, invoice)
    invoices.pay_with(books, invoice, books.things[session["_intent"]])
    invoice.update(attempt_count=1, attempted=True)
    session.update(subscription=plan["id"], invoice=invoice["id"])
    if how == "succeeded":
        invoices.mark_paid(books, invoice)


def way_back(session: Thing) -> str:
    """Return where a donor who has paid is sent."""
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])
