"""On her own page a donor sees what is hers, and has it changed or ended by one button, without a password."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Deed, Donor, GiftRules, Plan, Pledge, Receipt
from broadsheet.donations.money import Money
from broadsheet.donations.own import handling
from broadsheet.donations.own.handling import Handling, offer
from broadsheet.donations.posting import links
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay, refund, the_site
from broadsheet.donations.tests.mailed import (
    ada,
    mail_server,  # noqa: F401 (a fixture)
    path_in,
    server,  # noqa: F401 (a fixture)
)
from broadsheet.donations.trail import note_deed
from broadsheet.donations.wording import disclosure_of
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
GIFTS = "/support/mine/gifts/"
S = Plan.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


@pytest.fixture
def home(client: Client) -> Client:
    client.defaults["HTTP_HOST"] = the_site().hostname
    return client


def into(state: str) -> Any:
    """Return what a processor's room does: it asks there, and brings the plan to what it is told."""

    def bring(plan: Plan) -> None:
        Plan.objects.filter(pk=plan.pk).update(state=state)

    return bring


def change(plan: Plan, amount: Money) -> None:
    Plan.objects.filter(pk=plan.pk).update(amount_minor=amount.minor)


def card_page(_donor: Donor, back: str) -> str:
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


def a_plan(donor: Donor, **more: Any) -> Plan:
    told = {"state": S.ACTIVE, "every": "month", "next_due": date(2026, 12, 5), **more}
    return Plan.objects.create(
        site=the_site(),
        donor=donor,
        amount_minor=1000,
        currency="USD",
        disclosure=disclosure_of(the_site()),
        **{"provider": "carded", **told},
    )


def opened(client: Client, donor: Donor) -> Client:
    """Return the browser of somebody who has come by a link that works once."""
    client.post("/" + links.link_for(donor).split("/", 3)[3], headers=HERE)
    return client


def press(client: Client, path: str, act: str, **fields: str) -> Any:
    return client.post(path, {"act": act, **fields}, headers=HERE)


def mails_page(donor: Donor, purpose: str = links.MAIL) -> str:
    return f"/support/mine/mail/{links.standing_token(donor, purpose)}/"


# Recurring gifts -------------------------------------------------------------------------------------
def test_a_recurring_gift_is_ended_by_two_clicks_from_any_receipt_without_a_password(
    home: Client,
    server: Mailboxes,  # noqa: F811
    offered: None,
):
    donor = ada(email_proved_at=None)
    plan = a_plan(donor)
    pay(a_gift(1000, donor=donor, plan=plan, kind="instalment"))
    send_due()
    path = path_in(server.mails[0], "mail")

    first_click = home.get(path)
    assert 'value="end">End it</button>' in first_click.text
    second_click = press(home, path, "end", plan=plan.code)

    assert second_click.url == f"{path}?done=ended"
    plan.refresh_from_db()
    assert plan.state == S.ENDED
    assert "No further payment is taken." in home.get(second_click.url).text
    deed = Deed.objects.get()
    assert (deed.kind, deed.about, deed.by, deed.after) == (
        "plan_ended",
        plan.code,
        None,
        {"by": "donor"},
    )


def test_it_is_paused_gone_on_with_and_changed(home: Client, offered: None):
    donor = ada()
    plan = a_plan(donor)
    path = mails_page(donor)

    for act, state in (("pause", S.PAUSED), ("resume", S.ACTIVE)):
        assert press(home, path, act, plan=plan.code).status_code == 302
        plan.refresh_from_db()
        assert plan.state == state
    press(home, path, "change", plan=plan.code, amount="$12.50")
    plan.refresh_from_db()
    assert plan.amount == Money(1250, "USD")


@pytest.mark.parametrize("typed", ["0", "-5", "twelve", "1.005", "", "999999999999", "0.50"])
def test_an_amount_that_is_none_is_refused_and_stands_there_still(
    home: Client, offered: None, typed: str
):
    donor = ada()
    plan = a_plan(donor)

    answer = press(home, mails_page(donor), "change", plan=plan.code, amount=typed)

    assert answer.status_code == 409
    assert f'value="{typed}"' in answer.text
    assert 'role="alert"' in answer.text
    plan.refresh_from_db()
    assert plan.amount == Money(1000, "USD")


def test_what_the_processor_refuses_is_said_and_nothing_is_changed(home: Client, offered: None):
    def refuse(_plan: Plan) -> None:
        raise DonationError("The processor does not answer. Try again in some minutes.")

    offer("carded", Handling(end=refuse))
    donor = ada()
    plan = a_plan(donor)

    answer = press(home, mails_page(donor), "end", plan=plan.code)

    assert answer.status_code == 409
    assert "The processor does not answer." in answer.text
    assert not Deed.objects.exists()


