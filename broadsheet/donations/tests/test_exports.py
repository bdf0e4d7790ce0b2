"""What the bookkeeper gets: each movement once, sums that add up, no cell that runs, and a file that real programs read."""

import csv
import re
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from broadsheet.donations.models import Batch, Donor, Entry, Gift, Settlement
from broadsheet.donations.reckoning.exporting import as_csv, entries_of, entries_of_month
from broadsheet.donations.reckoning.ofx import as_ofx
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.tests.whole_books import whole_books
from broadsheet.newsroom.models import User
from tests.running import missing
from tests.tools import MissingToolError, debian

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 4)


@pytest.fixture
def gifts(paper: Any, publisher: User) -> dict[str, Gift]:
    return whole_books(publisher)


def rows_of(entries: Any) -> list[dict[str, str]]:
    text = "".join(as_csv(entries))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def test_a_month_holds_each_movement_once_and_its_amounts_add_up(gifts: dict[str, Gift]):
    Batch.objects.update(slip_number="S-7")

    rows = rows_of(entries_of_month(the_site(), MAY))

    kept = Entry.objects.filter(is_test=False, day__year=2026, day__month=5)
    assert len(rows) == kept.count()
    for currency in ("USD", "CAD"):
        minor = sum(
            round(float(row["Amount"]) * 100) for row in rows if row["Currency"] == currency
        )
        assert minor == sum(one.amount_minor for one in kept if one.currency == currency)
    cheque = next(row for row in rows if row["Gift"] == gifts["cheque"].code)
    assert cheque["Amount"] == "100.00"
    assert cheque["Donor"] == "Ada Lund"
    assert cheque["Receipt"] == gifts["cheque"].receipts.get().name
    assert cheque["Check number"] == "1041"
    assert cheque["Settlement"] == "S-7, 2026-05-04"
    assert not [row for row in rows if row["Gift"] == gifts["test"].code]
    assert not [row for row in rows if row["Gift"] == gifts["last year"].code]


def test_a_settlement_holds_what_it_brought(gifts: dict[str, Gift]):
    settlement = Settlement.objects.get()

    rows = rows_of(entries_of(settlement))

    assert {row["Gift"] for row in rows} == {gifts["cheque"].code, gifts["second cheque"].code}
    assert sum(float(row["Amount"]) for row in rows) == settlement.expected_minor / 100


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "a\n=1"],
)
def test_g48_a_donors_name_is_no_formula_and_no_second_line(paper: Any, name: str):
    pay(a_gift(donor=a_donor(name)))

    [row] = rows_of(entries_of_month(the_site(), MAY))

    assert row["Donor"][0] in "'a"
    assert "\n" not in row["Donor"]
    assert row["Amount"] == "25.00"


def test_g48_a_refund_is_a_number_below_nothing(gifts: dict[str, Gift]):
    rows = rows_of(entries_of_month(the_site(), MAY))

    assert [row["Amount"] for row in rows if row["Movement"] == "Refund"] == ["-20.00", "-7.00"]


def test_an_erased_donor_is_not_named(gifts: dict[str, Gift]):
    Donor.objects.update(name="")

    assert not any(row["Donor"] for row in rows_of(entries_of_month(the_site(), MAY)))


@pytest.fixture
def ofxdump() -> str:
    """The program beside libofx, the library by which GnuCash and KMyMoney read such files."""
    try:
        return debian.find("ofxdump", package="ofx")
    except MissingToolError as error:
        missing(str(error))


def read_back(ofxdump: str, text: str, folder: Path) -> str:
    file = folder / "gifts.ofx"
    file.write_bytes(text.encode("ascii"))
    done = subprocess.run([ofxdump, file], capture_output=True, check=True, timeout=60)
    errors = [line for line in done.stderr.decode().splitlines() if "ERROR" in line]
    assert errors == []
    return done.stdout.decode()


def test_a_real_program_reads_the_month(gifts: dict[str, Gift], ofxdump: str, tmp_path: Path):
    with translation.override("es"):
        read = read_back(ofxdump, as_ofx(the_site(), MAY), tmp_path)

    accounts = re.findall(r"Account ID\s*: (.+)", read)
    assert {name.split()[-1] for name in accounts} >= {"manual", "stripe"}
    amounts = [round(float(one) * 100) for one in re.findall(r"Total money amount: (\S+)", read)]
    kept = Entry.objects.filter(is_test=False, day__year=2026, day__month=5)
    assert sorted(amounts) == sorted(
        [*(one.amount_minor for one in kept), -Settlement.objects.get().expected_minor]
    )
    assert f"entry-{Entry.objects.get(gift=gifts['cheque']).pk}" in read
    assert "Check number: 1041" in read
    assert "Lund" not in read


def test_what_cannot_be_written_in_plain_letters_is_read_all_the_same(
    paper: Any, ofxdump: str, tmp_path: Path
):
    gift = a_gift(provider="import", account="Ça & <là>")
    pay(gift, ref="ф<b>&1")

    read = read_back(ofxdump, as_ofx(the_site(), MAY), tmp_path)

    assert "Ca & <la>" in read


def test_a_month_without_gifts_is_a_file_all_the_same(paper: Any, ofxdump: str, tmp_path: Path):
    text = as_ofx(the_site(), date(2020, 2, 1))

    assert "STMTTRN>" not in text
    read_back(ofxdump, text, tmp_path)
