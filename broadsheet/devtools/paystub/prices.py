"""What is given for: products and prices, made from the `price_data` that calls bring along."""

from broadsheet.devtools.paystub import asked
from broadsheet.devtools.paystub.amounts import chargeable, known_currency
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError

INTERVALS = ("day", "week", "month", "year")
# The longest time from one payment to the next is three years.
LONGEST = {"day": 1095, "week": 156, "month": 36, "year": 3}


def add_product(books: Books, name: str, description: str | None, notes: dict[str, str]) -> Thing:
    return books.add(
        "product",
        "prod_",
        length=14,
        active=True,
        default_price=None,
        description=description,
        images=[],
        livemode=False,
        marketing_features=[],
        metadata=notes,
        name=name,
        package_dimensions=None,
        shippable=None,
        statement_descriptor=None,
        tax_code=None,
        type="service",
        unit_label=None,
        updated=books.now(),
        url=None,
    )


def read_price(books: Books, data: Params, at: str) -> Thing:
    """Make a price from a call's `price_data`.

    Args:
        at: where it stands in the call, for what is refused.

    Errors:
        CallRefusedError: it lacks something, or cannot be charged.
    """
    currency = known_currency(asked.needed(data, "currency", at=at), f"{at}[currency]")
    asked.needed(data, "unit_amount", at=at)
    amount = chargeable(asked.whole(data, "unit_amount"), currency, f"{at}[unit_amount]")
    product = read_product(books, data, at)
    recurring = read_recurring(asked.inner(data, "recurring"), at)
    return books.add(
        "price",
        "price_",
        active=False,
        billing_scheme="per_unit",
        currency=currency,
        custom_unit_amount=None,
        livemode=False,
        lookup_key=None,
        metadata={},
        nickname=None,
        product=product["id"],
        recurring=recurring,
        tax_behavior="unspecified",
        tiers_mode=None,
        transform_quantity=None,
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
    )


def read_product(books: Books, data: Params, at: str) -> Thing:
    if key := asked.text(data, "product"):
        return books.get("product", key, f"{at}[product]")
    written = asked.inner(data, "product_data")
    name = asked.needed(written, "name", at=f"{at}[product_data]")
    return add_product(books, name, asked.text(written, "description"), asked.metadata(written))


def read_recurring(written: Params, at: str) -> Thing | None:
    if not written:
        return None
    interval = asked.one_of(written, "interval", INTERVALS)
    count = asked.whole(written, "interval_count", default=1)
    if not 1 <= count <= LONGEST[interval]:
        raise CallRefusedError(
            "The interval is at most three years.", param=f"{at}[recurring][interval_count]"
        )
    return {
        "interval": interval,
        "interval_count": count,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def plan_of(price: Thing) -> Thing:
    """Return a price in the shape that it had before prices; the library still knows it."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": {},
        "meter": None,
        "nickname": None,
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
