"""Batches as the desk types them, for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from broadsheet.donations.batches import keep_line, open_batch
from broadsheet.donations.models import Batch, BatchLine, Donor, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.tests.made import the_site
from broadsheet.donations.typed_rows import Typed
from broadsheet.donations.wording import disclosure_of
from broadsheet.newsroom.models import User

# Some weeks ago: what is remembered for years, or waits for months, is near enough.
DAY = timezone.localdate() - timedelta(days=40)
_keys = count(1)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def somebody(name: str = "bo", role: str = "Business office") -> User:
    user = User.objects.create_user(name, f"{name}@larkmereledger.example", password="ferry-mon")
    user.groups.add(Group.objects.get(name=role))
    return user


def a_batch(slip_minor: int, *, by: User, **more: Any) -> Batch:
    told: dict[str, Any] = {"received_on": DAY, "slip_number": "S-1", **more}
    return open_batch(the_site(), slip=usd(slip_minor), by=by, **told)


def type_in(batch: Batch, minor: int, *, key: str = "", **typed: Any) -> BatchLine:
    """Type a row; a cheque of its own number unless one is given."""
    number = next(_keys)
    told = {"cheque_number": str(1000 + number), "cheque_bank": "Teal County Bank"}
    told |= {"is_new": True, **typed}
    return keep_line(batch, key or f"row-{number}", Typed(usd(minor), **told))


def a_pledge(minor: int, donor: Donor, **more: Any) -> Pledge:
    site = the_site()
    told = {"way": "cheque", "due_on": DAY, "disclosure": disclosure_of(site), **more}
    return Pledge.objects.create(site=site, donor=donor, amount_minor=minor, currency="USD", **told)


HOME = "/newsroom/gifts/"
# The screens that need nothing but a paper.
PLACES = [
    "",
    "batches/",
    "batches/add/",
    "all/",
    "transfer/",
    "donors/",
    "pledges/",
    "thanks/",
    "thanks/text/",
    "receipts/",
    "receipts/all/",
]


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
