"""What whoever moved the money says of one payment: the one shape in which cheques, files and processors bring it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from broadsheet.donations.money import Money


@dataclass(frozen=True)
class Movement:
    """One entry that is to stand in the books. `kind`: one of `Entry.Kind`; the sign of `amount` as the paper's purse sees it."""

    kind: str
    ref: str
    amount: Money
    at: datetime
    # The movement that this one takes back: its name and kind.
    reverses: tuple[str, str] | None = None


@dataclass(frozen=True)
class FoundRefund:
    """A refund as it stands there. `request`: ours, if we asked for it. `state`: one of `Refund.State`."""

    ref: str
    amount: Money
    state: str
    request: UUID | None = None


@dataclass(frozen=True)
class FoundDispute:
    """A dispute as it stands there. `state`: one of `Dispute.State`."""

    ref: str
    amount: Money
    state: str
    answer_by: datetime | None = None


@dataclass(frozen=True)
class Found:
    """All that is known of one payment now. Brought twice, or after a newer one, it changes nothing that is known.

    `state`, `method`: of `Payment`. `ref`: the payment's name in the account.
    """

    provider: str
    account: str
    ref: str
    method: str
    state: str
    amount: Money
    movements: tuple[Movement, ...] = ()
    refunds: tuple[FoundRefund, ...] = ()
    disputes: tuple[FoundDispute, ...] = ()
    cheque_number: str = ""
    cheque_bank: str = ""
