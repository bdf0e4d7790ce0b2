"""What bookkeeping programs read: a month's movements as OFX 1.0.2, one account for each way and currency.

QuickBooks, Xero, GnuCash, KMyMoney and others read it, and know by FITID what they have read before. Source: Open
Financial Exchange 1.0.2, sections 2.2 (headers), 3.2 (data types), 11.4 (bank statements). Two libraries write it, and
their licences would bind a paper's own work, so it is written here.
"""

from collections import defaultdict
from datetime import date
from html import escape
from typing import Final, NamedTuple

from anyascii import anyascii
from django.db.models import Sum
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.models import Entry, Payment, Settlement
from broadsheet.donations.money import Money
from broadsheet.donations.reckoning.exporting import entries_of_month, month_of, name_of

HEADER: Final = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
    "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
)
BANK: Final = "BROADSHEET"
ACCOUNT_LETTERS: Final = 22
NAME_LETTERS: Final = 32
CHEQUE_LETTERS: Final = 12


class Row(NamedTuple):
    """One transaction. `fitid`: never another's, and the same in each file that holds it."""

    kind: str
    day: date
    amount: Money
    fitid: str
    name: str
    memo: str
    cheque: str = ""


def as_ofx(site: Site, day: date) -> str:
    """Return the month of a day as a file of OFX."""
    first, last = month_of(day)
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for entry in entries_of_month(site, day):
        rows[_account(entry.provider, entry.account), entry.currency].append(_of_entry(entry))
    settled = Settlement.objects.filter(site=site, is_test=False, arrived_on__range=(first, last))
    settled = settled.select_related("batch")
    for settlement in settled.order_by("arrived_on", "pk"):
        account = _account(settlement.provider, settlement.account)
        rows[account, settlement.currency].append(_of_settlement(settlement))
    statements = [
        _statement(
            account, currency, found, (first, last), balance_of(site, account, currency, last)
        )
        for (account, currency), found in sorted(rows.items())
    ]
    return HEADER + _in("OFX", _signed_on(), _in("BANKMSGSRSV1", *statements) if statements else "")


def _account(provider: str, account: str) -> str:
    """Return how the account is called in which money of one way lies until it reaches the bank."""
    return (account if provider == "import" and account else provider)[:ACCOUNT_LETTERS]


def balance_of(site: Site, account: str, currency: str, on: date) -> Money:
    """Return what lies in such an account on a day: all that came and went, less what has reached the bank."""
    books = {"site": site, "is_test": False, "currency": currency}
    entries = Entry.objects.filter(**books, day__lte=on)
    settled = Settlement.objects.filter(**books, arrived_on__lte=on)
    minor = 0
    for provider, name, total in (
        entries.order_by().values_list("provider", "account").annotate(sum=Sum("amount_minor"))
    ):
        minor += total if _account(provider, name) == account else 0
    for provider, name, total in (
        settled.order_by().values_list("provider", "account").annotate(sum=Sum("expected_minor"))
    ):
        minor -= total if _account(provider, name) == account else 0
    return Money(minor, currency)


def _of_entry(entry: Entry) -> Row:
    kind = "FEE" if entry.kind in (Entry.Kind.FEE, Entry.Kind.DISPUTE_FEE) else ""
    cheque = entry.payment.cheque_number if entry.payment.method == Payment.Method.CHEQUE else ""
    return Row(
        kind or ("CREDIT" if entry.amount_minor > 0 else "DEBIT"),
        entry.day,
        entry.amount,
        f"entry-{entry.pk}",
        f"{entry.get_kind_display()} {entry.gift.code}",
        f"{entry.provider} {entry.ref}",
        cheque,
    )


def _of_settlement(settlement: Settlement) -> Row:
    # What reaches the bank leaves the account in which it lay.
    amount = Money(-settlement.expected_minor, settlement.currency)
    name = str(settlement.get_kind_display())
    fitid = f"settlement-{settlement.pk}"
    return Row("XFER", settlement.arrived_on, amount, fitid, name, name_of(settlement))


def _statement(
    account: str, currency: str, rows: list[Row], days: tuple[date, date], balance: Money
) -> str:
    whose = _in(
        "BANKACCTFROM",
        _one("BANKID", BANK),
        _one("ACCTID", account),
        _one("ACCTTYPE", "CHECKING"),
    )
    listed = _in(
        "BANKTRANLIST",
        _one("DTSTART", _at(days[0])),
        _one("DTEND", _at(days[1])),
        *(_transaction(row) for row in rows),
    )
    held = _in("LEDGERBAL", _one("BALAMT", balance.plain), _one("DTASOF", _at(days[1])))
    statement = _in("STMTRS", _one("CURDEF", currency), whose, listed, held)
    return _in("STMTTRNRS", _one("TRNUID", "0"), _well(), statement)


def _transaction(row: Row) -> str:
    return _in(
        "STMTTRN",
        _one("TRNTYPE", row.kind),
        _one("DTPOSTED", _at(row.day)),
        _one("TRNAMT", row.amount.plain),
        _one("FITID", row.fitid),
        _one("CHECKNUM", row.cheque[:CHEQUE_LETTERS]) if row.cheque else "",
        _one("NAME", row.name, NAME_LETTERS),
        _one("MEMO", row.memo, 255),
    )


def _signed_on() -> str:
    now = timezone.now().strftime("%Y%m%d%H%M%S")
    return _in(
        "SIGNONMSGSRSV1",
        _in("SONRS", _well(), _one("DTSERVER", now), _one("LANGUAGE", "ENG")),
    )


def _well() -> str:
    return _in("STATUS", _one("CODE", "0"), _one("SEVERITY", "INFO"))


def _at(day: date) -> str:
    # Noon: no time zone that a program thinks of makes another day of it.
    return f"{day:%Y%m%d}120000"


def _in(name: str, *parts: str) -> str:
    return f"<{name}>\r\n{''.join(parts)}</{name}>\r\n"


def _one(name: str, value: str, most: int = 80) -> str:
    plain = " ".join(anyascii(value).split())[:most]
    return f"<{name}>{escape(plain, quote=False)}\r\n"
