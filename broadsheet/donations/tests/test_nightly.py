"""Each night the worker looks at the books, and people are told if something differs."""

from typing import Any

import pytest

from broadsheet.cli import commands_name, make_parser
from broadsheet.donations.models import Gift
from broadsheet.donations.reckoning.nightly import JOB
from broadsheet.donations.tests.whole_books import whole_books
from broadsheet.health import books
from broadsheet.newsroom.models import User
from broadsheet.press.models import Turn
from broadsheet.press.turns import JOBS, run_job

pytestmark = pytest.mark.django_db


def look_tonight() -> None:
    [job] = [one for one in JOBS if one.name == JOB]
    run_job(job)


def test_books_that_are_true_raise_no_alert(paper: Any, publisher: User, books_kept: None):
    assert books.books().is_well
    whole_books(publisher)

    look_tonight()

    state = books.books()
    assert state.is_well
    assert not state.alerts


def test_books_that_differ_are_told_at_once_and_name_nobody(
    paper: Any, publisher: User, books_kept: None
):
    gifts = whole_books(publisher)
    Gift.objects.filter(pk=gifts["refunded"].pk).update(state="paid")

    look_tonight()

    assert "Check 2 differs" in Turn.objects.get(name=JOB).failure
    state = books.books()
    assert "not true any more" in state.alerts[""]
    assert "Lund" not in str(state)
    Gift.objects.filter(pk=gifts["refunded"].pk).update(state="refunded")
    look_tonight()
    assert books.books().is_well


def test_health_and_gifts_call_the_job_by_one_name():
    assert books.JOB == JOB


@pytest.mark.parametrize(
    ("words", "command", "has", "lacks"),
    [
        (["check"], "check_shelf", ["repair", "sample"], ["json", "what"]),
        (["check", "donations", "--json"], "check_donations", ["json"], ["repair", "sample"]),
        (["import", "page", "x.txt"], "import_page", ["section", "date"], ["processor", "dry_run"]),
        (
            ["import", "gifts", "x.csv", "--dry-run", "--column", "name=Donor"],
            "import_gifts",
            ["processor", "column", "dry_run", "good_lines", "alike", "receipts", "json"],
            ["section", "date", "permalink"],
        ),
    ],
)
def test_the_command_line_hands_over_what_each_command_takes(
    words: list[str], command: str, has: list[str], lacks: list[str]
):
    asked = make_parser().parse_args(words)
    name, left_out = commands_name(asked)
    given = set(vars(asked)) - set(left_out)

    assert name == command
    assert set(has) <= given
    assert not set(lacks) & given
