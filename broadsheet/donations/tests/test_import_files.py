"""Whatever letters and signs a file is written in, it is read, or refused with a sentence that says what to do."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.bringing import Brought
from broadsheet.donations.importing.cells import read_moment, read_sum, writes_day_first
from broadsheet.donations.importing.columns import NEEDED, guess, processor_named
from broadsheet.donations.importing.reading import FileRefusedError, read_table
from broadsheet.donations.models import Gift, Payment
from broadsheet.donations.money import Money
from broadsheet.donations.tests.files_of_others import (
    PAYPAL,
    bring_in,
    file_of,
    look_at,
    paypal_row,
)

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_letters_and_signs_of_a_file_are_found(encoding: str, sign: str):
    data = file_of(PAYPAL, paypal_row("T1", Name="Zoë Núñez, Jr."), sign=sign, encoding=encoding)

    [line] = look_at(data).lines

    assert line.name == "Zoë Núñez, Jr."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "has no gifts"),
        (b"Date,Gross,Transaction ID\n", "has no gifts"),
        (b"PK\x03\x04\x00\x00spreadsheet", "This is no text"),
        (b"one\ntwo\nthree\n", "no list in columns"),
        (b"a,b,c\n" + b"x" * (12 * 2**20), "larger than 12 megabytes"),
        (b"a,b,c\n" * 60_002, "more than 60000 lines"),
    ],
)
def test_what_is_no_list_of_gifts_is_refused(data: bytes, sentence: str):
    with pytest.raises(FileRefusedError, match=sentence):
        read_table(data)


@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_whatever_bytes_a_file_has_it_is_read_or_refused(data: bytes):
    try:
        table = read_table(data)
    except FileRefusedError:
        return
    guess(table.names)
    assert table.rows


def test_a_line_is_named_as_an_editor_of_text_counts_it():
    data = file_of(PAYPAL, paypal_row("T1", Name="Ada\nLund"), paypal_row("T2", "twenty"))

    [line] = look_at(b"A title\n\n" + data).having("refused")

    assert line.number == 6


@pytest.mark.parametrize("field", NEEDED)
def test_a_column_that_is_needed_is_asked_for(field: str):
    with pytest.raises(FileRefusedError, match="Say which column"):
        look_at(file_of(PAYPAL, paypal_row("T1")), columns={field: ""})


def test_a_column_may_be_named_otherwise_than_guessed():
    data = file_of(PAYPAL, paypal_row("T1", Balance="My number"))

    [line] = look_at(data, columns={"ref": "Balance"}).lines
    assert line.ref == "My number"
    with pytest.raises(FileRefusedError, match="no column “Nothing”"):
        look_at(data, columns={"ref": "Nothing"})


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [
        (["05/04/2026", "13/04/2026"], True),
        (["05/04/2026", "04/13/2026"], False),
        (["05/04/2026"], None),
    ],
)
def test_the_order_of_day_and_month_is_found_from_the_whole_file(
    cells: list[str], is_so: bool | None
):
    assert writes_day_first(cells) is is_so


@pytest.mark.parametrize(
    ("cell", "day_first", "is_utc", "moment"),
    [
        ("2026-05-04", False, False, datetime(2026, 5, 4, 12, tzinfo=CHICAGO)),
        ("2026-05-04 23:30:00", False, True, datetime(2026, 5, 4, 23, 30, tzinfo=UTC)),
        ("2026-05-04T23:30:00Z", False, True, datetime(2026, 5, 4, 23, 30, tzinfo=UTC)),
        ("04.05.2026", True, False, datetime(2026, 5, 4, 12, tzinfo=CHICAGO)),
        ("5/4/26, 1:05 PM", False, False, datetime(2026, 5, 4, 13, 5, tzinfo=CHICAGO)),
        ("4 May 2026", False, False, datetime(2026, 5, 4, 12, tzinfo=CHICAGO)),
    ],
)
def test_moments_are_read_as_they_are_written(
    cell: str, day_first: bool, is_utc: bool, moment: datetime
):
    assert read_moment(cell, day_first=day_first, is_utc=is_utc, zone=CHICAGO) == moment


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("25.00", 2500),
        ("-25.00", -2500),
        ("(25.00)", -2500),
        ("−1.03", -103),
        ("$-1.03", -103),
        ("1,250.50", 125050),
        ("1.250,50", 125050),
        ("$25", 2500),
        ("0.00", 0),
        ("-0.00", 0),
        ("", 0),
    ],
)
def test_sums_are_read_as_they_are_written(cell: str, minor: int):
    assert read_sum(cell, "USD") == Money(minor, "USD")


@given(words=st.text(max_size=20))
@settings(deadline=None, max_examples=300)
def test_whatever_a_cell_holds_is_a_sum_or_refused(words: str):
    with suppress(DonationError):
        assert read_sum(words, "USD").currency == "USD"


def test_a_processor_is_called_by_small_letters():
    assert processor_named("  Community Foundation, Inc. ") == "community-foundation-inc"
    assert processor_named("!!") == ""


# The command --------------------------------------------------------------------------------------
@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gifts.csv"
    path.write_bytes(file_of(PAYPAL, paypal_row("T1"), paypal_row("T2", "twenty")))
    return path


def test_a_dry_run_changes_nothing_and_says_what_would(
    file: Path, capsys: pytest.CaptureFixture[str]
):
    call_command("import_gifts", str(file), "--dry-run")

    said = capsys.readouterr().out
    assert "ref: Transaction ID" in said
    assert "new 1, known 0, passed 0, refused 1" in said
    assert "Line 3: Write an amount as a number" in said
    assert "Ada" not in said
    assert not Gift.objects.exists()


def test_a_bad_line_keeps_all_out_unless_the_good_ones_are_wished(file: Path):
    with pytest.raises(CommandError, match="line 3"):
        call_command("import_gifts", str(file))
    assert not Gift.objects.exists()

    call_command("import_gifts", str(file), "--good-lines", "--processor", "Our foundation")
    assert Payment.objects.get().account == "our-foundation"


def test_a_line_that_looks_like_a_gift_in_the_books_comes_in_only_as_another_gift(
    file: Path, capsys: pytest.CaptureFixture[str]
):
    call_command("import_gifts", str(file), "--good-lines")
    other = ["import_gifts", str(file), "--good-lines", "--processor", "Our foundation"]

    with pytest.raises(CommandError, match=r"line 2: It looks like gift .* add --alike"):
        call_command(*other)
    assert "Line 2: It looks like gift" in capsys.readouterr().out
    assert Payment.objects.count() == 1

    call_command(*other, "--alike")
    assert Payment.objects.count() == 2


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_gifts", str(tmp_path / "none.csv"))


def test_fifty_thousand_lines_are_looked_at_and_those_that_are_new_are_brought():
    row = paypal_row("")
    rows = [{**row, "Transaction ID": f"T{number}"} for number in range(50_000)]
    known = file_of(PAYPAL, *rows[:40])
    assert bring_in(known) == Brought(40, 0)

    looked = look_at(file_of(PAYPAL, *rows))

    assert looked.counts == {"new": 49_960, "known": 40, "passed": 0, "refused": 0}
    assert looked.totals == [Money(49_960 * 2500, "USD")]
