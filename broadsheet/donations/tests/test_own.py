"""On her own page a donor sees what is hers, and has it changed or ended by one button, without a password."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.models import Deed, GiftRules, Plan, Pledge, Receipt
from broadsheet.donations.money import Money
from broadsheet.donations.own import handling
from broadsheet.donations.own.handling import Handling, offer
from broadsheet.donations.posting import links
from broadsheet.donations.tests.made import a_gift, pay, refund, the_site
from broadsheet.donations.tests.mailed import ada, path_in
from broadsheet.donations.tests.owned import (
    GIFTS,
    HERE,
    a_plan,
    mails_page,
    opened,
    press,
)
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db
S = Plan.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def into(state: str) -> Any:
    """Return what a processor's room does: it asks there, and brings the plan to what it is told."""

    def bring(plan: Plan) -> None:
        Plan.objects.filter(pk=plan.pk).update(state=state)

    return bring


def change(plan: Plan, amount: Money) -> None:
    Plan.objects.filter(pk=plan.pk).update(amount_minor=amount.minor)


def card_page(_plan: Plan, back: str) -> str:
    return f"https://processor.example/session?back={back}"


@pytest.fixture
def offered() -> Iterator[None]:
    """A processor whose room offers all that there is."""
    offer(
        "carded",
        Handling(
            end=into(S.ENDED),
            pause=into(S.PAUSED),
            resume=into(S.ACTIVE),
            change=change,
            try_again=into(S.ACTIVE),
            new_card=card_page,
        ),
    )
    yield
    handling._offered.clear()


# Pledges ---------------------------------------------------------------------------------------------
def test_a_pledge_is_cancelled_by_a_button_and_nobody_asks_why(home: Client):
    donor = ada()
    pledge = begin_pledge(the_site(), Money(5000, "USD"), donor=donor, way="cheque")
    page = home.get(mails_page(donor)).text
    assert "No payment has been made." in page

    press(home, mails_page(donor), "cancel_pledge", pledge=pledge.code)

    pledge.refresh_from_db()
    assert pledge.state == Pledge.State.CANCELLED
    assert Deed.objects.get().kind == "pledge_changed"
    assert 'value="cancel_pledge"' not in home.get(mails_page(donor)).text


def test_a_pledge_of_which_a_part_has_come_is_not_cancelled_but_can_be_silent(home: Client):
    donor = ada()
    pledge = begin_pledge(the_site(), Money(5000, "USD"), donor=donor, way="cheque")
    pay(a_gift(2000, donor=donor, pledge=pledge, kind="pledged"))
    page = home.get(mails_page(donor)).text
    assert "$20.00 has come." in page
    assert 'value="cancel_pledge"' not in page

    assert press(home, mails_page(donor), "cancel_pledge", pledge=pledge.code).status_code == 409
    press(home, mails_page(donor), "stop_reminders", pledge=pledge.code)

    pledge.refresh_from_db()
    assert (pledge.state, pledge.no_reminders) == (Pledge.State.PART, True)


# Receipts --------------------------------------------------------------------------------------------
def test_all_receipts_stand_there_and_those_that_count_no_longer_say_so(home: Client):
    donor = ada()
    pay(gift := a_gift(2500, donor=donor))
    refund(gift, 1000)
    first, second = Receipt.objects.order_by("pk")

    path = mails_page(donor)
    page = home.get(path).text

    for receipt in (first, second):
        assert f'href="{path}receipts/{receipt.name}/"' in page
    assert page.count("counts no longer") == 1
    shown = home.get(f"{path}receipts/{second.name}/")
    assert "Donations processed in this system are not tax deductible." in shown.text
    assert "$15.00" in shown.text
    assert shown["Cache-Control"] == "no-store"


def test_g50_a_receipt_is_shown_to_whom_it_was_issued_and_to_nobody_who_guesses_its_number(
    home: Client,
):
    mine, other = ada(), ada(email="bo@example.org", mailbox="bo@example.org")
    pay(a_gift(donor=mine))
    pay(a_gift(donor=other))
    receipt, of_other = Receipt.objects.order_by("pk")
    stranger = Client(HTTP_HOST=the_site().hostname)
    opened(home, mine)

    assert home.get(f"{GIFTS}receipts/{receipt.name}/").status_code == 200
    assert home.get(f"{GIFTS}receipts/{of_other.name}/").status_code == 404
    assert home.get(f"{mails_page(mine)}receipts/{of_other.name}/").status_code == 404
    assert home.get(f"{GIFTS}receipts/2026-9999/").status_code == 404
    assert stranger.get(f"{GIFTS}receipts/{receipt.name}/").status_code == 404
    assert stranger.get(f"/support/mine/mail/x/receipts/{receipt.name}/").status_code == 404


