"""A receipt as it is read: from its snapshot and its person alone, never from what is known now."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from broadsheet.donations.books.receipts import TEST_SERIES
from broadsheet.donations.models import Receipt, ReceiptPerson
from broadsheet.donations.money import Money
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.mailbag.sealing import unseal

# A single gift of so much needs a charity's written acknowledgement (26 USC 170(f)(8)), in cents of US dollars.
ACKNOWLEDGED_FROM: Final = 25_000
# Sentences of the law stand in English, whatever the paper is written in (`wording.py`).
_ENGLISH = ("are not deductible as charitable contributions", "is a 501(c)(3) organization")


@dataclass(frozen=True)
class GiftLine:
    """One gift on a receipt. `amount`: what of it was kept; `given`: what came, if that was more."""

    code: str
    day: date
    amount: Money
    given: Money | None
    method: str
    honour: str
    honoured: str
    restricted_to: str
    goods: str

    @property
    def is_acknowledged(self) -> bool:
        """Whether the law wants this very gift named."""
        return self.amount.currency == "USD" and self.amount.minor >= ACKNOWLEDGED_FROM


@dataclass(frozen=True)
class Part:
    """Gifts that were asked for with one wording, and that wording; on all but a year's statements there is one part."""

    wording: str
    said: str
    gifts: tuple[GiftLine, ...]

    @property
    def is_english(self) -> bool:
        return self.wording == NOT_DEDUCTIBLE or any(one in self.wording for one in _ENGLISH)

    @property
    def lists(self) -> list[tuple[str, list[GiftLine]]]:
        """The gifts in lists with a heading each: a charity's year names single large gifts apart."""
        large = [one for one in self.gifts if one.goods and one.is_acknowledged]
        if len(self.gifts) == 1 or not large:
            return [("", list(self.gifts))]
        others = [one for one in self.gifts if one not in large]
        named = [(_("Single gifts of $250 or more"), large), (_("Other gifts"), others)]
        return [(heading, gifts) for heading, gifts in named if gifts]


@dataclass(frozen=True)
class Paperwork:
    """All that stands on a receipt."""

    number: str
    title: str
    language: str
    paper: str
    legal_name: str
    legal_number: str
    legal_address: str
    issued_on: date
    of_year: int | None
    amount: Money
    parts: tuple[Part, ...]
    goods: str
    replaces: str
    is_test: bool
    void: str
    replaced_by: str
    name: str
    lines: tuple[str, ...]


def read(receipt: Receipt) -> Paperwork:
    """Return what stands on a receipt; one whose person is hidden or gone is nobody's.

    Errors:
        LockedError: the key is another than the one with which the person was locked up.
    """
    told, person = receipt.snapshot, person_on(receipt)
    amount = told["amount"]
    return Paperwork(
        number=told["number"],
        title=told["title"],
        language=told["language"],
        paper=told["paper"],
        legal_name=told["legal_name"],
        legal_number=told["legal_number"],
        legal_address=told["legal_address"],
        issued_on=date.fromisoformat(told["issued_on"]),
        of_year=told.get("of_year"),
        amount=Money(amount["minor"], amount["currency"]),
        parts=_parts(told, person.get("honoured", {})),
        goods=told["goods"],
        replaces=told["replaces"],
        is_test=told["is_test"] or receipt.series == TEST_SERIES,
        void=str(receipt.voided.get_why_display()) if receipt.is_void else "",
        replaced_by=receipt.replaced_by.name if hasattr(receipt, "replaced_by") else "",
        name=" ".join(person.get("name", "").split()),
        lines=tuple(line.strip() for line in person.get("lines", "").splitlines() if line.strip()),
    )


def person_on(receipt: Receipt) -> dict[str, Any]:
    """Return whom a receipt is for: name, lines, and whom gifts honour by their codes; nothing if nobody may know."""
    person = ReceiptPerson.objects.filter(receipt=receipt, is_hidden=False).first()
    return unseal(person.sealed) if person is not None else {}


def _parts(told: dict[str, Any], honoured: dict[str, str]) -> tuple[Part, ...]:
    lines = [_line(gift, honoured) for gift in told["gifts"]]
    given = told.get("parts") or [{**told, "codes": [one.code for one in lines]}]
    return tuple(
        Part(
            wording=one["wording"],
            said=one["wording_said"],
            gifts=tuple(line for line in lines if line.code in one["codes"]),
        )
        for one in given
    )


def _line(told: dict[str, Any], honoured: dict[str, str]) -> GiftLine:
    kept = Money(told["minor"], told["currency"])
    given = Money(told["given_minor"], told["currency"])
    whom = honoured.get(told["code"], "")
    return GiftLine(
        code=told["code"],
        day=date.fromisoformat(told["day"]),
        amount=kept,
        given=given if given != kept else None,
        method=told["method"],
        honour=told["honour"] if whom else "",
        honoured=whom,
        restricted_to=told["restricted_to"],
        goods=told.get("goods", ""),
    )
