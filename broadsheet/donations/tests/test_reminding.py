"""What comes round by itself: at most two reminders of a pledge, one mail a year about a recurring gift."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.models import Donor, Mailing, Plan, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.posting import reminding
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.mailed import ada
from broadsheet.donations.wording import disclosure_of

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 6, 1, 15, tzinfo=UTC)
DUE = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that lets a day come, and returns what has been queued since."""

    def day(year: int, month: int, of_month: int) -> list[str]:
        before = set(Mailing.objects.values_list("key", flat=True))
        today = date(year, month, of_month)
        monkeypatch.setattr(timezone, "localdate", lambda *_of, **_more: today)
        reminding.queue_what_comes_round()
        monkeypatch.undo()
        return sorted(set(Mailing.objects.values_list("key", flat=True)) - before)

    return day


def a_pledge(donor: Donor | None = None, **more: Any) -> Pledge:
    told = {"way": "cheque", "due_on": DUE, "made_at": MADE, **more}
    return begin_pledge(the_site(), Money(5000, "USD"), donor=donor or ada(), **told)


def a_plan(donor: Donor | None = None, **more: Any) -> Plan:
    told = {"state": Plan.State.ACTIVE, "every": "month", "made_at": MADE, **more}
    return Plan.objects.create(
        site=the_site(),
        donor=donor or ada(),
        amount_minor=1000,
        currency="USD",
        provider="stripe",
        disclosure=disclosure_of(the_site()),
        **told,
    )


def test_a_pledge_is_reminded_of_once_before_it_is_due_and_once_after(on: Any):
    pledge = a_pledge()

    assert on(2026, 7, 7) == []
    assert on(2026, 7, 8) == [f"reminder:{pledge.pk}:1"]
    assert on(2026, 7, 9) == []
    assert on(2026, 7, 16) == []
    assert on(2026, 7, 22) == [f"reminder:{pledge.pk}:2"]
    assert [on(2026, 7, day) for day in range(23, 32)] == [[]] * 9
    assert [on(2026, 8, day) for day in range(1, 32)] == [[]] * 31


def test_who_has_just_pledged_is_not_reminded_before_the_day(on: Any):
    pledge = a_pledge(made_at=datetime(2026, 7, 6, tzinfo=UTC))

    assert on(2026, 7, 10) == []
    assert on(2026, 7, 22) == [f"reminder:{pledge.pk}:2"]


@pytest.mark.parametrize(
    "more", [{"no_reminders": True}, {"state": "cancelled"}, {"state": "lapsed"}]
)
def test_who_wishes_no_reminders_gets_none(on: Any, more: dict[str, Any]):
    a_pledge(**more)

    assert on(2026, 7, 8) == []
    assert on(2026, 7, 22) == []


def test_g63_who_has_paid_in_full_is_not_reminded_and_who_has_in_part_is_told_what_is_left(on: Any):
    pledge = a_pledge()
    pay(a_gift(5000, donor=pledge.donor, pledge=pledge, kind="pledged"))
    part = a_pledge(ada(email_proved_at=None))
    pay(a_gift(2000, donor=part.donor, pledge=part, kind="pledged"))

    assert on(2026, 7, 8) == [f"reminder:{part.pk}:1"]


def test_nobody_without_a_mailbox_is_reminded_on_paper(on: Any):
    a_pledge(ada(email="", mailbox="", email_proved_at=None))

    assert on(2026, 7, 8) == []
    assert not Mailing.objects.filter(kind="reminder").exists()


def test_a_monthly_gift_is_told_of_once_a_year(on: Any):
    plan = a_plan()

    assert on(2026, 12, 31) == []
    assert on(2027, 5, 31) == []
    assert on(2027, 6, 2) == [f"plan_yearly:{plan.pk}:2027"]
    assert on(2027, 6, 20) == []
    assert on(2028, 6, 1) == [f"plan_yearly:{plan.pk}:2028"]


def test_a_yearly_gift_is_told_of_a_month_before_it_is_taken_again(on: Any):
    plan = a_plan(every="year", next_due=date(2027, 6, 1))

    assert on(2027, 4, 30) == []
    assert on(2027, 5, 3) == [f"plan_yearly:{plan.pk}:2027"]
    assert on(2027, 5, 30) == []


def test_a_plan_of_the_29th_of_february_has_a_birthday_each_year(on: Any):
    plan = a_plan(made_at=datetime(2028, 2, 29, 15, tzinfo=UTC))

    assert on(2029, 2, 28) == [f"plan_yearly:{plan.pk}:2029"]


@pytest.mark.parametrize("state", ["ended", "ending", "paused", "begun"])
def test_a_recurring_gift_that_takes_nothing_is_not_told_of(on: Any, state: str):
    a_plan(state=state)

    assert on(2027, 6, 2) == []


def test_days_that_were_missed_for_long_are_not_made_up_for(on: Any):
    a_pledge()

    assert on(2026, 9, 1) == []


def test_links_that_are_over_are_forgotten():
    from broadsheet.donations.models import OwnLink
    from broadsheet.donations.posting.links import link_for

    link_for(ada())
    OwnLink.objects.update(until=timezone.now() - timedelta(days=2))
    reminding.queue_what_comes_round()

    assert not OwnLink.objects.exists()
