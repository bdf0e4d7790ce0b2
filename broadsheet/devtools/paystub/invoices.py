"""What a plan asks for each time: the invoice, and the tries to have it paid."""

from broadsheet.devtools.paystub import payments
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.telling import tell


def make_invoice(books: Books, plan: Thing, reason: str) -> Thing:
    """Make the invoice of a plan's period, still a draft.

    Args:
        reason: `subscription_create` for the first, `subscription_cycle` for the others.
    """
    customer = books.things[plan["customer"]]
    lines = [line(books, plan, item) for item in plan["items"]["data"]]
    total = sum(one["amount"] for one in lines)
    invoice = books.add(
        "invoice",
        "in_",
        account_country="US",
        account_name="Paystub, TEST",
        account_tax_ids=None,
        amount_due=total,
        amount_overpaid=0,
        amount_paid=0,
        amount_remaining=total,
        amount_shipping=0,
        application=None,
        attempt_count=0,
        attempted=False,
        auto_advance=True,
        automatic_tax={
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        automatically_finalizes_at=None,
        billing_reason=reason,
        collection_method="charge_automatically",
        currency=plan["currency"],
        custom_fields=None,
        customer=customer["id"],
        customer_account=None,
        customer_address=None,
        customer_email=customer.get("email"),
        customer_name=customer.get("name"),
        customer_phone=None,
        customer_shipping=None,
        customer_tax_exempt="none",
        customer_tax_ids=[],
        default_payment_method=None,
        default_source=None,
        default_tax_rates=[],
        description=plan["description"],
        discounts=[],
        due_date=None,
        effective_at=None,
        ending_balance=None,
        footer=None,
        from_invoice=None,
        hosted_invoice_url=None,
        invoice_pdf=None,
        issuer={"type": "self"},
        last_finalization_error=None,
        latest_revision=None,
        livemode=False,
        metadata={},
        next_payment_attempt=None,
        number=None,
        on_behalf_of=None,
        parent={
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(plan["metadata"]),
                "subscription": plan["id"],
            },
            "type": "subscription_details",
        },
        payment_settings={
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        period_end=books.now(),
        period_start=books.now(),
        post_payment_credit_notes_amount=0,
        pre_payment_credit_notes_amount=0,
        receipt_number=None,
        rendering=None,
        shipping_cost=None,
        shipping_details=None,
        starting_balance=0,
        statement_descriptor=None,
        status="draft",
        status_transitions=dict.fromkeys(
            ["finalized_at", "marked_uncollectible_at", "paid_at", "voided_at"]
        ),
        subtotal=total,
        subtotal_excluding_tax=total,
        test_clock=None,
        total=total,
        total_discount_amounts=[],
        total_excluding_tax=total,
        total_pretax_credit_amounts=[],
        total_taxes=[],
        webhooks_delivered_at=None,
        _intent=None,
    )
    for one in lines:
        one["invoice"] = invoice["id"]
    invoice["lines"] = {
        "object": "list",
        "data": lines,
        "has_more": False,
        "url": f"/v1/invoices/{invoice['id']}/lines",
    }
    plan["latest_invoice"] = invoice["id"]
    tell(books, "invoice.created", invoice)
    return invoice


def line(books: Books, plan: Thing, item: Thing) -> Thing:
    """Return the invoice's line for one thing that a plan is made of."""
    price = item["price"]
    amount = price["unit_amount"] * item["quantity"]
    return {
        "id": books.key_of("il_"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": f"{item['quantity']} × {books.things[price['product']]['name']}",
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": dict(plan["metadata"]),
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": plan["id"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "subscription": plan["id"],
        "subtotal": amount,
        "taxes": [],
    }


def finalize(books: Books, invoice: Thing) -> None:
    """Make a draft an invoice that can be paid.

    Errors:
        CallRefusedError: it is no draft.
    """
    if invoice["status"] != "draft":
        raise not_now(invoice)
    books.invoices_made += 1
    invoice.update(
        effective_at=books.now(),
        ending_balance=0,
        hosted_invoice_url=f"{books.address}/i/{invoice['id']}",
        number=f"PAYSTUB-{books.invoices_made:04}",
        status="open",
    )
    invoice["status_transitions"]["finalized_at"] = books.now()
    tell(books, "invoice.finalized", invoice)


def not_now(invoice: Thing) -> CallRefusedError:
    return CallRefusedError(
        f"Invoice {invoice['id']} is {invoice['status']}: this cannot be done with it.",
        code="invoice_not_editable",
    )


def pay_with(books: Books, invoice: Thing, intent: Thing) -> Thing:
    """Say by which intent an invoice is to be paid."""
    invoice["_intent"] = intent["id"]
    return books.add(
        "invoice_payment",
        "inpay_",
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        livemode=False,
        payment={"payment_intent": intent["id"], "type": "payment_intent"},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )


def collect(books: Books, invoice: Thing, method: Thing, *, absent: bool = True) -> str:
    """Try to have an open invoice paid; return how that went, as `payments.attempt` does.

    Args:
        absent: nobody is there who could answer her bank.

    Errors:
        CallRefusedError: it is not open, or a debit for it is on its way.
    """
    if invoice["status"] != "open":
        raise not_now(invoice)
    intent = books.things.get(invoice["_intent"] or "")
    if intent is None or intent["status"] == "canceled":
        intent = payments.make_intent(
            books,
            invoice["amount_due"],
            invoice["currency"],
            then=lambda how: went(books, invoice, how),
            page=f"/i/{invoice['id']}",
            customer=invoice["customer"],
            description="Subscription update",
            for_later=True,
        )
        pay_with(books, invoice, intent)
    invoice["attempt_count"] += 1
    invoice["attempted"] = True
    return payments.attempt(books, intent, method, absent=absent)


def went(books: Books, invoice: Thing, how: str) -> None:
    """Do what follows from how a try to have an invoice paid ended."""
    plan = plan_of_invoice(books, invoice)
    if how == "succeeded":
        mark_paid(books, invoice)
        set_status(books, plan, "active")
    elif how in ("declined", "asks") and invoice["status"] == "open":
        retry_later(books, invoice, plan)
        if how == "asks":
            tell(books, "invoice.payment_action_required", invoice)
        tell(books, "invoice.payment_failed", invoice)
        set_status(books, plan, "past_due")


def plan_of_invoice(books: Books, invoice: Thing) -> Thing:
    return books.things[invoice["parent"]["subscription_details"]["subscription"]]


def mark_paid(books: Books, invoice: Thing) -> None:
    """Note that all of an invoice has been paid."""
    invoice.update(
        amount_paid=invoice["amount_due"],
        amount_remaining=0,
        auto_advance=False,
        next_payment_attempt=None,
        status="paid",
    )
    invoice["status_transitions"]["paid_at"] = books.now()
    for payment in books.all("invoice_payment", invoice=invoice["id"], status="open"):
        payment.update(amount_paid=payment["amount_requested"], status="paid")
        payment["status_transitions"]["paid_at"] = books.now()
        tell(books, "invoice_payment.paid", payment)
    tell(books, "invoice.paid", invoice)
    tell(books, "invoice.payment_succeeded", invoice)


def set_status(books: Books, plan: Thing, status: str) -> None:
    if plan["status"] in ("active", "past_due") and plan["status"] != status:
        plan["status"] = status
        tell(books, "customer.subscription.updated", plan)


def retry_later(books: Books, invoice: Thing, plan: Thing) -> None:
    """Note when an unpaid invoice is tried again; after the last try the plan ends."""
    tries = invoice["attempt_count"]
    days = books.rules.retry_days
    if tries > len(days):
        invoice.update(next_payment_attempt=None, auto_advance=False)
        books.after(0, lambda: give_up(books, plan))
        return
    wait = days[tries - 1] * DAY
    invoice["next_payment_attempt"] = books.now() + wait

    def again() -> None:
        if invoice["status"] == "open" and invoice["attempt_count"] == tries:
            collect(books, invoice, books.things[plan["default_payment_method"]])

    books.after(wait, again)


def give_up(books: Books, plan: Thing) -> None:
    """End a plan whose invoice nobody paid."""
    if plan["status"] == "past_due":
        end_plan(books, plan, "payment_failed")


def end_plan(books: Books, plan: Thing, reason: str) -> None:
    """End a plan now: nothing is asked for any more, and what is unpaid stays unpaid.

    Args:
        reason: `cancellation_requested` or `payment_failed`.
    """
    now = books.now()
    plan.update(status="canceled", ended_at=now, canceled_at=plan["canceled_at"] or now)
    plan["cancellation_details"]["reason"] = reason
    for invoice in books.all("invoice", status="open"):
        if plan_of_invoice(books, invoice) is plan:
            invoice.update(next_payment_attempt=None, auto_advance=False)
    tell(books, "customer.subscription.deleted", plan)


def void(books: Books, invoice: Thing, how: str = "void") -> None:
    """Let nobody pay an invoice any more.

    Args:
        how: `void`, or `uncollectible`.

    Errors:
        CallRefusedError: it is not open.
    """
    if invoice["status"] != "open":
        raise not_now(invoice)
    invoice.update(status=how, next_payment_attempt=None, auto_advance=False)
    moment = "voided_at" if how == "void" else "marked_uncollectible_at"
    invoice["status_transitions"][moment] = books.now()
    tell(books, "invoice.voided" if how == "void" else "invoice.marked_uncollectible", invoice)