# What she wishes -------------------------------------------------------------------------------------
def test_she_says_whether_she_would_be_thanked_by_name_and_a_new_name_is_looked_at_first(
    home: Client,
):
    GiftRules.objects.create(site=the_site(), names_donors=True)
    donor = ada(wall="name", wall_seen=True)
    opened(home, donor)
    wishes = {"donor": str(donor.uuid), "wants_mail": "1"}

    press(home, GIFTS, "wishes", wall="name", wall_name="", **wishes)
    donor.refresh_from_db()
    assert donor.wall_seen, "nothing changed"

    press(home, GIFTS, "wishes", wall="other", wall_name="A reader in Larkmere", **wishes)
    donor.refresh_from_db()
    assert (donor.wall, donor.wall_name) == ("other", "A reader in Larkmere")
    assert not donor.wall_seen

    refused = press(home, GIFTS, "wishes", wall="other", wall_name="", **wishes)
    assert refused.status_code == 409
    assert "Write the name by which you would be thanked." in refused.text
    press(home, GIFTS, "wishes", wall="no", wall_name="", **wishes)
    donor.refresh_from_db()
    assert donor.wall == "no"


def test_where_nobody_is_named_the_page_does_not_ask(home: Client):
    donor = ada(wall="name")
    page = opened(home, donor).get(GIFTS).text
    assert 'name="wall"' not in page

    press(home, GIFTS, "wishes", donor=str(donor.uuid))

    donor.refresh_from_db()
    assert (donor.wall, donor.wants_mail) == ("name", False)


def test_a_mail_that_was_passed_on_opens_neither_all_gifts_nor_what_she_wishes(home: Client):
    donor = ada()
    pay(a_gift(donor=donor, state="paid"))
    page = home.get(mails_page(donor)).text

    assert "What you wish" not in page
    assert donor.email not in page
    answer = press(home, mails_page(donor), "wishes", donor=str(donor.uuid))
    assert answer.status_code == 409
    assert press(home, mails_page(donor), "end_links").status_code == 409


def test_from_a_mails_page_the_link_to_all_is_one_button(
    home: Client,
    server: Mailboxes,
):
    donor = ada()
    answer = press(home, mails_page(donor), "ask_for_link")

    assert answer.url.endswith("?done=asked")
    assert home.post(path_in(server.mails[0], "open"), headers=HERE).url == GIFTS


# How the pages are -----------------------------------------------------------------------------------
def test_no_page_is_kept_found_or_told_of_to_others(home: Client):
    donor = ada()
    token = links.standing_token(donor)
    opened(home, donor)
    paths = [GIFTS, mails_page(donor), "/" + links.link_for(donor).split("/", 3)[3]]

    for path in [*paths, f"/support/mine/mail/{token}x/"]:
        answer = home.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("done", ["<b>x</b>", "paused<", "", "../x", "no-such"])
def test_nobody_puts_words_onto_the_page_by_its_address(home: Client, done: str):
    answer = home.get(mails_page(ada()), {"done": done})

    assert 'class="done"' not in answer.text


def test_names_are_words_and_nothing_else(home: Client):
    donor = ada(name="<script>alert(1)</script>")
    ada(name="\u202eBo", email_proved_at=None)
    page = opened(home, donor).get(GIFTS).text

    assert "<script>alert" not in page
    assert "<bdi>&lt;script&gt;" in page


def test_gifts_that_were_begun_and_never_paid_are_not_shown_as_gifts(home: Client):
    donor = ada()
    begun = a_gift(donor=donor)
    pay(paid := a_gift(donor=donor))
    page = opened(home, donor).get(GIFTS).text

    assert (paid.code in page, begun.code in page) == (True, False)


def test_in_an_emergency_the_page_is_set_in_text(home: Client, offered: None, paper: Any):
    donor = ada()
    a_plan(donor)
    paper.text_only = True
    paper.save()

    for path in (GIFTS, mails_page(donor), "/support/mine/asked/"):
        page = opened(home, donor).get(path)
        assert page.status_code == 200
        assert "own.css" not in page.text
