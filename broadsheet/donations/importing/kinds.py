"""What a row is: a gift, money that went back, a fee, a test, a sum of the rows above, or of no matter. By the words of its own cells."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.columns import Columns
from broadsheet.donations.models import Entry
from broadsheet.donations.money import Money, nothing

# Words of the sites whose exports are known, and of others. What stands in none of them is refused, not guessed.
CAME: Final = frozenset({
    "completed", "complete", "paid", "succeeded", "success", "successful", "settled", "cleared", "captured",
    "received", "yes", "true", "publish", "renewal", "dispute_won", "give_subscription",
})  # fmt: skip
WENT_BACK: Final = frozenset(
    {"refunded", "partially refunded", "partial refund", "reversed", "charged back"}
)
NOT_COME: Final = frozenset({
    "pending", "processing", "unclaimed", "authorized", "created", "in_progress", "requires_action",
    "requires_payment_method", "requires_confirmation", "requires_capture", "uncaptured", "preapproved",
    "preapproval", "incomplete", "no", "false", "failed", "denied", "canceled", "cancelled", "voided", "expired",
    "declined", "unpaid", "removed", "abandoned", "revoked", "blocked",
})  # fmt: skip
DISPUTED: Final = frozenset({
    "disputed", "dispute_lost", "dispute_needs_response", "needs_response", "dispute_under_review", "under_review",
})  # fmt: skip
REFUND: Final = re.compile(r"refund|reversal|chargeback|reembolso", re.IGNORECASE)
FEE: Final = re.compile(r"\bfees?\b", re.IGNORECASE)
# What moves within the account of the paper.
NO_GIFT: Final = re.compile(
    r"withdrawal|conversion|transfer|hold|deposit|payout|adjustment|authorization|\bfees?\b|order",
    re.IGNORECASE,
)
TOTAL: Final = re.compile(
    r"(?:(?:grand|sub|sum)[ -]?)?totals?(?:\s*[:(].*)?|sum:?|suma:?|total(?:es)? general(?:es)?:?",
    re.IGNORECASE,
)
TESTS: Final = frozenset({"test", "testing", "sandbox", "test mode"})


def status_of(cells: dict[str, str]) -> str:
    """Return a row's status in small letters, its words bound as in `in_progress`."""
    return "_".join(_words(cells.get("status", "")))


def is_test(cells: dict[str, str], columns: Columns) -> bool:
    """Say whether a row tells of money that never moved, by its column "live or test"."""
    said, column = " ".join(_words(cells.get("mode", ""))), columns.get("mode", "").casefold()
    if said in ("false", "no", "0"):
        return "live" in column
    return said in TESTS or (said in ("true", "yes", "1") and "test" in column)


def is_total(cells: Iterable[str]) -> bool:
    """Say whether a row, which has no date, calls itself the sum of others."""
    return any(TOTAL.fullmatch(cell.strip()) for cell in cells)


def is_fee(cells: dict[str, str], amount: Money) -> bool:
    """Say whether a row is what a site took for itself, though it may be called after a refund: "Chargeback Fee"."""
    return amount < nothing(amount.currency) and FEE.search(cells.get("kind", "")) is not None


def fee_named(cells: dict[str, str]) -> str:
    """Return what the books call a row's fee."""
    is_of_dispute = REFUND.search(cells.get("kind", "")) or "disput" in cells["kind"].casefold()
    return Entry.Kind.DISPUTE_FEE if is_of_dispute else Entry.Kind.FEE


def no_gift(cells: dict[str, str], amount: Money) -> str | None:
    """Say why a row is no gift, refund or fee; None if it is one.

    Errors:
        DonationError: its status is a word that nobody knows.
    """
    if (why := _by_status(cells)) is not None:
        return why
    if not amount:
        return _("It is of nothing.")
    kind = cells.get("kind", "")
    is_refund = REFUND.search(kind) is not None
    if amount < nothing(amount.currency):
        is_refund = is_refund or ("kind" not in cells and bool(cells.get("refund_of")))
        return (
            None if is_refund or is_fee(cells, amount) else _("Money that went out, and no refund.")
        )
    if NO_GIFT.search(kind):
        return _("Money that moved within the account.")
    return (
        _("Money that came back, and no gift: “%(kind)s”.") % {"kind": kind[:40]}
        if is_refund
        else None
    )


def _by_status(cells: dict[str, str]) -> str | None:
    status, told = status_of(cells), {"status": cells.get("status", "")[:40]}
    if status in NOT_COME:
        return _("“%(status)s”: it has not come.") % told
    if status in DISPUTED:
        return (
            _(
                "“%(status)s”: the donor's bank asks it back. See to it there; it is no gift until it is won."
            )
            % told
        )
    if status and status not in CAME and status.replace("_", " ") not in WENT_BACK:
        raise DonationError(
            _(
                "“%(status)s” is a status that is not known. Leave that column out, or mend the line."
            )
            % told
        )
    return None


def _words(cell: str) -> list[str]:
    return re.findall(r"[^\W_]+", cell.casefold())
