"""What the paper sees of its gifts is what stands in the books: no test gift, no pledge, no two currencies in one sum."""

from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from broadsheet.donations.models import Campaign, Donor, Gift, Plan
from broadsheet.donations.reckoning.reports import (
    by_campaign,
    by_page,
    income,
    plans,
    reports,
    retention,
)
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.tests.whole_books import whole_books
from broadsheet.donations.wording import disclosure_of
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def gifts(paper: Any, publisher: User) -> dict[str, Gift]:
    return whole_books(publisher)


def at(year: int, month: int) -> datetime:
    return datetime(year, month, 10, 15, tzinfo=UTC)


def test_income_of_a_month_is_what_came_less_what_went_back(gifts: dict[str, Gift]):
    report = income(the_site(), "USD", TODAY)

    rows = {month: rest for month, *rest in report.rows}
    came = 10000 + 2500 + 4000 + 2500 + 5000 + 700 + 900
    assert len(report.rows) == 12
    assert rows["May 26"] == [
        f"${came / 100:.2f}",
        f"−${(2000 + 700 + 900) / 100:.2f}",
        f"−${4 * 1.03:.2f}",
        f"${(came - 3600 - 412) / 100:.2f}",
    ]
    assert rows["Oct 25"][0] == "$60.00"
    assert rows["Apr 26"] == ["$0.00"] * 4


def test_each_currency_has_its_own_sums(gifts: dict[str, Gift]):
    found = [one.name for one in reports(the_site())]

    assert [name for name in found if name.startswith("income")] == ["income-USD", "income-CAD"]
    canadian = {month: rest for month, *rest in income(the_site(), "CAD", TODAY).rows}
    assert canadian["May 26"][0] == "CA$30.00"


def test_what_brought_gifts_is_told_by_campaign_and_page(paper: Any):
    campaign = Campaign.objects.create(
        site=the_site(), name="Keep the courthouse covered", slug="court", begins=TODAY
    )
    pay(a_gift(5000, campaign=campaign, asked_on="/2026/05/ferry/"))
    pay(a_gift(1000, asked_on="/2026/05/ferry/"))
    pay(a_gift(700, is_test=True, campaign=campaign))

    assert by_campaign(the_site(), "USD", TODAY).rows == [
        ["Keep the courthouse covered", "1", "$50.00"],
        ["No campaign", "1", "$10.00"],
    ]
    assert by_page(the_site(), "USD", TODAY).rows == [["/2026/05/ferry/", "2", "$60.00"]]


def test_who_gave_again_is_counted_once_a_year_and_as_one(paper: Any):
    ada, bo, again = a_donor("Ada"), a_donor("Bo"), a_donor("A.")
    for donor, when in (
        (ada, at(2025, 2)),
        (ada, at(2025, 3)),
        (bo, at(2025, 4)),
        (again, at(2026, 1)),
    ):
        pay(a_gift(donor=donor), when)
    pay(a_gift(donor=bo, is_test=True), at(2026, 2))
    Donor.objects.filter(pk=again.pk).update(merged_into=ada)

    rows = {year: rest for year, *rest in retention(the_site(), TODAY).rows}

    assert rows["2025"] == ["2", "0", "0", "–"]
    assert rows["2026"] == ["1", "2", "1", "50 %"]


def test_recurring_gifts_that_run_are_counted_by_month(paper: Any):
    told = {
        "site": the_site(),
        "amount_minor": 500,
        "currency": "USD",
        "every": "month",
        "disclosure": disclosure_of(the_site()),
    }
    Plan.objects.create(**told, state="active", made_at=at(2024, 1))
    Plan.objects.create(**told, state="ended", made_at=at(2026, 2), ended_at=at(2026, 4))
    Plan.objects.create(**told, state="begun", made_at=at(2026, 3))
    Plan.objects.create(**told, state="active", made_at=at(2026, 3), is_test=True)

    rows = {month: rest for month, *rest in plans(the_site(), TODAY).rows}

    assert rows["Jan 26"] == ["0", "0", "1"]
    assert rows["Feb 26"] == ["1", "0", "2"]
    assert rows["Apr 26"] == ["0", "1", "1"]


def test_each_plot_has_a_name_and_no_size_or_style_of_its_own(gifts: dict[str, Gift]):
    plotted = [one for one in reports(the_site()) if one.plot]
    assert plotted

    for report in plotted:
        root = ElementTree.fromstring(report.plot)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.get("aria-label") == report.title
        assert not {"width", "height", "style"} & set(root.attrib)
        assert "style=" not in report.plot
        assert "<script" not in report.plot


def test_a_campaign_whose_name_is_markup_is_words(paper: Any):
    campaign = Campaign.objects.create(
        site=the_site(), name="<script>alert(1)</script>", slug="x", begins=TODAY
    )
    pay(a_gift(campaign=campaign))

    plot = by_campaign(the_site(), "USD", TODAY).plot

    assert "<script" not in plot
    assert "&lt;script" in plot


def test_a_paper_without_gifts_has_empty_reports(paper: Any):
    assert [one.plot for one in reports(the_site())] == ["", ""]
