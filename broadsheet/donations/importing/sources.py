"""Sites whose exports are known, how others name their columns, and which sources a paper has had files of."""

from dataclasses import dataclass
from typing import Final

from wagtail.models import Site

from broadsheet.donations.models import Gift

PROVIDER: Final = "import"


@dataclass(frozen=True)
class Source:
    """A site whose export is known: by columns that no other has, and where what stands in it."""

    processor: str
    title: str
    told_by: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


# As their exports name the columns, with the spelling of older ones behind.
SOURCES: Final = (
    Source(
        "paypal",
        "PayPal",
        ("Gross", "Net", "Transaction ID"),
        {
            "ref": ("Transaction ID",),
            "day": ("Date",),
            "amount": ("Gross",),
            "currency": ("Currency",),
            "fee": ("Fee",),
            "email": ("From Email Address",),
            "name": ("Name",),
            "status": ("Status",),
            "kind": ("Type", "Description"),
            "refund_of": ("Reference Txn ID",),
            "street": ("Address Line 1",),
            "street_more": ("Address Line 2/District/Neighborhood", "Address Line 2"),
            "town": ("Town/City", "City"),
            "region": (
                "State/Province/Region/County/Territory/Prefecture/Republic",
                "State/Province",
            ),
            "postcode": ("Zip/Postal Code",),
            "country": ("Country",),
        },
    ),
    Source(
        "stripe",
        "Stripe",
        ("id", "Amount Refunded", "Customer Email"),
        {
            "ref": ("id",),
            "day": ("Created date (UTC)", "Created (UTC)"),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Fee",),
            "fee_currency": ("Converted Currency",),
            "email": ("Customer Email",),
            "name": ("Card Name", "Customer Description"),
            "status": ("Status",),
            "mode": ("Mode", "Livemode"),
            "refunded": ("Amount Refunded",),
            "other_ref": ("PaymentIntent ID",),
            "street": ("Card Address Line1",),
            "street_more": ("Card Address Line2",),
            "town": ("Card Address City",),
            "region": ("Card Address State",),
            "postcode": ("Card Address Zip",),
            "country": ("Card Address Country",),
        },
    ),
    Source(
        "donorbox",
        "Donorbox",
        ("Donated At", "Receipt Id", "Donor Email"),
        {
            "ref": ("Receipt Id",),
            "day": ("Donated At",),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Total Fee", "Processing Fee"),
            "fee_currency": ("Fee Currency",),
            "email": ("Donor Email",),
            "name": ("Name",),
            "status": ("Status",),
            "mode": ("Mode", "Livemode"),
            "refunded": ("Amount Refunded",),
            "campaign": ("Campaign",),
            "street": ("Address", "Address 1"),
            "street_more": ("Address 2",),
            "town": ("City",),
            "region": ("State / Province", "State"),
            "postcode": ("Postal Code", "Zip Code"),
            "country": ("Country",),
        },
    ),
    Source(
        "givewp",
        "GiveWP",
        ("Donation ID", "Donation Total", "Donation Status"),
        {
            "ref": ("Donation ID",),
            "day": ("Donation Date",),
            "amount": ("Donation Total",),
            "currency": ("Currency Code",),
            "email": ("Email Address",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "status": ("Donation Status",),
            "mode": ("Payment Mode",),
            "campaign": ("Form Title",),
            "street": ("Address 1",),
            "street_more": ("Address 2",),
            "town": ("City",),
            "region": ("State",),
            "postcode": ("Zip",),
            "country": ("Country",),
        },
    ),
    Source(
        "givebutter",
        "Givebutter",
        ("Transaction ID", "Payout", "First Name"),
        {
            "ref": ("Transaction ID",),
            "day": ("Transaction Date (UTC)", "Transaction Date", "Date (UTC)", "Date"),
            "amount": ("Amount",),
            "currency": ("Currency",),
            "fee": ("Fee", "Fees"),
            "email": ("Email",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "status": ("Status",),
            "campaign": ("Campaign Title", "Campaign"),
            "street": ("Address Line 1", "Address 1"),
            "street_more": ("Address Line 2", "Address 2"),
            "town": ("City",),
            "region": ("State",),
            "postcode": ("Postal Code", "Zip Code"),
            "country": ("Country",),
        },
    ),
)
# How others name them, in small letters without signs.
GUESSES: Final = {
    "ref": ("transaction id", "transaction number", "transaction", "payment id", "donation id", "reference", "id"),
    "day": ("date", "donation date", "transaction date", "payment date", "created at", "received on", "fecha"),
    "amount": ("amount", "gross", "donation amount", "gross amount", "donation total", "total", "importe"),
    "currency": ("currency", "currency code", "moneda"),
    "fee": ("fee", "fees", "processing fee", "transaction fee", "total fee"),
    "email": ("email", "e mail", "email address", "donor email", "correo"),
    "name": ("name", "donor name", "full name", "donor", "nombre"),
    "first_name": ("first name",),
    "last_name": ("last name", "surname"),
    "status": ("status", "payment status", "donation status"),
    "mode": ("mode", "payment mode", "livemode", "live mode"),
    "refunded": ("refunded", "amount refunded", "refund amount"),
    "cheque": ("check no", "check number", "check", "check num", "cheque no", "cheque number", "cheque"),
    "campaign": ("campaign", "campaign name", "campaign title", "fund", "appeal"),
    "street": ("street", "street address", "address", "address 1", "address line 1", "mailing address"),
    "street_more": ("address 2", "address line 2"),
    "town": ("city", "town"),
    "region": ("state", "province", "region", "state province"),
    "postcode": ("zip", "zip code", "postal code", "postcode"),
    "country": ("country",),
}  # fmt: skip


def used_sources(site: Site) -> list[str]:
    """Return the sources of which gifts stand in a paper's books, as the books name them."""
    found = Gift.objects.filter(site=site, provider=PROVIDER).order_by("account")
    return list(found.values_list("account", flat=True).distinct())


def source_named(site: Site, name: str) -> str:
    """Return a source as the books have it, in whichever case and with whichever blanks and signs it is written.

    Args:
        name: in small letters, as `columns.processor_named` returns it.
    """
    used = used_sources(site) if name else []
    if name in used:
        return name
    known = [*used, *(source.processor for source in SOURCES)]
    return next((one for one in known if _bare(one) == _bare(name)), name)


def title_of(processor: str) -> str:
    return next((one.title for one in SOURCES if one.processor == processor), processor)


def _bare(name: str) -> str:
    return name.replace("-", "")
