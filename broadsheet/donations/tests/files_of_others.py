"""Files as other sites hand them out."""

import csv
from io import StringIO
from typing import Any

from broadsheet.donations.importing.bringing import Brought, Order, bring
from broadsheet.donations.importing.columns import guess, source_of
from broadsheet.donations.importing.looking import Asked, Looked, look
from broadsheet.donations.importing.reading import read_table
from broadsheet.donations.tests.made import the_site

PAYPAL = [
    *("Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net"),
    *("From Email Address", "To Email Address", "Transaction ID", "Reference Txn ID", "Balance"),
]
STRIPE = [
    *("id", "Description", "Created date (UTC)", "Amount", "Amount Refunded", "Currency"),
    *("Converted Amount", "Fee", "Converted Currency", "Status", "Customer Email", "Card Name"),
    *("PaymentIntent ID", "Mode"),
]
DONORBOX = [
    *(
        "Name",
        "Donating Company",
        "Donor Email",
        "Address",
        "Address 2",
        "City",
        "State / Province",
    ),
    *("Postal Code", "Country", "Campaign", "Amount", "Currency"),
    *("Processing Fee", "Platform Fee", "Total Fee", "Fee Currency", "Donated At", "Receipt Id"),
    "Status",
]
GIVEBUTTER = [
    *("Transaction ID", "Reference Number", "First Name", "Last Name", "Email", "Amount", "Fee"),
    *("Payout", "Currency", "Status", "Transaction Date (UTC)"),
]
GIVEWP = [
    *("Donation ID", "Donation Number", "Donation Total", "Currency Code", "Currency Symbol"),
    *("Donation Status", "Donation Date", "Donation Time", "Payment Gateway", "Payment Mode"),
    *("Form ID", "Form Title", "Title Prefix", "First Name", "Last Name", "Email Address"),
    *("Company Name", "Address 1", "Address 2", "City", "State", "Zip", "Country"),
]
HAND_MADE = ["Date", "Donor", "Amount", "Check no."]


def file_of(
    names: list[str], *rows: dict[str, Any], sign: str = ",", encoding: str = "utf-8"
) -> bytes:
    """Return rows as a file; what a row leaves out is empty."""
    out = StringIO()
    writer = csv.DictWriter(out, names, restval="", delimiter=sign)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def paypal_row(ref: str, gross: str = "25.00", **more: Any) -> dict[str, Any]:
    """Return a row of PayPal's; `more` by the names of columns with _ for blanks."""
    told = {
        "Date": "05/04/2026",
        "Time": "10:15:00",
        "TimeZone": "CDT",
        "Name": "Ada Lund",
        "Type": "Donation Payment",
        "Status": "Completed",
        "Currency": "USD",
        "Gross": gross,
        "Fee": "-1.03",
        "From Email Address": "ada@example.org",
        "Transaction ID": ref,
    }
    return {**told, **{name.replace("_", " "): value for name, value in more.items()}}


def paypal_refund(ref: str, of: str, gross: str, **more: Any) -> dict[str, Any]:
    told = {"Type": "Payment Refund", "Reference_Txn_ID": of, "Fee": "0.00", "Date": "05/09/2026"}
    return paypal_row(ref, gross, **{**told, **more})


def stripe_row(ref: str, **more: Any) -> dict[str, Any]:
    """Return a row of Stripe's payments; `more` by the names of columns with _ for blanks."""
    told = {
        "id": ref,
        "Created date (UTC)": "2026-05-04 15:15:00",
        "Amount": "25.00",
        "Amount Refunded": "0.00",
        "Currency": "usd",
        "Fee": "1.03",
        "Converted Currency": "usd",
        "Status": "Paid",
        "Customer Email": "ada@example.org",
        "Card Name": "Ada Lund",
        "Mode": "Live",
    }
    return {**told, **{name.replace("_", " "): value for name, value in more.items()}}


def givewp_row(ref: str, **more: Any) -> dict[str, Any]:
    """Return a row of GiveWP's donations; `more` by the names of columns with _ for blanks."""
    told = {
        "Donation ID": ref,
        "Donation Total": "25.00",
        "Currency Code": "USD",
        "Donation Status": "Complete",
        "Donation Date": "May 4, 2026",
        "Payment Mode": "Live",
        "Form Title": "Keep the courthouse covered",
        "First Name": "Ada",
        "Last Name": "Lund",
        "Email Address": "ada@example.org",
        "Address 1": "12 Mill Lane",
        "City": "Larkmere",
        "State": "WI",
        "Zip": "54999",
        "Country": "US",
    }
    return {**told, **{name.replace("_", " "): value for name, value in more.items()}}


def sheet(*lines: str) -> bytes:
    """Return a sheet as a person keeps it, its cells parted by semicolons."""
    return "\n".join(["Date;Donor;Amount;Check no.", *lines]).encode()


def look_at(data: bytes, processor: str = "", **more: Any) -> Looked:
    table = read_table(data)
    source = source_of(table.names)
    columns = {**guess(table.names), **more.pop("columns", {})}
    named = processor or (source.processor if source else "elsewhere")
    return look(table, Asked(the_site(), named, columns, **more))


def bring_in(data: bytes, processor: str = "paypal", **more: Any) -> Brought:
    return bring(look_at(data, processor), Order(the_site(), processor, **more))
