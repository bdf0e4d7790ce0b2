"""Receipts as pages to print and as text for mail."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi

from broadsheet.donations.models import Receipt
from broadsheet.donations.papers.reading import Paperwork, read
from broadsheet.mailbag.mailing import written


def render_receipt(receipt: Receipt, *, language: str | None = None) -> str:
    """Return a receipt as a document to print.

    Args:
        language: of the words around what was issued; none: the one it was issued in.
    """
    return render_receipts([receipt], language=language)


def render_receipts(receipts: Iterable[Receipt], *, language: str | None = None) -> str:
    """Return receipts as one document to print, a page each."""
    return printed([read(one) for one in receipts], language)


def printed(paperworks: Iterable[Paperwork], language: str | None = None) -> str:
    """Return what was read of receipts as one document to print."""
    pages = [_page(one, language) for one in paperworks]
    with translation.override(language or translation.get_language() or "en"):
        shown = {"pages": pages, "language": translation.get_language()}
        return render_to_string("donations/print/sheet.html", shown)


def render_receipt_text(receipt: Receipt) -> str:
    """Return a receipt as plain text, as it stands in mail."""
    paperwork = read(receipt)
    with translation.override(paperwork.language):
        text = written("donations/print/receipt.txt", {"receipt": paperwork})
    # What is left out leaves no holes.
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept) + "\n"


def _page(paperwork: Paperwork, language: str | None) -> str:
    with translation.override(language or paperwork.language):
        shown = {
            "receipt": paperwork,
            "language": translation.get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
        return render_to_string("donations/print/receipt.html", shown)
