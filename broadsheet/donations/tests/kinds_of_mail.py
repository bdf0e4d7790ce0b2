"""One mail of each kind, with what it tells of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.books.applying import apply
from broadsheet.donations.models import Donor, Mailing, Plan, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.posting.writing import written_mail
from broadsheet.donations.tests.made import a_gift, found, pay, refund, the_site
from broadsheet.donations.tests.mailed import (
    ada,
    mailing,
)
from broadsheet.donations.wording import disclosure_of

State = Mailing.State


def a_plan(donor: Donor, **more: Any) -> Plan:
    told = {"state": Plan.State.ACTIVE, "every": "month", "next_due": date(2026, 12, 5), **more}
    return Plan.objects.create(
        site=the_site(),
        donor=donor,
        amount_minor=1000,
        currency="USD",
        provider="stripe",
        disclosure=disclosure_of(the_site()),
        terms="$10 each month, first on November 5, 2026, until you end it.",
        **told,
    )


def a_pledge(donor: Donor, **more: Any) -> Pledge:
    told = {"way": "cheque", "due_on": date(2026, 12, 12), **more}
    return begin_pledge(the_site(), Money(10000, "USD"), donor=donor, **told)


def of_receipt(donor: Donor) -> None:
    pay(a_gift(donor=donor))


def of_coming(donor: Donor) -> None:
    gift = a_gift(donor=donor)
    apply(gift, found(gift, state="coming", method="bank"))
    mailing("coming", donor, gift=gift.pk)


def of_refunded(donor: Donor) -> None:
    gift = a_gift(donor=donor)
    pay(gift)
    refund(gift, 1000)
    Mailing.objects.all().delete()
    mailing("refunded", donor, gift=gift.pk)


def of_thanks(donor: Donor) -> None:
    gift = a_gift(donor=donor)
    pay(gift)
    Mailing.objects.all().delete()
    mailing(
        "thanks", donor, gift=gift.pk, words="The ferry story was paid for by gifts like yours."
    )


def of_statement(donor: Donor) -> None:
    gift = a_gift(donor=donor)
    pay(gift)
    Mailing.objects.all().delete()
    mailing("statement", donor, receipt=gift.receipts.get().pk)


def of_plan(kind: str, **more: Any) -> Callable[[Donor], None]:
    return lambda donor: void(mailing(kind, donor, plan=a_plan(donor, **more).pk))


def of_pledge(kind: str) -> Callable[[Donor], None]:
    return lambda donor: void(mailing(kind, donor, pledge=a_pledge(donor).pk))


def void(_what: Any) -> None:
    """Forget what was returned."""


KINDS = {
    "receipt": of_receipt,
    "coming": of_coming,
    "refunded": of_refunded,
    "thanks": of_thanks,
    "statement": of_statement,
    "pledge": of_pledge("pledge"),
    "reminder": of_pledge("reminder"),
    "plan_begun": of_plan("plan_begun"),
    "plan_late": of_plan("plan_late", state=Plan.State.LATE),
    "plan_ended": of_plan("plan_ended", state=Plan.State.ENDED),
    "plan_yearly": of_plan("plan_yearly"),
    "link": lambda donor: void(mailing("link", donor)),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def mail_of(kind: str) -> Any:
    """Return a mail of this kind as it would be sent."""
    KINDS[kind](ada())
    mail = written_mail(Mailing.objects.get(kind=kind))
    assert mail is not None
    return mail
