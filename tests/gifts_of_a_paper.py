"""What a paper keeps of gifts, under a name that would betray it; and what the keys in addresses of the desk for gifts name."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from wagtail.models import Site

from broadsheet.donations.models import (
    Batch,
    BatchLine,
    Campaign,
    Donor,
    Gift,
    GiftFile,
    Mailing,
    Pledge,
    Receipt,
    Settlement,
)
from broadsheet.donations.tests.made import pay
from broadsheet.donations.wording import disclosure_of

# By the address's name and the key's; the first that fits.
KEYS = [
    (r"^gifts_look_up site_id$", "site"),
    (r"^gifts_act_on_gift name$", "gift_act"),
    (r"^act_on_donors_mail act$", "mail_act"),
    (r"gift_id$", "gift"),
    (r"batch_id$", "batch"),
    (r"line_id$", "line"),
    (r"receipt_id$", "receipt"),
    (r"kept_id$", "donor"),
    (r"gone_id$", "other_donor"),
    (r"donor_id$", "donor"),
    (r"pledge_id$", "pledge"),
    (r"settlement_id$", "settlement"),
    (r"^gifts_imported_file file_id$", "gift_file"),
    (r"mailing_id$", "mailing"),
    (r"_campaign:", "campaign"),
]


def keep_gifts(ledger: Any, site: Site, secret: str) -> None:
    """Have a paper keep one of each."""
    told = {"site": site, "amount_minor": 2500, "currency": "USD"}
    ledger.donor, ledger.other_donor = (
        Donor.objects.create(site=site, name=secret, email=f"{one}@example.org") for one in "ab"
    )
    said = {"donor": ledger.donor, "disclosure": disclosure_of(site)}
    ledger.gift = Gift.objects.create(**told, **said, provider="manual")
    pay(ledger.gift)
    ledger.receipt = Receipt.objects.get(gifts=ledger.gift)
    ledger.mailing = Mailing.objects.get(key=f"receipt:{ledger.receipt.pk}")
    ledger.pledge = Pledge.objects.create(**told, **said, way="cheque", due_on=date(2030, 1, 1))
    ledger.batch = Batch.objects.create(
        site=site, received_on=date(2026, 5, 4), currency="USD", slip_minor=2500, slip_number=secret
    )
    ledger.line = BatchLine.objects.create(
        batch=ledger.batch, key="one", donor=ledger.donor, amount_minor=2500, currency="USD"
    )
    ledger.settlement = Settlement.objects.create(
        site=site,
        kind="deposit",
        provider="manual",
        ref=secret,
        expected_minor=2500,
        currency="USD",
        arrived_on=date(2026, 5, 4),
    )
    ledger.gift_file = GiftFile.objects.create(site=site, processor=secret)
    ledger.campaign = Campaign.objects.create(
        site=site, name="Known to whoever reads the paper", slug="a", begins=date(2026, 5, 4)
    )
    # No keys of anything, but words.
    ledger.gift_act, ledger.mail_act = (SimpleNamespace(pk=word) for word in ("return", "again"))