def test_what_a_processor_does_not_offer_has_no_button(home: Client, offered: None):
    offer("carded", Handling(end=into(S.ENDED)))
    donor = ada()
    plan = a_plan(donor)
    page = opened(home, donor).get(GIFTS).text

    assert 'value="end"' in page
    for act in ("pause", "resume", "change", "try_again", "new_card", "ask_for_link"):
        assert f'value="{act}"' not in page
        assert press(home, GIFTS, act, plan=plan.code).status_code in (302, 409)
    plan.refresh_from_db()
    assert plan.state == S.ACTIVE


def test_a_recurring_gift_that_nobody_handles_here_is_ended_by_people(home: Client):
    donor = ada()
    a_plan(donor, provider="elsewhere")

    page = home.get(mails_page(donor)).text

    assert "Write to us or call, and we end or change it at once." in page
    assert 'value="end"' not in page


def test_another_card_is_asked_for_by_a_mail_about_a_card_or_a_link_that_works_once(
    home: Client, offered: None
):
    donor = ada()
    plan = a_plan(donor, state=S.LATE)

    page = home.get(mails_page(donor)).text
    assert 'value="new_card"' not in page
    assert "Another card: mail me a link for that" in page
    assert press(home, mails_page(donor), "new_card", plan=plan.code).status_code == 409

    late = press(home, mails_page(donor, links.CARD), "new_card", plan=plan.code)
    assert 'href="https://processor.example/session?back=/support/mine/mail/' in late.text
    whole = press(opened(home, donor), GIFTS, "new_card", plan=plan.code)
    assert f'href="https://processor.example/session?back={GIFTS}"' in whole.text
    assert whole["Cache-Control"] == "no-store"
    assert whole["Referrer-Policy"] == "same-origin"


def test_a_payment_that_failed_can_be_tried_again(home: Client, offered: None):
    donor = ada()
    plan = a_plan(donor, state=S.LATE)
    press(home, mails_page(donor, links.CARD), "try_again", plan=plan.code)

    plan.refresh_from_db()
    assert plan.state == S.ACTIVE


def test_nobody_ends_what_is_somebody_elses(home: Client, offered: None):
    mine, other = ada(), ada(email="bo@example.org", mailbox="bo@example.org")
    plan = a_plan(other)
    pledge = begin_pledge(the_site(), Money(5000, "USD"), donor=other, way="cash")
    opened(home, mine)
    for path in (GIFTS, mails_page(mine)):
        assert press(home, path, "end", plan=plan.code).status_code == 409
        assert press(home, path, "cancel_pledge", pledge=pledge.code).status_code == 409
        assert press(home, path, "wishes", donor=str(other.uuid)).status_code == 409
    plan.refresh_from_db()
    pledge.refresh_from_db()
    assert (plan.state, pledge.state) == (S.ACTIVE, Pledge.State.OPEN)


@pytest.mark.parametrize("act", ["", "end", "nonsense", "links_ended", "close"])
def test_a_button_that_is_none_does_nothing(home: Client, offered: None, act: str):
    assert press(home, mails_page(ada()), act).status_code == 409


def test_ending_twice_ends_once(home: Client, offered: None):
    donor = ada()
    plan = a_plan(donor)
    press(home, mails_page(donor), "end", plan=plan.code)
    again = press(home, mails_page(donor), "end", plan=plan.code)

    assert again.status_code == 409
    assert Deed.objects.count() == 1


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

    page = home.get(mails_page(donor)).text

    for receipt in (first, second):
        assert f'href="{mails_page(donor)}receipts/{receipt.name}/"' in page
    assert page.count("counts no longer") == 1
    shown = home.get(f"{mails_page(donor)}receipts/{second.name}/")
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
    server: Mailboxes,  # noqa: F811
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


def test_the_rooms_of_processors_are_found_by_their_names_if_they_are_there(
    monkeypatch: pytest.MonkeyPatch,
):
    named = {
        "end": "broadsheet.donations.trail.note_deed",
        "pause": "broadsheet.donations.trail.not_there",
        "resume": "broadsheet.not_there.at_all",
    }
    monkeypatch.setitem(handling._BY_NAME, "named", named)

    found = handling.handling_of(a_plan(ada(), provider="named"))

    assert found is not None
    assert found.end is note_deed
    assert (found.pause, found.resume) == (None, None)
    assert handling.handling_of(a_plan(ada(email_proved_at=None), provider="unnamed")) is None
