"""Gifts, who gave them, the money that came, and the books. Amounts are whole minor units beside their currency."""

from broadsheet.donations.models.batch import Batch, BatchLine
from broadsheet.donations.models.books import (
    Entry,
    Receipt,
    ReceiptCounter,
    ReceiptPerson,
    ReceiptVoid,
    Settlement,
    SettlementLine,
)
from broadsheet.donations.models.click import Click
from broadsheet.donations.models.disclosure import Disclosure
from broadsheet.donations.models.donor import Donor
from broadsheet.donations.models.gift import Gift, Plan, Pledge
from broadsheet.donations.models.gift_file import GiftFile
from broadsheet.donations.models.inbox import ProviderCall, ProviderEvent
from broadsheet.donations.models.money_moves import Dispute, Payment, Refund
from broadsheet.donations.models.post import Mailing, OwnLink
from broadsheet.donations.models.rules import Campaign, GiftRules, kept_rules, rules_of
from broadsheet.donations.models.thanks import ThanksNote
from broadsheet.donations.models.trail import Deed

__all__ = [
    "Batch",
    "BatchLine",
    "Campaign",
    "Click",
    "Deed",
    "Disclosure",
    "Dispute",
    "Donor",
    "Entry",
    "Gift",
    "GiftFile",
    "GiftRules",
    "Mailing",
    "OwnLink",
    "Payment",
    "Plan",
    "Pledge",
    "ProviderCall",
    "ProviderEvent",
    "Receipt",
    "ReceiptCounter",
    "ReceiptPerson",
    "ReceiptVoid",
    "Refund",
    "Settlement",
    "SettlementLine",
    "ThanksNote",
    "kept_rules",
    "rules_of",
]
