"""A reader gives without any account anywhere: nothing is lost, nothing is said that has not happened."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from broadsheet.donations.asking.sending import GIFTS
from broadsheet.donations.asking.tests.to_give import HERE, TYPED, Card
from broadsheet.donations.asking.views import LOOKS
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Donor, Gift, GiftRules, Mailing, Pledge
from broadsheet.mailbag import passes

pytestmark = pytest.mark.django_db
FOR_A_BUSINESS = "Donations processed in this system are not tax deductible."
LINE = f'<p class="tax-line">{FOR_A_BUSINESS}</p>'


def test_a_pledge_is_noted_and_called_no_payment(give: Any):
    answer = give()

    pledge = Pledge.objects.get()
    assert (pledge.amount.plain, pledge.currency, pledge.state) == ("50.00", "USD", "open")
    assert pledge.disclosure.text == FOR_A_BUSINESS
    assert pledge.donor.name == "Nell Roe"
    page = Client().get(answer["Location"]).text
    assert "Thank you for your pledge. No payment has been made." in page
    assert LINE in page
    assert "hank you for your gift" not in page
    assert pledge.code in page
    assert not Gift.objects.exists()


def test_the_page_of_a_pledge_names_nobody(give: Any):
    page = Client().get(give()["Location"]).text

    assert [one for one in ("Nell", "Roe", "example.org", "Keep at it") if one in page] == []


def test_mail_about_a_pledge_is_due_once(give: Any):
    give()

    [mailing] = Mailing.objects.all()
    assert (mailing.kind, mailing.key) == ("pledge", f"pledge:{Pledge.objects.get().pk}")


def test_a_cheque_is_announced_by_a_slip_without_a_mailbox(give: Any):
    answer = give(way="cheque", name="", email="")

    gift = Gift.objects.get()
    assert (gift.state, gift.provider, gift.received_on) == ("begun", "manual", None)
    page = Client().get(answer["Location"]).text
    assert "Your gift is recorded when we receive it." in page
    assert "No payment has been made." in page
    assert LINE in page
    slip = Client().get(f"/support/slip/{gift.code}/").text
    for words in (gift.code, "$50.00", "14 Depot Street, Larkmere, Wis.", LINE):
        assert words in slip


def test_a_slip_can_be_filled_in_by_hand(read: Any, paper: Any):
    slip = read("/support/slip/").text

    assert "14 Depot Street, Larkmere, Wis." in slip
    assert LINE in slip


def test_a_transfer_is_offered_only_where_the_account_is_filled_in(
    give: Any, gift_rules: GiftRules, read: Any
):
    assert "Bank transfer" not in read("/support/").text
    assert give(way="bank").status_code == 422

    gift_rules.bank_details = "Bank of Harrow 12345"
    gift_rules.save()
    page = Client().get(give(way="bank", email="")["Location"]).text

    assert "Bank of Harrow 12345" in page
    assert Gift.objects.get().code in page
    assert LINE in page
    assert "Your gift is recorded when we receive it." in page


@pytest.mark.parametrize("path", ["pledge", "cheque", "bank", "card"])
@pytest.mark.parametrize("code", ["0000-0000", "x", "%00", "é"])
def test_g50_a_code_that_was_never_given_shows_nothing(
    paper: Any, give_soon: None, path: str, code: str
):
    assert Client().get(f"/support/noted/{path}/{code}/").status_code == 404
    assert Client().get(f"/support/slip/{code}/").status_code == 404


def test_g50_whoever_tries_codes_is_shown_none_after_a_while(
    give: Any, monkeypatch: pytest.MonkeyPatch
):
    # Nobody is let in again while this test runs, however slow the machine.
    monkeypatch.setattr(LOOKS, "seconds", 1e9)
    address = give()["Location"]
    for _time in range(60):
        Client().get("/support/slip/0000-0000/")

    assert Client().get(address).status_code == 404


def test_without_a_script_it_is_read_over_first(paper: Any, give_soon: None):
    answer = Client().post("/support/", TYPED, headers=HERE)

    assert "It is not sent yet." in answer.text
    assert "$50" in answer.text
    assert LINE in answer.text
    assert not Pledge.objects.exists()


def test_from_there_it_can_be_changed_once_more(give: Any):
    answer = give(change="1")

    assert "Keep at it." in answer.text
    assert not Pledge.objects.exists()


def test_g15_g16_the_same_form_sent_twice_is_one_pledge_and_leads_to_it_again(give: Any):
    fields = {passes.READ_OVER: passes.page_pass("support")}

    first, second = give(**fields), give(**fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert (Pledge.objects.count(), Donor.objects.count(), Mailing.objects.count()) == (1, 1, 1)


def test_g15_two_tabs_of_one_form_are_two_gifts_if_both_are_sent(give: Any):
    give(way="cheque")
    give(way="cheque")

    assert Gift.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sum": ""}, "Choose one of the amounts, or write your own."),
        ({"sum": "1.00"}, "Choose one of the amounts."),
        ({"sum": "own"}, "Write the amount that you give."),
        ({"sum": "own", "own": "twenty"}, "Write an amount as a number"),
        ({"sum": "own", "own": "-5"}, "Write an amount as a number"),
        ({"sum": "own", "own": "99999999"}, "up to $999,999.99"),
        ({"way": "card"}, "Choose how you give."),
        ({"way": ""}, "Choose how you give."),
        ({"often": "month"}, "Nobody can give so often here."),
        ({"often": "hour"}, "valid choice"),
        ({"name": ""}, "Write your name."),
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "nobody"}, "as in name@example.org"),
        ({"honour": "memory"}, "Write the name"),
        ({"due_on": "tomorrow"}, "Write the day as in"),
        ({"due_on": "2001-01-01"}, "from today on"),
        ({"pledge_way": "card"}, "valid choice"),
    ],
)
def test_d04_what_cannot_be_taken_is_given_back_with_a_sentence(
    give: Any, changes: dict[str, str], sentence: str
):
    answer = give(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#x27;", "'")
    assert "Keep at it." in answer.text
    assert not Pledge.objects.exists()
    assert not Gift.objects.exists()


@pytest.mark.parametrize("words", ["Nell\r\nBcc: x@example.org", "Nell\nRoe"])
@pytest.mark.parametrize("field", ["name", "email", "honoured", "own"])
def test_g49_no_header_is_brought_in_by_a_name(give: Any, field: str, words: str):
    answer = give(honour="honour", **{field: words})

    assert answer.status_code == 422
    assert "in one line" in answer.text


def test_d04_the_currency_and_the_donor_are_never_the_browsers(give: Any, paper: Any):
    other = Donor.objects.create(site=paper.site, name="Ada Lund")

    give(currency="JPY", donor=str(other.pk), amount_minor="1", amount="1", code="0000-0000")

    pledge = Pledge.objects.get()
    assert (pledge.amount_minor, pledge.currency) == (5000, "USD")
    assert pledge.donor_id != other.pk


def test_a_sum_that_is_typed_is_the_one_that_is_meant(give: Any):
    give(sum="25.00", own="$1,250.50")

    assert Pledge.objects.get().amount_minor == 125_050


def test_somebody_elses_mailbox_opens_nobodys_record(give: Any, paper: Any):
    other = Donor.objects.create(
        site=paper.site,
        name="Ada Lund",
        email="nell.roe@example.org",
        mailbox="nell.roe@example.org",
        email_proved_at=timezone.now(),
    )

    give()

    assert Pledge.objects.get().donor_id != other.pk
    other.refresh_from_db()
    assert other.name == "Ada Lund"


def test_a_day_for_the_pledge_is_kept(give: Any):
    day = timezone.localdate() + timedelta(days=90)

    give(due_on=day.isoformat())

    assert Pledge.objects.get().due_on == day


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/contact/", "/contact/"), ("//evil.example/", ""), ("/newsroom/", ""), ("x" * 400, "")],
)
def test_of_a_readers_way_only_the_page_that_asked_is_kept(give: Any, path: str, kept: str):
    give(asked_on=path)

    assert Pledge.objects.get().asked_on == kept


def test_what_comes_from_another_site_is_refused(paper: Any, give_soon: None):
    answer = Client().post("/support/", TYPED, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


def test_without_a_database_nothing_typed_is_lost(
    paper: Any, give_soon: None, monkeypatch: pytest.MonkeyPatch
):
    def down(*_args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("broadsheet.donations.asking.views.paper_asked", down)
    answer = Client().post("/support/", TYPED, headers=HERE)

    assert answer.status_code == 503
    assert "Keep at it." in answer.text


def test_too_many_from_one_network_are_asked_to_wait_and_keep_their_words(
    give: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(GIFTS, "seconds", 1e9)
    for _time in range(20):
        assert give().status_code == 302

    answer = give()

    assert answer.status_code == 429
    assert "Keep at it." in answer.text
    assert Pledge.objects.count() == 20


def test_g20_a_processor_that_is_down_loses_nothing_and_other_ways_are_offered(
    give: Any, card: Card
):
    card.refuses = DonationError("The processor cannot be reached. Nothing was charged.")

    answer = give(way="card")

    assert answer.status_code == 503
    for words in ("Nothing was charged.", "Nothing is lost", "Pledge", "Keep at it.", "Nell Roe"):
        assert words in answer.text
    assert give(way="pledge").status_code == 302


def test_a_card_is_led_on_by_a_page_that_says_that_nothing_is_paid(give: Any, card: Card):
    answer = give(way="card", often="month", sum="10.00")

    assert answer["Refresh"] == f"0; url={card.leads_to}"
    assert "No payment has been made yet." in answer.text
    assert LINE in answer.text
    assert "display" not in answer.cookies
    [given] = card.taken
    assert (given.often, given.amount.plain) == ("month", "10.00")
    assert given.terms.startswith("$10 is charged now, and then each month")


def test_g16_a_card_form_sent_twice_leads_to_one_session(give: Any, card: Card):
    fields = {passes.READ_OVER: passes.page_pass("support")}

    answers = [give(way="card", **fields) for _time in range(2)]

    assert [one["Refresh"] for one in answers] == [f"0; url={card.leads_to}"] * 2
    assert Gift.objects.count() == len(card.taken) == 1


def test_whoever_covers_the_fee_pays_what_leaves_the_whole_gift(give: Any, card: Card):
    give(way="card", sum="25.00", covers_fee="on")

    [given] = card.taken
    assert (given.amount.minor, given.fee_cover.minor, given.total.minor) == (2500, 106, 2606)
    fee = round(2606 * 0.029) + 30
    assert given.total.minor - fee == 2500


@pytest.mark.parametrize("way", ["pledge", "cheque"])
def test_nobody_covers_a_fee_where_there_is_none(give: Any, card: Card, way: str):
    give(way=way, covers_fee="on")

    found = Gift.objects.first() or Pledge.objects.first()
    assert found.amount_minor == 5000


def test_d04_less_than_the_smallest_by_card_is_refused_by_card_alone(give: Any, card: Card):
    answer = give(way="card", sum="own", own="0.50")

    assert answer.status_code == 422
    assert "By card we take $1 and more." in answer.text
    assert give(way="cheque", sum="own", own="0.50").status_code == 302


def test_how_often_is_asked_only_where_a_card_is_taken(
    read: Any, press: Any, paper: Any, card: Card
):
    page = read("/support/").text

    assert re.findall(r'href="(/support/(?:monthly|yearly)/)"', page)
    assert "you end it" in read("/support/monthly/").text


def test_without_a_card_nothing_is_said_of_months(read: Any, paper: Any):
    assert "onthly" not in read("/support/").text.partition("<main")[2]
    assert read("/support/monthly/").status == 302
