"""What of a file is new, known already, of no matter, or refused: looked at line by line before anything is brought in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.alike import mark_alike
from broadsheet.donations.importing.cells import read_moment, read_sum, writes_day_first
from broadsheet.donations.importing.columns import Columns, checked, source_of
from broadsheet.donations.importing.comparing import Known, compare
from broadsheet.donations.importing.kinds import (
    fee_named,
    is_fee,
    is_test,
    is_total,
    no_gift,
    status_of,
)
from broadsheet.donations.importing.lines import LONGEST_REF, PASSED, REFUSED, Line, Looked
from broadsheet.donations.importing.numbering import Numbering
from broadsheet.donations.importing.reading import FileRefusedError, Row, Table
from broadsheet.donations.importing.sources import source_named
from broadsheet.donations.models import rules_of
from broadsheet.donations.money import Money, is_currency, nothing
from broadsheet.masthead.models import paper_of

__all__ = ["Asked", "Line", "Looked", "look", "refused_in_words"]


@dataclass
class Asked:
    """How a file is to be read: whose it is, which column is what, and in which order days are written."""

    site: Site
    processor: str
    columns: Columns
    day_first: bool | None = None


def look(table: Table, asked: Asked) -> Looked:
    """Look at each line of a file.

    Errors:
        FileRefusedError: a column is missing, or nobody said whose file it is.
    """
    if not asked.processor:
        raise FileRefusedError(_("Say which site the file is from: PayPal, for example."))
    columns = checked(asked.columns, table.names)
    places = {name: table.names.index(column) for name, column in columns.items()}
    day_first = asked.day_first
    if day_first is None:
        at = places["day"]
        days = (row.cells[at] for row in table.rows if at < len(row.cells))
        day_first = writes_day_first(days) or False
    reader = _Reader(asked, columns, day_first, is_numbered=source_of(table.names) is not None)
    looked = Looked(
        [reader.read(row, _cells(row.cells, places)) for row in table.rows],
        source_named(asked.site, asked.processor),
    )
    compare(looked, Known(looked.processor))
    mark_alike(looked, asked.site)
    return looked


def _cells(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for name, place in places.items()}


class _Reader:
    """Reads the rows of one file. `is_numbered`: of a site that numbers each transaction."""

    def __init__(
        self, asked: Asked, columns: Columns, day_first: bool, *, is_numbered: bool
    ) -> None:
        self.zone = paper_of(asked.site).zone
        self.currency = rules_of(asked.site).currency
        self.columns, self.day_first, self.is_numbered = columns, day_first, is_numbered
        self.is_utc = "utc" in columns["day"].casefold()
        self.now = timezone.now()
        self.numbering = Numbering()
        # What the rows above come to, by currency: a row that says just that is their total.
        self.above: Counter[str] = Counter()

    def read(self, row: Row, cells: dict[str, str]) -> Line:
        line = Line(row.line)
        try:
            return self._read(line, row, cells)
        except DonationError as error:
            return line.leave(REFUSED, str(error))

    def _read(self, line: Line, row: Row, cells: dict[str, str]) -> Line:
        if is_test(cells, self.columns):
            line.is_test = True
            return line.leave(PASSED, _("A test: no money moved."))
        if not self._is_dated(cells["day"]) and self._is_total(row, cells):
            return line.leave(PASSED, _("The sum of other lines."))
        _describe(line, cells)
        currency = (cells.get("currency") or self.currency).upper()
        if not is_currency(currency):
            raise DonationError(_("“%(code)s” is no currency.") % {"code": currency[:12]})
        amount = read_sum(cells["amount"], currency)
        if (why := no_gift(cells, amount)) is not None:
            return line.leave(PASSED, why)
        self._date(line, cells["day"])
        line.of = cells.get("refund_of", "")
        self._number(line, amount)
        self._sums(line, cells, amount)
        self.above[currency] += amount.minor
        return line

    def _is_dated(self, cell: str) -> bool:
        try:
            self._moment(cell)
        except DonationError:
            return False
        return True

    def _is_total(self, row: Row, cells: dict[str, str]) -> bool:
        if is_total(row.cells):
            return True
        # Without a word, it is a total if nothing but the sum of all above stands in it.
        if sum(bool(cell) for cell in row.cells) != 1 or not cells["amount"]:
            return False
        return read_sum(cells["amount"], self.currency).minor == self.above[self.currency]

    def _moment(self, cell: str) -> datetime:
        return read_moment(cell, day_first=self.day_first, is_utc=self.is_utc, zone=self.zone)

    def _date(self, line: Line, cell: str) -> None:
        line.at = self._moment(cell)
        if line.at > self.now and line.at.date() > self.now.date():
            raise DonationError(_("Its day is still to come."))
        line.day = timezone.localdate(line.at, self.zone)

    def _number(self, line: Line, amount: Money) -> None:
        if not line.ref and not self.is_numbered and line.day is not None:
            who = (line.name, line.email)
            line.ref = self.numbering.number(line.day, amount, who, line.cheque, line.of)
        if not line.ref or len(line.ref) > LONGEST_REF:
            raise DonationError(_("It has no transaction number."))

    def _sums(self, line: Line, cells: dict[str, str], amount: Money) -> None:
        if is_fee(cells, amount):
            line.charge, line.charged_as = -amount, fee_named(cells)
            return
        fees_in = cells.get("fee_currency", "").upper()
        fee = nothing(amount.currency)
        if not fees_in or fees_in == amount.currency:
            fee = read_sum(cells.get("fee", ""), amount.currency)
        if amount < nothing(amount.currency):
            line.back = -amount
            # A part of the fee came back with it.
            line.fee = fee if fee > nothing(fee.currency) else None
            return
        line.of, line.amount = "", amount
        # Some write what was taken as less than nothing.
        line.fee = -fee if fee < nothing(fee.currency) else fee
        if amount < line.fee:
            raise DonationError(_("Its fee is larger than its amount."))
        back = read_sum(cells.get("refunded", ""), amount.currency)
        is_whole = status_of(cells) == "refunded" and not {"refunded", "refund_of"} & set(
            self.columns
        )
        line.back = amount if is_whole else (back if back else None)
        if line.back is not None and amount < line.back:
            raise DonationError(_("More of it was refunded than came."))


def _describe(line: Line, cells: dict[str, str]) -> None:
    """Write down who gave, for what, and by which number."""
    line.ref, line.other_ref = cells.get("ref", ""), cells.get("other_ref", "")
    line.email = cells.get("email", "")[:254]
    whole = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}"
    line.name = " ".join(whole.split())[:120]
    line.cheque = cells.get("cheque", "")[:40]
    line.campaign = " ".join(cells.get("campaign", "").split())[:80].strip()
    line.address = _address(cells)


def _address(cells: dict[str, str]) -> str:
    """Return a postal address in its lines, as far as it is written."""
    town, region, postcode = (cells.get(name, "") for name in ("town", "region", "postcode"))
    place = " ".join(filter(None, (", ".join(filter(None, (town, region))), postcode)))
    street = (cells.get("street", ""), cells.get("street_more", ""))
    if not any(street) and not place:
        return ""
    return "\n".join(filter(None, (*street, place, cells.get("country", ""))))[:500]


def refused_in_words(looked: Looked) -> Iterator[str]:
    """Give a sentence for each line that is refused."""
    for one in looked.having(REFUSED):
        yield _("Line %(line)s: %(why)s") % {"line": one.number, "why": one.why}


def alike_in_words(looked: Looked) -> Iterator[str]:
    """Give a sentence for each new line that looks like a gift in the books."""
    for one in looked.alike:
        yield _("Line %(line)s: %(why)s") % {"line": one.number, "why": one.why}
