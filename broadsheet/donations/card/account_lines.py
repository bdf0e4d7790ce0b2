"""Lines of the paper's account at the processor, beside our entries: which we lack, which are of another sum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from broadsheet.donations.card import keys
from broadsheet.donations.card.amounts import about
from broadsheet.donations.card.reading import moment
from broadsheet.donations.card.talking import PAGE, Thing, walk
from broadsheet.donations.models import Entry
from broadsheet.donations.money import Money

# What moves money between the account and the bank, and is no gift's.
TO_BANK: Final = frozenset(["payout", "payout_cancel", "payout_failure"])
# How many names are looked up at once.
BATCH: Final = 500


@dataclass(frozen=True)
class Line:
    """One line: `net` is what it changed the account by, `payment` the payment that it is of, `source` the object itself."""

    ref: str
    kind: str
    net: Money
    at: datetime
    payment: str = ""
    source: str = ""


@dataclass(frozen=True)
class Difference:
    """A line that the books do not have like this, and why; or an entry of ours that the processor does not know."""

    ref: str
    kind: str
    money: Money
    why: str
    payment: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """How it stands in `Settlement.differing`."""
        return {"ref": self.ref, "kind": self.kind, "minor": self.money.minor, "why": self.why}


def lines(params: dict[str, Any]) -> Iterator[Line]:
    """Give the lines of the account, newest first.

    Args:
        params: which, as the processor takes it: `created`, `payout`.

    Errors:
        CardError: it is away.
    """
    asked: Any = {"limit": PAGE, "expand": ["data.source"], **params}
    for one in walk(lambda client: client.v1.balance_transactions.list(asked)):
        yield _line(one)


def _line(told: Thing) -> Line:
    source = told.get("source")
    whole = source if isinstance(source, dict) else {}
    return Line(
        ref=told["id"],
        kind=told["reporting_category"] or told["type"],
        net=about(told["net"], told["currency"]),
        at=moment(told["created"]),
        payment=str(whole.get("payment_intent") or ""),
        source=str(whole.get("id") or source or ""),
    )


def differences(found: Iterable[Line], account: str) -> list[Difference]:
    """Return what of these lines is not in the books like that."""
    wrong: list[Difference] = []
    batch: list[Line] = []
    for line in found:
        if line.kind in TO_BANK:
            continue
        batch.append(line)
        if len(batch) == BATCH:
            wrong += _differing(batch, account)
            batch = []
    return wrong + _differing(batch, account)


def _differing(batch: list[Line], account: str) -> list[Difference]:
    sums = (
        Entry.objects.filter(
            provider=keys.PROVIDER, account=account, ref__in=[line.ref for line in batch]
        )
        .order_by()
        .values("ref", "currency")
        .annotate(minor=Sum("amount_minor"))
    )
    ours = {one["ref"]: Money(one["minor"], one["currency"]) for one in sums}
    return [
        Difference(line.ref, line.kind, line.net, why, line.payment)
        for line in batch
        if (why := _why(line, ours.get(line.ref)))
    ]


def _why(line: Line, ours: Money | None) -> str:
    if ours is None:
        return _("It is not in the paper's books.")
    if ours.currency != line.net.currency:
        return _("It was given in %(currency)s, and is booked so.") % {"currency": ours.currency}
    if ours != line.net:
        return _("The paper's books have %(amount)s.") % {"amount": ours.exact}
    return ""
