"""What of a file is new, known already, of no matter, or refused: looked at line by line before anything is brought in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.cells import read_moment, read_sum, writes_day_first
from broadsheet.donations.importing.columns import Columns, checked
from broadsheet.donations.importing.reading import FileRefusedError, Table
from broadsheet.donations.models import Entry, Payment, rules_of
from broadsheet.donations.money import Money, is_currency, nothing
from broadsheet.masthead.models import paper_of

PROVIDER: Final = "import"
NEW, KNOWN, PASSED, REFUSED = "new", "known", "passed", "refused"
# Words of the sites whose exports are known, and of others. What stands in none of them is refused, not guessed.
CAME: Final = frozenset(
    [
        "completed",
        "complete",
        "paid",
        "succeeded",
        "success",
        "successful",
        "settled",
        "cleared",
        "captured",
        "received",
        "yes",
        "true",
    ]
)
WENT_BACK: Final = frozenset(
    {"refunded", "partially refunded", "partial refund", "reversed", "charged back"}
)
NOT_COME: Final = frozenset(
    {
        "pending",
        "processing",
        "unclaimed",
        "authorized",
        "created",
        "in progress",
        "requires action",
    }
    | {
        "failed",
        "denied",
        "canceled",
        "cancelled",
        "voided",
        "expired",
        "declined",
        "unpaid",
        "removed",
    }
    | {"requires payment method", "requires confirmation", "incomplete", "no", "false"}
)
REFUND: Final = re.compile(r"refund|reversal|chargeback|reembolso", re.IGNORECASE)
# What moves within the account of the paper.
NO_GIFT: Final = re.compile(
    r"withdrawal|conversion|transfer|hold|deposit|payout|adjustment|authorization|\bfee\b|order",
    re.IGNORECASE,
)
LONGEST_REF: Final = 200


@dataclass
class Line:
    """One row and what is to be done with it. `back`: it tells of money that went back, of the payment `of`."""

    number: int
    outcome: str = NEW
    why: str = ""
    ref: str = ""
    at: datetime | None = None
    amount: Money | None = None
    fee: Money | None = None
    email: str = ""
    name: str = ""
    of: str = ""
    back: Money | None = None

    def leave(self, outcome: str, why: str) -> "Line":
        self.outcome, self.why = outcome, why
        return self


@dataclass
class Asked:
    """How a file is to be read: whose it is, which column is what, and in which order days are written."""

    site: Site
    processor: str
    columns: Columns
    day_first: bool | None = None


@dataclass
class Looked:
    """A file that was looked at."""

    lines: list[Line] = field(default_factory=list)

    def having(self, outcome: str) -> list[Line]:
        return [one for one in self.lines if one.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        return {one: len(self.having(one)) for one in (NEW, KNOWN, PASSED, REFUSED)}

    def total(self, currency: str) -> Money:
        """Return what is new of a currency, less what went back."""
        found = nothing(currency)
        for one in self.having(NEW):
            for sum_ in (one.amount, -one.back if one.back else None):
                if sum_ is not None and sum_.currency == currency:
                    found += sum_
        return found

    @property
    def totals(self) -> list[Money]:
        sums = {one.amount.currency for one in self.having(NEW) if one.amount}
        sums |= {one.back.currency for one in self.having(NEW) if one.back}
        return [self.total(currency) for currency in sorted(sums)]


class _Known:
    """What stands in the books of this processor, and in the lines above."""

    def __init__(self, processor: str) -> None:
        of_it = {"provider": PROVIDER, "account": processor}
        paid: Any = Payment.objects.filter(**of_it).values_list("ref", "amount_minor", "currency")
        self.paid = {ref: Money(minor, currency) for ref, minor, currency in paid}
        gone: Any = Entry.objects.filter(**of_it, kind=Entry.Kind.REFUND)
        self.refunds = set(gone.values_list("ref", flat=True))
        self.back: dict[str, int] = {}
        for ref, minor in gone.values_list("payment__ref", "amount_minor"):
            self.back[ref] = self.back.get(ref, 0) - minor
        # Taken by the paper's own button, they are in the books by another way.
        own: Any = Payment.objects.filter(provider="stripe").values_list("ref", flat=True)
        self.own = set(own)


def look(table: Table, asked: Asked) -> Looked:
    """Look at each line of a file.

    Errors:
        FileRefusedError: a column is missing, or nobody said whose file it is.
    """
    if not asked.processor:
        raise FileRefusedError(_("Say which site the file is from: PayPal, for example."))
    columns = checked(asked.columns, table.names)
    places = {name: table.names.index(column) for name, column in columns.items()}
    rows = [(row.line, _cells(row.cells, places)) for row in table.rows]
    day_first = asked.day_first
    if day_first is None:
        day_first = writes_day_first(cells["day"] for _number, cells in rows) or False
    reader = _Reader(asked, columns, day_first)
    looked = Looked([reader.read(number, cells) for number, cells in rows])
    _compare(looked, _Known(asked.processor))
    return looked


def _cells(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for name, place in places.items()}


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, asked: Asked, columns: Columns, day_first: bool) -> None:
        self.zone = paper_of(asked.site).zone
        self.currency = rules_of(asked.site).currency
        self.columns, self.day_first = columns, day_first
        self.is_utc = "utc" in columns["day"].casefold()
        self.now = timezone.now()

    def read(self, number: int, cells: dict[str, str]) -> Line:
        line = Line(number)
        try:
            return self._read(line, cells)
        except DonationError as error:
            return line.leave(REFUSED, str(error))

    def _read(self, line: Line, cells: dict[str, str]) -> Line:
        line.ref = cells["ref"]
        line.email = cells.get("email", "")[:254]
        whole = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}"
        line.name = " ".join(whole.split())[:120]
        currency = (cells.get("currency") or self.currency).upper()
        if not is_currency(currency):
            raise DonationError(_("“%(code)s” is no currency.") % {"code": currency[:12]})
        amount = read_sum(cells["amount"], currency)
        if (why := _no_gift(cells, amount)) is not None:
            return line.leave(PASSED, why)
        if not line.ref or len(line.ref) > LONGEST_REF:
            raise DonationError(_("It has no transaction number."))
        line.at = read_moment(
            cells["day"], day_first=self.day_first, is_utc=self.is_utc, zone=self.zone
        )
        if line.at > self.now and line.at.date() > self.now.date():
            raise DonationError(_("Its day is still to come."))
        self._sums(line, cells, amount)
        return line

    def _sums(self, line: Line, cells: dict[str, str], amount: Money) -> None:
        fees_in = cells.get("fee_currency", "").upper()
        fee = nothing(amount.currency)
        if not fees_in or fees_in == amount.currency:
            fee = read_sum(cells.get("fee", ""), amount.currency)
        if amount < nothing(amount.currency):
            line.of, line.back = cells.get("refund_of", ""), -amount
            # A part of the fee came back with it.
            line.fee = fee if fee > nothing(fee.currency) else None
            return
        line.amount = amount
        # Some write what was taken as less than nothing.
        line.fee = -fee if fee < nothing(fee.currency) else fee
        if amount < line.fee:
            raise DonationError(_("Its fee is larger than its amount."))
        back = read_sum(cells.get("refunded", ""), amount.currency)
        is_whole = _status(cells) == "refunded" and not {"refunded", "refund_of"} & set(
            self.columns
        )
        line.back = amount if is_whole else (back if back else None)
        if line.back is not None and amount < line.back:
            raise DonationError(_("More of it was refunded than came."))


def _status(cells: dict[str, str]) -> str:
    return " ".join(re.findall(r"[^\W_]+", cells.get("status", "").casefold()))


def _no_gift(cells: dict[str, str], amount: Money) -> str | None:
    """Say why a row is no gift and no refund; None if it is one.

    Errors:
        DonationError: its status is a word that nobody knows.
    """
    status, kind = _status(cells), cells.get("kind", "")
    if status in NOT_COME:
        return _("It has not come.")
    if status and status not in CAME | WENT_BACK:
        raise DonationError(
            _(
                "“%(status)s” is a status that is not known. Leave that column out, or mend the line."
            )
            % {"status": cells["status"][:40]}
        )
    if not amount:
        return _("It is of nothing.")
    is_refund = REFUND.search(kind) is not None
    if amount < nothing(amount.currency):
        is_refund = is_refund or ("kind" not in cells and bool(cells.get("refund_of")))
        return None if is_refund else _("Money that went out, and no refund.")
    return _("Money that moved within the account.") if NO_GIFT.search(kind) else None


def _compare(looked: Looked, known: _Known) -> None:
    """Mark what is known already; refuse what contradicts it."""
    for line in looked.lines:
        if line.outcome == NEW and line.amount is not None:
            _compare_gift(line, known)
    # Refunds stand above their gifts in files that begin with the newest.
    for line in looked.lines:
        if line.outcome == NEW and line.amount is None:
            _compare_refund(line, known)


def _compare_gift(line: Line, known: _Known) -> None:
    assert line.amount is not None
    before = known.paid.get(line.ref)
    if line.ref in known.own:
        line.leave(KNOWN, _("It came through the paper's own page."))
    elif before is None:
        known.paid[line.ref] = line.amount
        known.back[line.ref] = line.back.minor if line.back else 0
    elif before != line.amount:
        line.leave(
            REFUSED,
            _("Transaction %(ref)s is known with another amount: %(amount)s.")
            % {"ref": line.ref, "amount": before.exact},
        )
    else:
        _compare_back(line, known)


def _compare_back(line: Line, known: _Known) -> None:
    """Keep of a gift that is known only what of it went back since."""
    back = line.back.minor if line.back else 0
    before = known.back.get(line.ref, 0)
    if back <= before:
        line.leave(KNOWN, _("It is in the books already."))
        return
    assert line.amount is not None
    line.of, line.back = line.ref, Money(back - before, line.amount.currency)
    line.ref, line.amount, line.fee = f"{line.ref}:refunded:{back}", None, None


def _compare_refund(line: Line, known: _Known) -> None:
    assert line.back is not None
    came = known.paid.get(line.of)
    if line.ref in known.refunds:
        line.leave(KNOWN, _("It is in the books already."))
    elif came is None:
        line.leave(
            REFUSED,
            _(
                "It refunds transaction %(ref)s, which is not in the books. Bring the file of that time first."
            )
            % {"ref": line.of or "–"},
        )
    elif (
        came.currency != line.back.currency
        or came.minor < known.back.get(line.of, 0) + line.back.minor
    ):
        line.leave(REFUSED, _("It refunds more than came."))
    else:
        known.refunds.add(line.ref)
        known.back[line.of] = known.back.get(line.of, 0) + line.back.minor


def refused_in_words(looked: Looked) -> Iterator[str]:
    """Give a sentence for each line that is refused."""
    for one in looked.having(REFUSED):
        yield _("Line %(line)s: %(why)s") % {"line": one.number, "why": one.why}
