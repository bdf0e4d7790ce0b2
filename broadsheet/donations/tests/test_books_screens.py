"""The books on the screen: those see them who handle gifts, each act is noted, and nothing that was chosen is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from broadsheet.donations.importing.kept_files import forget_files
from broadsheet.donations.models import Deed, Donor, Gift, GiftFile, Receipt, Settlement
from broadsheet.donations.registry import ENDS_PLAN
from broadsheet.donations.tests.files_of_others import PAYPAL, file_of, paypal_row
from broadsheet.donations.tests.made import a_donor
from broadsheet.donations.tests.test_erasing import a_plan
from broadsheet.donations.tests.typed import at_desk, somebody
from broadsheet.donations.tests.whole_books import behind_our_back, whole_books
from broadsheet.newsroom.models import Act, User

pytestmark = pytest.mark.django_db
BOOKS = "/newsroom/gifts/books/"
SCREENS = ["", "check/", "reports/", "statements/", "exports/", "import/"]


@pytest.fixture
def gifts(paper: Any, publisher: User, books_kept: None) -> dict[str, Gift]:
    return whole_books(publisher)


@pytest.fixture
def desk(gifts: dict[str, Gift]) -> Client:
    return at_desk(somebody())


@pytest.mark.parametrize("screen", SCREENS)
def test_whoever_handles_gifts_sees_the_books_and_nobody_else(
    desk: Client, editor: User, screen: str
):
    assert desk.get(BOOKS + screen).status_code == 200
    assert at_desk(editor).get(BOOKS + screen).status_code in (302, 403)
    assert Client().get(BOOKS + screen).status_code == 302


def test_the_check_is_run_on_demand_and_tells_what_differs(desk: Client, gifts: dict[str, Gift]):
    assert "All is well." in desk.post(BOOKS + "check/").text
    Gift.objects.filter(pk=gifts["refunded"].pk).update(state="paid")

    answer = desk.post(BOOKS + "check/").text

    assert "Something differs" in answer
    assert gifts["refunded"].code in answer
    assert "Lund" not in answer


def test_each_report_has_its_plot_and_its_table(desk: Client):
    answer = desk.get(BOOKS + "reports/").text

    assert answer.count("<figure") >= 4
    assert answer.count("<table") >= 6


# Files out ----------------------------------------------------------------------------------------
def taken(answer: Any) -> str:
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(("kind", "holds"), [("csv", "Ada Lund"), ("ofx", "<FITID>entry-")])
def test_a_month_is_handed_out_and_it_is_noted_who_took_it(desk: Client, kind: str, holds: str):
    text = taken(desk.get(f"{BOOKS}exports/month/?month=2026-05&export={kind}"))

    assert holds in text
    deed = Deed.objects.get(kind="exported")
    assert (deed.about, deed.by_name) == (f"gifts-2026-05.{kind}", "bo")
    assert Act.objects.filter(kind="exported").count() == 1


def test_a_settlement_is_handed_out(desk: Client, gifts: dict[str, Gift]):
    settlement = Settlement.objects.get()

    text = taken(desk.get(f"{BOOKS}exports/settlements/{settlement.pk}/?export=csv"))

    assert gifts["cheque"].code in text
    assert gifts["card"].code not in text


@pytest.mark.parametrize("month", ["", "2026-13", "2199-01", "x", "2026-05-04"])
def test_a_month_that_is_none_is_not_found(desk: Client, month: str):
    answer = desk.get(f"{BOOKS}exports/month/?export=csv", {"month": month, "export": "csv"})

    assert answer.status_code == 404


# Statements ---------------------------------------------------------------------------------------
def test_the_years_statements_are_made_once_and_noted(desk: Client, gifts: dict[str, Gift]):
    behind_our_back(
        "DELETE FROM donations_receipt_gifts WHERE receipt_id IN (SELECT id FROM donations_receipt WHERE kind = 'annual')"
    )
    assert "Make those of 2025" in desk.get(BOOKS + "statements/").text

    desk.post(BOOKS + "statements/", {"year": "2025"})
    answer = desk.get(BOOKS + "statements/").text

    assert "All are made." in answer
    assert "New: 1, replaced: 0" in answer
    assert Receipt.objects.filter(kind="annual").count() == 2


@pytest.mark.parametrize("year", ["2199", "", "x", "20260"])
def test_a_year_that_is_not_over_has_no_statements_made(desk: Client, year: str):
    answer = desk.post(BOOKS + "statements/", {"year": year}, follow=True)

    assert "is not over" in answer.text
    assert Receipt.objects.filter(kind="annual").count() == 1


# Files in -----------------------------------------------------------------------------------------
@pytest.fixture
def send(paper: Any) -> Callable[..., tuple[Client, Any]]:
    def send_one(*rows: dict[str, Any]) -> tuple[Client, Any]:
        desk = at_desk(somebody())
        file = SimpleUploadedFile("activity.csv", file_of(PAYPAL, *rows), "text/csv")
        return desk, desk.post(BOOKS + "import/", {"file": file})

    return send_one


def chosen(**more: Any) -> dict[str, Any]:
    """Return the form as the screen shows it."""
    file = GiftFile.objects.get()
    columns = {f"column_{name}": column for name, column in file.columns.items()}
    return {"processor": file.processor, "order": "", **columns, **more}


def test_a_file_is_looked_at_before_anything_is_brought_in(send: Any):
    desk, sent = send(paypal_row("T1"), paypal_row("T2", Status="Pending"))
    assert sent.status_code == 302

    answer = desk.get(sent.url).text

    assert "New: 1. Known already: 0. No gifts: 1." in answer
    assert "$25.00" in answer
    assert "Ada Lund" in answer
    assert "Bring in 1 line" in answer
    assert not Gift.objects.exists()
    assert "ada@example.org" not in GiftFile.objects.get().sealed


def test_it_is_brought_in_by_a_button_and_then_forgotten(send: Any):
    desk, sent = send(paypal_row("T1"))

    desk.post(sent.url, chosen(bring="1"))

    assert "Brought in: gifts 1, refunds 0." in desk.get(sent.url).text
    assert Gift.objects.get().state == "paid"
    assert GiftFile.objects.get().sealed == ""
    assert Deed.objects.get(kind="imported").by_name == "bo"


def test_a_bad_line_keeps_all_out_until_the_good_ones_are_wished(send: Any):
    desk, sent = send(paypal_row("T1"), paypal_row("T2", "twenty"))

    refused = desk.post(sent.url, chosen(bring="1"))
    assert refused.status_code == 422
    assert "Some lines cannot be brought in." in refused.text
    assert not Gift.objects.exists()

    desk.post(sent.url, chosen(bring="1", good_lines="on"))
    assert Gift.objects.count() == 1


def test_what_was_chosen_for_a_file_is_kept(send: Any):
    desk, sent = send(paypal_row("T1"))

    desk.post(sent.url, chosen(look="1", processor="Our foundation", column_ref="Balance"))
    file = GiftFile.objects.get()

    assert (file.processor, file.columns["ref"]) == ("our-foundation", "Balance")
    assert "It has no transaction number." in desk.get(sent.url).text


def test_a_form_that_lacks_something_says_so_at_the_field(send: Any):
    desk, sent = send(paypal_row("T1"))

    answer = desk.post(sent.url, chosen(bring="1", processor="!!", column_amount=""))

    assert answer.status_code == 422
    assert "Write the site&#x27;s name in letters" in answer.text
    assert not Gift.objects.exists()


def test_a_file_that_is_no_list_is_refused_in_a_sentence(paper: Any):
    desk = at_desk(somebody())
    file = SimpleUploadedFile("activity.csv", b"one\ntwo\n", "text/csv")

    answer = desk.post(BOOKS + "import/", {"file": file})

    assert answer.status_code == 422
    assert "no list in columns" in answer.text
    assert not GiftFile.objects.exists()


def test_a_file_is_forgotten_after_a_day(send: Any):
    send(paypal_row("T1"))
    assert forget_files() == 0
    GiftFile.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))

    assert forget_files() == 1


# Erasing ------------------------------------------------------------------------------------------
def test_g57_whoever_runs_gifts_erases_a_donor_and_no_screen_or_file_names_her(
    gifts: dict[str, Gift], publisher: User, desk: Client
):
    donor = gifts["cheque"].donor
    assert donor is not None
    runs = at_desk(publisher)
    path = f"/newsroom/gifts/donors/{donor.pk}/erase/"
    assert desk.get(path).status_code in (302, 403)
    assert "There is no way back." in runs.get(path).text

    runs.post(path)

    donor.refresh_from_db()
    assert donor.erased_at is not None
    assert runs.get(path).status_code == 404
    for place in (
        *(BOOKS + screen for screen in SCREENS),
        "/newsroom/gifts/",
        "/newsroom/gifts/all/",
        "/newsroom/gifts/donors/?find=Lund",
        "/newsroom/gifts/receipts/",
        "/newsroom/gifts/receipts/all/",
        f"/newsroom/gifts/receipts/{gifts['cheque'].receipts.get().pk}/",
        f"/newsroom/gifts/donors/{donor.pk}/",
        f"/newsroom/gifts/all/{gifts['cheque'].pk}/",
        f"{BOOKS}exports/month/?month=2026-05&export=csv",
        f"{BOOKS}exports/month/?month=2026-05&export=ofx",
        f"{BOOKS}exports/settlements/{Settlement.objects.get().pk}/?export=csv",
    ):
        answer = runs.get(place)
        words = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, place
        assert "Ada" not in words.decode(), place
        assert "ada@" not in words.decode(), place


def test_a_donor_whose_gift_goes_on_is_not_erased_and_the_screen_says_why(
    gifts: dict[str, Gift], publisher: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delitem(ENDS_PLAN, "stripe", raising=False)
    donor = a_donor("Cy")
    plan = a_plan(donor, ref="sub_1", state="active")
    runs = at_desk(publisher)
    path = f"/newsroom/gifts/donors/{donor.pk}/erase/"
    assert plan.code in runs.get(path).text

    answer = runs.post(path, follow=True)

    assert f"The recurring gift {plan.code} goes on" in answer.text
    assert Donor.objects.get(pk=donor.pk).name == "Cy"
