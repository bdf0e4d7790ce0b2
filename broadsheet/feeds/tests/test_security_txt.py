"""Whom someone is told to write to who has found a hole in the paper's site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.feeds import security_txt
from broadsheet.masthead.models import StandingPage

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


def fields(answer) -> dict[str, str]:
    """Return each field by its name; RFC 9116 wants a name, a colon, a space and a value on each line."""
    assert answer.status == 200, answer.text
    assert answer.text.endswith("\n")
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


@pytest.fixture
def on_https(site):
    site.port = 443
    site.save()
    return site


def test_a_finder_of_holes_is_told_where_to_write_in_which_language_and_until_when(
    read, paper, on_https
):
    answer = read(PATH)

    assert answer.is_printed
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    found = fields(answer)
    assert found.pop("Expires")
    assert found == {
        "Contact": "mailto:news@larkmereledger.example",
        "Preferred-Languages": "en-US",
        "Canonical": "https://localhost/.well-known/security.txt",
    }


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-28", "2026-11-30", "2027-12-31"])
def test_what_is_said_holds_for_months_and_never_for_a_year(paper, site, day):
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00")

    said = dict(security_txt.fields_of(site, paper, now))["Expires"]

    ends = datetime.fromisoformat(said)
    assert timedelta(days=120) < ends - now < timedelta(days=365)
    assert now < security_txt.next_renewal(now) < ends


def test_the_file_is_printed_anew_each_month_though_nothing_changes(read, press, paper):
    read(PATH)

    again = press.shelf.connection.execute(
        "SELECT max(print_again_at) FROM sheet WHERE print_again_at IS NOT NULL"
    ).fetchone()[0]

    assert datetime.fromtimestamp(again, UTC) == security_txt.next_renewal(timezone.now())


def test_a_new_address_of_the_newsroom_stands_there_at_once(read, press, paper):
    assert "news@larkmereledger.example" in read(PATH).text

    paper.email = "o'hara+news@larkmere.example"
    paper.save()
    press.print_all()

    assert fields(read(PATH))["Contact"] == "mailto:o%27hara+news@larkmere.example"


def test_a_paper_that_gives_no_mail_leads_to_its_page_of_contact(read, paper, on_https):
    paper.email = ""
    paper.save()

    assert fields(read(PATH))["Contact"] == "https://localhost/contact/"


def test_a_page_on_reporting_holes_is_named_when_it_is_there_and_not_after(
    read, press, paper, front, on_https
):
    page = front.add_child(
        instance=StandingPage(title="Found a hole?", slug="found-a-hole", purpose="security")
    )
    page.save_revision().publish()
    press.print_all()
    assert fields(read(PATH))["Policy"] == "https://localhost/found-a-hole/"

    page.unpublish()
    press.print_all()

    assert "Policy" not in fields(read(PATH))


def test_no_address_without_https_stands_in_the_file(read, paper):
    assert set(fields(read(PATH))) == {"Contact", "Expires", "Preferred-Languages"}


def test_a_paper_that_can_be_reached_in_no_way_has_no_such_file(read, paper):
    paper.email = paper.phone = paper.street_address = ""
    paper.save()

    assert read(PATH).status == 404
