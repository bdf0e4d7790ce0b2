"""What stands on a receipt, as plain text for mail."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from broadsheet.donations.books.receipts import amount_of
from broadsheet.donations.models import Receipt, ReceiptPerson
from broadsheet.donations.money import Money
from broadsheet.donations.posting.directions import isolated
from broadsheet.mailbag.mailing import written
from broadsheet.mailbag.sealing import unseal

# The room that prints receipts writes them as text, too; where it is not there, they are written here.
PAPERS = "broadsheet.donations.papers.receipt_page"


def receipt_words(receipt: Receipt) -> str:
    """Return a receipt as plain text."""
    if is_there(PAPERS):
        text: str = import_module(PAPERS).render_receipt_text(receipt)
        return text
    person = ReceiptPerson.objects.filter(receipt=receipt, is_hidden=False).first()
    told = receipt.snapshot
    whom = unseal(person.sealed) if person else {}
    context = {
        "told": told,
        "issued_on": date.fromisoformat(told["issued_on"]),
        "amount": amount_of(receipt).exact,
        "name": isolated(str(whom.get("name", ""))),
        "gifts": [_line(one) for one in told["gifts"]],
    }
    return written("donations/mail/receipt_words.txt", context)


def is_there(module: str) -> bool:
    """Say whether a module of this program is there."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _line(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "honoured": isolated(one["honoured"]),
        "day": date.fromisoformat(one["day"]),
        "amount": Money(one["minor"], one["currency"]).exact,
        "given": Money(one["given_minor"], one["currency"]).exact,
    }
