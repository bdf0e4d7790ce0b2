"""Donors' own pages as tests open them: by a link that works once, by the link of a mail, pressing buttons."""

from datetime import date
from typing import Any

from django.test import Client

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.models import Donor, Plan, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.posting import links
from broadsheet.donations.tests.made import the_site
from broadsheet.donations.wording import disclosure_of

HERE = {"sec-fetch-site": "same-origin"}
GIFTS = "/support/mine/gifts/"


def the_link(donor: Donor) -> str:
    """Return the path of a new link that works once."""
    return "/" + links.link_for(donor).split("/", 3)[3]


def mails_page(donor: Donor, purpose: str = links.MAIL) -> str:
    """Return the path of the page behind the link of a mail."""
    return f"/support/mine/mail/{links.standing_token(donor, purpose)}/"


def press(client: Client, path: str, act: str = "", **fields: str) -> Any:
    """Press a button."""
    return client.post(path, {"act": act, **fields} if act else fields, headers=HERE)


def open_it(client: Client, secret_path: str) -> Any:
    """Follow a mailed link and press its button."""
    assert client.get(secret_path).status_code == 200
    return press(client, secret_path)


def opened(client: Client, donor: Donor) -> Client:
    """Return the browser of somebody who has come by a link that works once."""
    open_it(client, the_link(donor))
    return client


def a_plan(donor: Donor, **more: Any) -> Plan:
    told = {"state": Plan.State.ACTIVE, "every": "month", "next_due": date(2026, 12, 5), **more}
    return Plan.objects.create(
        site=the_site(),
        donor=donor,
        amount_minor=1000,
        currency="USD",
        disclosure=disclosure_of(the_site()),
        **{"provider": "carded", **told},
    )


def a_pledge(donor: Donor, **more: Any) -> Pledge:
    told = {"way": "cheque", **more}
    return begin_pledge(the_site(), Money(5000, "USD"), donor=donor, **told)
