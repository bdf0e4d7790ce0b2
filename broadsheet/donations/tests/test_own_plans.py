"""A recurring gift is changed and ended by one button on its donor's page, as far as its processor's room offers it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Deed, Donor, Plan, Pledge
from broadsheet.donations.money import Money
from broadsheet.donations.own import handling
from broadsheet.donations.own.handling import Handling, offer
from broadsheet.donations.posting import links
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.mailed import ada, path_in
from broadsheet.donations.tests.owned import (
    GIFTS,
    a_plan,
    mails_page,
    opened,
    press,
)
from broadsheet.donations.trail import note_deed
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


def test_a_recurring_gift_is_ended_by_two_clicks_from_any_receipt_without_a_password(
    home: Client,
    server: Mailboxes,
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
    assert (deed.kind, deed.about, deed.by_key, deed.after) == (
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
    # Whoever cannot see the page hears of which field it is said.
    assert f'aria-invalid="true" aria-describedby="amount-{plan.code}-error"' in answer.text
    assert f'id="amount-{plan.code}-error"' in answer.text
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


def test_signs_that_no_database_keeps_are_no_code(home: Client, offered: None):
    for field in ("plan", "pledge", "donor", "amount", "wall_name"):
        for act in ("end", "cancel_pledge", "wishes", "change"):
            assert press(home, mails_page(ada()), act, **{field: "\0\ud800"[:1]}).status_code == 409
            Donor.objects.update(email_proved_at=None)


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
