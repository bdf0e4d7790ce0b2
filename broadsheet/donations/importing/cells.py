"""Days and sums as other sites write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from broadsheet.donations.errors import DonationError
from broadsheet.donations.money import Money, nothing, read_money

_PARTED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[ ,T]+(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ ,T]+(.*))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp])?\.?[Mm]?\.?.*")
_IN_WORDS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
MONTHS = 12
NOON = time(12)


def writes_day_first(cells: Iterable[str]) -> bool | None:
    """Say whether days stand before months, by those cells in which only one of both can be; None if none tells."""
    for cell in cells:
        found = _PARTED.fullmatch(cell.strip())
        if found and int(found[1]) > MONTHS:
            return True
        if found and int(found[2]) > MONTHS:
            return False
    return None


def read_moment(cell: str, *, day_first: bool, is_utc: bool, zone: ZoneInfo) -> datetime:
    """Return the moment that a cell tells of; a day without an hour is its noon where the paper is.

    Errors:
        DonationError: it is no date.
    """
    try:
        day, clock = _day(cell.strip(), day_first)
    except ValueError as error:
        raise DonationError(_("“%(cell)s” is no date.") % {"cell": cell[:40]}) from error
    at = _clock(clock)
    if at is None:
        return datetime.combine(day, NOON, zone)
    return datetime.combine(day, at, UTC if is_utc else zone)


def _day(cell: str, day_first: bool) -> tuple[date, str]:
    if found := _YEAR_FIRST.fullmatch(cell):
        return date(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    if found := _PARTED.fullmatch(cell):
        one, other, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (one, other) if day_first else (other, one)
        return date(year + 2000 if year < 100 else year, month, day), found[4] or ""
    for form in _IN_WORDS:
        try:
            return datetime.strptime(cell, form).date(), ""
        except ValueError:
            continue
    raise ValueError(cell)


def _clock(written: str) -> time | None:
    found = _CLOCK.fullmatch(written.strip())
    if not found:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2]), int(found[3] or 0)) if hour < 24 else None


def read_sum(cell: str, currency: str) -> Money:
    """Return the sum that a cell holds: below nothing if a sign says so, nothing if it holds none.

    Errors:
        MoneyError: it is no amount.
    """
    plain = cell.strip().replace("\u2212", "-").replace("\u00a0", " ")
    is_less = plain.startswith(("-", "(")) or plain.endswith("-")
    plain = plain.strip("-()+ ")
    if plain.startswith(("-",)) or not re.search(r"[1-9٠-٩۰-۹]", plain):
        if plain and not re.search(r"0", plain):
            return read_money(plain, currency)
        return nothing(currency)
    # Files write "$-25.00", too.
    sign = re.match(r"^\D{1,4}-", plain)
    if sign:
        plain, is_less = plain.replace("-", "", 1), True
    amount = read_money(plain, currency)
    return -amount if is_less else amount
