"""The form for gifts says what it needs and what is wrong, where it is; and it is answered in the edition in which it was filled in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.donations.asking.tests.to_give import HERE, TYPED, Card
from broadsheet.donations.models import Campaign, Gift, GiftRules, Pledge
from broadsheet.donations.own.noticing import notice_mail
from broadsheet.masthead.models import Paper
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db
IN_TEXT = {"edition": "text"}
# In every page of the text-only edition, and in no other.
OF_TEXT = 'href="/text-'


# What is wrong stands where it is -----------------------------------------------------------------
def test_each_line_of_what_is_wrong_leads_to_a_field_that_is_there(give: Any, card: Card):
    page = give(
        sum="", way="", name="", email="x", honour="memory", pledge_way="", due_on="never"
    ).text
    refused = page.partition('id="refused"')[2].partition("</div>")[0]
    led_to = re.findall(r'href="#([^"]+)"', refused)

    assert {"id_sum_0", "id_way_0"} <= set(led_to)
    assert [one for one in led_to if f'id="{one}"' not in page] == []


@pytest.mark.parametrize("field", ["sum", "way"])
def test_a_choice_that_is_wrong_is_described_by_its_error(give: Any, field: str):
    page = give(**{field: ""}).text

    assert f'aria-describedby="id_{field}_error"' in page
    assert f'id="id_{field}_error"' in page


def test_how_often_that_cannot_be_is_said_without_a_link_to_nothing(give: Any):
    page = give(often="month").text

    assert "Nobody can give so often here." in page
    assert 'href="#id_often"' not in page


# What is needed is said before --------------------------------------------------------------------
def test_each_way_says_what_it_needs(read: Any, paper: Paper, card: Card):
    page = read("/support/").text

    assert '<p class="of-card">By card: we need your e-mail.</p>' in page
    assert re.search(r'<p class="of-pledge">Pledge: we need your name[^<]*</p>', page)
    assert "Mail a check: we need" not in page


def test_a_form_without_checks_says_nothing_of_checks(read: Any, paper: Paper, card: Card):
    assert "Leave it empty if you mail a check" in read("/support/").text
    assert "Leave it empty if you mail a check" not in read("/support/monthly/").text


def test_the_fee_reads_as_amounts_do(read: Any, paper: Paper, card: Card):
    assert "the processor’s fee (2.9% and $0.30), so" in read("/support/").text


# Where it goes ------------------------------------------------------------------------------------
@pytest.mark.parametrize("edition", ["", "text"])
def test_whoever_mails_a_check_reads_to_whom_and_where(
    give: Any, gift_rules: GiftRules, edition: str
):
    gift_rules.payee = "The Larkmere Ledger, Inc."
    gift_rules.save()

    answer = give(way="cheque", edition=edition)
    page = Client().get(answer["Location"]).text.partition("<main")[2]

    assert '<dd dir="auto">The Larkmere Ledger, Inc.</dd>' in page
    assert '<dd dir="auto">14 Depot Street, Larkmere, Wis.</dd>' in page
    assert "Inc.." not in page
    assert Gift.objects.get().code in page


def test_whoever_pledges_cash_reads_where_to_bring_it(give: Any, paper: Paper):
    paper.street_address = "14 Depot Street, Larkmere, Wis."
    paper.save()

    page = Client().get(give(pledge_way="cash")["Location"]).text.partition("<main")[2]

    assert "Bring it to" in page
    assert "14 Depot Street" in page


def test_whoever_pledges_a_check_reads_to_whom_and_where(give: Any, paper: Paper):
    page = Client().get(give(pledge_way="cheque")["Location"]).text.partition("<main")[2]

    assert "Check made out to" in page
    assert "14 Depot Street" in page


def test_what_the_paper_typed_keeps_its_direction_in_arabic(read: Any, give: Any, paper: Paper):
    paper.language = "ar"
    paper.support_text = "Four people cover it all."
    paper.save()

    assert '<dd dir="auto">14 Depot Street' in read("/support/slip/").text
    assert '<p class="deck" dir="auto">Four people' in read("/support/").text


def test_an_amount_stays_whole_in_an_arabic_sentence(
    read: Any, press: Any, paper: Paper, campaign: Campaign
):
    assert "\u2068" not in read("/support/").text
    paper.language = "ar"
    paper.save()

    press.print_all()

    assert re.search("\u2068[$]20.?000\u2069", read("/support/").text)


@pytest.fixture
def campaign(paper: Paper) -> Campaign:
    return Campaign.objects.create(
        site=paper.site,
        name="Keep the courthouse covered",
        slug="courthouse",
        goal="20000",
        begins=timezone.localdate() - timedelta(days=2),
    )


def test_the_box_names_the_campaign_above_its_thermometer(read: Any, campaign: Campaign):
    box = read("/contact/").text.partition('<section class="support"')[2]

    assert 0 < box.index("Keep the courthouse covered</p>") < box.index("<progress")


# The text-only edition ----------------------------------------------------------------------------
def test_a_form_in_text_is_answered_in_text_at_every_step(paper: Paper, give: Any, read: Any):
    assert '<input type="hidden" name="edition" value="text">' in read("/text/support/").text
    wrong = Client().post("/support/", {**TYPED, **IN_TEXT, "sum": ""}, headers=HERE)
    read_over = Client().post("/support/", {**TYPED, **IN_TEXT}, headers=HERE)
    led_on = give(**IN_TEXT)

    assert "It is not sent yet." in read_over.text
    for page in (wrong, read_over, Client().get(led_on["Location"])):
        assert OF_TEXT in page.text
        assert "<script" not in page.text
    assert '<input type="hidden" name="edition" value="text">' in read_over.text
    assert Pledge.objects.get().code in led_on["Location"]


def test_a_full_form_is_answered_by_full_pages(paper: Paper, give: Any):
    answer = Client().post("/support/", TYPED, headers=HERE)

    assert OF_TEXT not in answer.text
    assert "edition" not in give()["Location"]


def test_asking_for_ones_gifts_in_text_is_answered_in_text(paper: Paper, give_soon: None):
    answer = Client().post(
        "/support/mine/", {"email": "nell.roe@example.org", **IN_TEXT}, headers=HERE
    )

    assert OF_TEXT in answer.text
    assert OF_TEXT in Client().get("/support/mine/asked/?edition=text").text
    assert OF_TEXT not in Client().get("/support/mine/asked/").text


def test_the_form_in_text_explains_each_way_beside_it_and_keeps_a_pledges_questions_together(
    read: Any, paper: Paper, card: Card
):
    page = read("/text/support/").text
    form = page.partition("<form")[2].partition("</form>")[0]
    pledges = form.partition("<legend>Pledge</legend>")[2]

    assert form.index("You pay on the processor’s page.") < form.index("id_name")
    assert pledges.index('name="pledge_way"') < pledges.index('name="due_on"')
    assert pledges.index('name="due_on"') < pledges.index('name="name"')
    assert "poster" not in page.partition("<main")[2].lower()


# Who is asked again, and when ---------------------------------------------------------------------
def test_after_a_promise_nobody_is_asked_for_two_weeks_and_told_so(give: Any):
    reader = Client()
    answer = give(reader)
    page = reader.get(answer["Location"]).text

    assert "For two weeks this browser shows you no request" in page
    assert "sixty" not in page


def test_a_promise_shortens_no_longer_quiet(give: Any):
    reader = Client()
    reader.cookies["display"] = "device.regular.2099-01-31"

    give(reader)

    assert reader.cookies["display"].value == "device.regular.2099-01-31"


# Whether mail is sent -----------------------------------------------------------------------------
def test_the_printed_page_says_within_the_workers_turn_that_mail_is_sent_now(
    settings: Any, press: Any, read: Any, paper: Paper
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    notice_mail()
    press.print_all()
    assert "The paper sends no mail at present." in read("/support/mine/").text
    press.print_all()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notice_mail()
    press.print_all()

    assert "The paper sends no mail at present." not in read("/support/mine/").text
    lines = Change.objects.count()
    notice_mail()
    assert Change.objects.count() == lines
