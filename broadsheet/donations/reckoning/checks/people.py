"""Whether those who were erased are gone and their sums are not, and nothing stands here that must never be kept."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.models import Donor, Gift, Receipt, ReceiptPerson
from broadsheet.donations.reckoning.checks.known import always

PERSONAL: Final = ("name", "email", "mailbox", "wall_name", "address_sealed", "notes")
# Names that others have given to things, sums, and what is locked up: chance makes anything of them.
NO_WORDS: Final = frozenset(
    {"ref", "account", "session_ref", "event", "key", "form_key", "sha256", "code"}
    | {"address_sealed", "sealed", "uuid", "currency", "cheque_number"}
)
CARD: Final = re.compile(r"(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\w-])")
IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
SECRET: Final = re.compile(r"\b(?:sk|rk)_(?:live|test)_\w{8,}|\bwhsec_\w{8,}")
PROOF: Final = re.compile(r"\b(?:cvc|cvv|cvv2|cid)\b\W{0,3}\d{3,4}\b", re.IGNORECASE)


@always(
    15,
    "erased-but-counted",
    gettext_lazy("Who was erased is named nowhere; her gifts, receipts and sums stay."),
)
def the_erased_are_counted_and_not_named() -> Iterator[str]:
    for donor in Donor.objects.exclude(erased_at=None):
        if any(getattr(donor, name) for name in PERSONAL):
            yield _("Donor %(number)s was erased, and something of her is left.") % {
                "number": donor.pk
            }
    shown = ReceiptPerson.objects.filter(
        receipt__gifts__donor__erased_at__isnull=False, is_hidden=False
    )
    for person in shown.distinct().select_related("receipt"):
        yield _("Receipt %(number)s names a donor who was erased.") % {
            "number": person.receipt.name
        }
    unnamed = Receipt.objects.filter(person=None, gifts__donor__erased_at=None)
    for receipt in unnamed.exclude(gifts__donor=None).distinct():
        yield _("Receipt %(number)s lost its person before its donor was erased.") % {
            "number": receipt.name
        }
    codes = dict(Gift.objects.values_list("pk", "code"))
    for receipt in Receipt.objects.prefetch_related("gifts").iterator(chunk_size=1000):
        if {codes[one.pk] for one in receipt.gifts.all()} != {
            one["code"] for one in receipt.snapshot["gifts"]
        }:
            yield _("Receipt %(number)s has lost a gift.") % {"number": receipt.name}


@always(
    16,
    "no-card-numbers",
    gettext_lazy("No card number, bank account or secret key stands anywhere."),
)
def nothing_forbidden_is_kept() -> Iterator[str]:
    for model in apps.get_app_config("donations").get_models():
        # What the paper itself tells its donors is meant to be read.
        if model.__name__ == "GiftRules":
            continue
        fields = [one.name for one in model._meta.concrete_fields if _holds_words(one)]
        rows = model._default_manager.order_by("pk").values_list("pk", *fields)
        for key, *cells in rows.iterator(chunk_size=2000):
            for field, cell in zip(fields, cells, strict=True):
                if is_forbidden(cell):
                    yield _("%(table)s.%(field)s of row %(row)s holds a number or key.") % {
                        "table": model._meta.db_table,
                        "field": field,
                        "row": key,
                    }


def _holds_words(field: Any) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return isinstance(field, kinds) and field.name not in NO_WORDS and not field.primary_key


def is_forbidden(cell: Any) -> bool:
    """Say whether words hold what must never be kept.

    >>> is_forbidden("My card is 4242 4242 4242 4242"), is_forbidden("Call 608 555 0142")
    (True, False)
    """
    words = cell if isinstance(cell, str) else json.dumps(cell)
    if not words or not any(sign.isdigit() for sign in words):
        return False
    return bool(
        SECRET.search(words)
        or PROOF.search(words)
        or any(_is_card(found[0]) for found in CARD.finditer(words))
        or any(_is_account(found[0]) for found in IBAN.finditer(words))
    )


def _is_card(written: str) -> bool:
    """Say whether digits prove each other as those of cards do (ISO/IEC 7812-1, annex B)."""
    digits = [int(one) for one in written if one.isdigit()]
    doubled = [sum(divmod(one * 2, 10)) for one in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_account(written: str) -> bool:
    """Say whether letters and digits prove each other as those of an IBAN do (ISO 13616, ISO/IEC 7064)."""
    plain = written.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1
