"""Plans: what is given each month or year, renewed as the clock goes, until somebody ends them."""

from broadsheet.devtools.paystub import asked, invoices
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import HOUR, later
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.prices import plan_of, read_price
from broadsheet.devtools.paystub.telling import tell

# A renewal's invoice is a draft for an hour, in which it can still be changed.
DRAFT_FOR = HOUR
PAUSES = ("void", "mark_uncollectible", "keep_as_draft")


def add_subscription(
    books: Books,
    customer: Thing,
    method: Thing,
    prices: list[tuple[Thing, int]],
    *,
    metadata: dict[str, str],
    description: str | None,
) -> Thing:
    """Begin a plan.

    Args:
        prices: each with how many of it are given; all of one currency and interval.
    """
    now = books.now()
    plan = books.add(
        "subscription",
        "sub_",
        application=None,
        application_fee_percent=None,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor=now,
        billing_cycle_anchor_config=None,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        billing_schedules=[],
        billing_thresholds=None,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically",
        currency=prices[0][0]["currency"],
        customer=customer["id"],
        customer_account=None,
        days_until_due=None,
        default_payment_method=method["id"],
        default_source=None,
        default_tax_rates=[],
        description=description,
        discounts=[],
        ended_at=None,
        invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
        items={},
        latest_invoice=None,
        livemode=False,
        metadata=metadata,
        next_pending_invoice_item_invoice=None,
        on_behalf_of=None,
        pause_collection=None,
        payment_settings={
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        pending_invoice_item_interval=None,
        pending_setup_intent=None,
        pending_update=None,
        schedule=None,
        start_date=now,
        status="active",
        test_clock=None,
        transfer_data=None,
        trial_end=None,
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
        trial_start=None,
        # How many periods are over.
        _renewals=0,
    )
    data = [item(books, plan, price, quantity) for price, quantity in prices]
    plan["items"] = {
        "object": "list",
        "data": data,
        "has_more": False,
        "total_count": len(data),
        "url": f"/v1/subscription_items?subscription={plan['id']}",
    }
    tell(books, "customer.subscription.created", plan)
    note_renewal(books, plan)
    return plan


def item(books: Books, plan: Thing, price: Thing, quantity: int) -> Thing:
    """Return one thing that a plan is made of."""
    recurring = price["recurring"]
    end = later(plan["billing_cycle_anchor"], recurring["interval"], recurring["interval_count"])
    return {
        "id": books.key_of("si_", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": books.now(),
        "current_period_end": end,
        "current_period_start": plan["billing_cycle_anchor"],
        "discounts": [],
        "metadata": {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": plan["id"],
        "tax_rates": [],
    }


def period_end(plan: Thing) -> int:
    return int(plan["items"]["data"][0]["current_period_end"])


def note_renewal(books: Books, plan: Thing) -> None:
    end = period_end(plan)

    def due() -> None:
        if plan["status"] != "canceled" and period_end(plan) == end:
            renew(books, plan)

    books.after(end - books.now(), due)


def renew(books: Books, plan: Thing) -> None:
    """Begin the next period of a plan, or end it if that was asked for."""
    if plan["cancel_at_period_end"]:
        invoices.end_plan(books, plan, "cancellation_requested")
        return
    plan["_renewals"] += 1
    for one in plan["items"]["data"]:
        recurring = one["price"]["recurring"]
        count = recurring["interval_count"] * (plan["_renewals"] + 1)
        one["current_period_start"] = one["current_period_end"]
        one["current_period_end"] = later(
            plan["billing_cycle_anchor"], recurring["interval"], count
        )
    end_pause_in_time(books, plan)
    invoice = invoices.make_invoice(books, plan, "subscription_cycle")
    tell(books, "customer.subscription.updated", plan)
    note_renewal(books, plan)
    books.after(DRAFT_FOR, lambda: ask_for(books, plan, invoice))


def end_pause_in_time(books: Books, plan: Thing) -> None:
    pause = plan["pause_collection"]
    if pause and pause["resumes_at"] and pause["resumes_at"] <= books.now():
        plan["pause_collection"] = None


def ask_for(books: Books, plan: Thing, invoice: Thing) -> None:
    """Have a renewal's invoice paid, or do with it what is done while a plan pauses."""
    pause = plan["pause_collection"]
    if plan["status"] == "canceled" or (pause and pause["behavior"] == "keep_as_draft"):
        invoice["auto_advance"] = False
        return
    invoices.finalize(books, invoice)
    if pause:
        invoices.void(books, invoice, "void" if pause["behavior"] == "void" else "uncollectible")
        return
    invoices.collect(books, invoice, books.things[plan["default_payment_method"]])


def cancel_now(books: Books, plan: Thing) -> None:
    """End a plan at once.

    Errors:
        CallRefusedError: it has ended.
    """
    refuse_ended(plan)
    invoices.end_plan(books, plan, "cancellation_requested")


def cancel_later(books: Books, plan: Thing, *, wanted: bool) -> None:
    """End a plan with the period that has been paid for, or let it go on after all.

    Errors:
        CallRefusedError: it has ended.
    """
    refuse_ended(plan)
    plan.update(
        cancel_at_period_end=wanted,
        cancel_at=period_end(plan) if wanted else None,
        canceled_at=books.now() if wanted else None,
    )
    plan["cancellation_details"]["reason"] = "cancellation_requested" if wanted else None
    tell(books, "customer.subscription.updated", plan)


def refuse_ended(plan: Thing) -> None:
    if plan["status"] == "canceled":
        raise CallRefusedError(
            f"No such subscription: '{plan['id']}'", param="id", code="resource_missing", status=404
        )


def change(books: Books, plan: Thing, params: Params) -> None:
    """Change a plan as a call asks.

    Errors:
        CallRefusedError: it has ended, or the stand-in does not do this.
    """
    refuse_ended(plan)
    if "default_payment_method" in params:
        method = books.get("payment_method", params["default_payment_method"])
        plan["default_payment_method"] = method["id"]
    if "metadata" in params:
        plan["metadata"] = asked.metadata(params, plan["metadata"])
    if "description" in params:
        plan["description"] = asked.text(params, "description", longest=500)
    if "pause_collection" in params:
        plan["pause_collection"] = read_pause(params)
    for written in asked.entries(params, "items"):
        change_item(books, plan, written, asked.text(params, "proration_behavior"))
    if "cancel_at_period_end" in params:
        cancel_later(books, plan, wanted=asked.yes(params, "cancel_at_period_end"))
    else:
        tell(books, "customer.subscription.updated", plan)


def read_pause(params: Params) -> Thing | None:
    written = asked.inner(params, "pause_collection")
    if not written:
        return None
    return {
        "behavior": asked.one_of(written, "behavior", PAUSES),
        "resumes_at": asked.whole(written, "resumes_at") if "resumes_at" in written else None,
    }


def change_item(books: Books, plan: Thing, written: Params, proration: str | None) -> None:
    """Give another amount from the next period on."""
    if proration != "none":
        raise CallRefusedError(
            "The stand-in changes amounts from the next period on: ask for proration_behavior=none.",
            param="proration_behavior",
        )
    found = [one for one in plan["items"]["data"] if one["id"] == written.get("id")]
    if not found:
        raise CallRefusedError("Invalid subscription item.", param="items", code="resource_missing")
    one = found[0]
    if "quantity" in written:
        one["quantity"] = asked.whole(written, "quantity")
    if "price_data" in written:
        price = read_price(books, asked.inner(written, "price_data"), "items[0][price_data]")
        if price["currency"] != plan["currency"] or price["recurring"] != one["price"]["recurring"]:
            raise CallRefusedError(
                "The stand-in keeps a plan's currency and interval: end this one and begin another.",
                param="items[0][price_data]",
            )
        one.update(price=price, plan=plan_of(price))
