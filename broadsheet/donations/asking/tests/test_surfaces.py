"""Where readers are asked to give: the paper's own sentence stands beside every button, and one change prints one part."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.donations import wording
from broadsheet.donations.asking.tests.to_give import Card
from broadsheet.donations.models import Campaign, Click, Gift, GiftRules
from broadsheet.donations.tests.made import a_gift, pay, refund
from broadsheet.donations.wording import NOT_DEDUCTIBLE, wording_of
from broadsheet.masthead.models import Paper, facts_of
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db
SURFACES = (
    "/",
    "/contact/",
    "/support/",
    "/support/once/25/",
    "/support/slip/",
    "/support/poster/",
)


def block(html: str, name: str) -> str:
    found = re.search(rf'<section class="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


@pytest.fixture
def campaign(paper: Paper) -> Campaign:
    return Campaign.objects.create(
        site=paper.site,
        name="Keep the courthouse covered",
        slug="courthouse",
        appeal="Two reporters sit there each day.",
        goal="20000",
        begins=timezone.localdate() - timedelta(days=2),
        ends=timezone.localdate() + timedelta(days=40),
    )


def fill_in(paper: Paper, rules: GiftRules, kind: str) -> None:
    """Give a paper what the sentence of its legal kind is made from."""
    rules.tax_number, rules.own_wording = (
        "12-3456789",
        "Gifts to the school paper are gifts to the town.",
    )
    rules.wording_checked_by = "Amsel & Roe"
    rules.save()
    paper.legal_kind = kind
    paper.save()


OWN_KINDS = [one for one in Paper.LegalKind.values if one != Paper.LegalKind.SPONSORED]


@pytest.mark.parametrize("kind", OWN_KINDS)
def test_the_sentence_of_the_legal_kind_stands_word_for_word_on_every_surface(
    read: Any, paper: Paper, gift_rules: GiftRules, published_story: Any, kind: str
):
    fill_in(paper, gift_rules, kind)
    gift_rules.names_donors = True
    gift_rules.save()
    line = f'<p class="tax-line">{escape(wording_of(paper.site).text)}</p>'

    for path in (*SURFACES, published_story.permalink, "/support/thanks/"):
        for address in (path, f"/text{path}"):
            page = read(address).text
            assert page.count(line) >= 1, address
            # Never where it is closed.
            assert "tax-line" not in "".join(re.findall(r"<details.*?</details>", page, re.DOTALL))
    assert block(read("/").text, "support-band").count(line) == 1
    assert block(read(published_story.permalink).text, "support").count(line) == 1


def test_a_business_and_whoever_is_not_sure_say_that_gifts_are_not_deductible(
    read: Any, paper: Paper
):
    assert paper.legal_kind == Paper.LegalKind.BUSINESS
    for kind in (Paper.LegalKind.NONPROFIT, Paper.LegalKind.ELSEWHERE, Paper.LegalKind.PUBLIC):
        paper.legal_kind = kind
        paper.save()
        assert NOT_DEDUCTIBLE in block(Client().get("/").text, "support-band")


@pytest.mark.parametrize("language", ["es", "ar"])
def test_in_another_language_the_sentence_stands_in_english_and_then_in_that(
    read: Any, paper: Paper, language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wording, "_", lambda _words: "Dicho de otra manera.")
    paper.language = language
    paper.save()

    page = read("/support/").text

    line = f'<p class="tax-line" lang="en" dir="ltr">{NOT_DEDUCTIBLE}</p>'
    assert page.index(line) < page.index('<p class="tax-line-said">Dicho de otra manera.</p>')


def test_band_and_box_lead_to_each_sum(read: Any, published_story: Any):
    for page, name in (
        (read("/").text, "support-band"),
        (read(published_story.permalink).text, "support"),
    ):
        found = re.findall(r'href="(/support/[^"]*)">([^<]+)<', block(page, name))
        assert found == [
            ("/support/once/25/", "$25"),
            ("/support/once/50/", "$50"),
            ("/support/once/100/", "$100"),
            ("/support/once/250/", "$250"),
            ("/support/#id_own", "Other"),
        ]
    marked = re.findall(r'name="sum" value="([^"]+)"[^>]* checked', read("/support/once/100/").text)
    assert marked == ["100.00"]
    assert 'name="sum" value="100.00"' in read("/support/").text


def test_a_sum_that_is_offered_no_more_leads_to_the_page(read: Any, paper: Paper):
    answer = Client().get("/support/once/33/")

    assert (answer.status_code, answer["Location"]) == (302, "/support/")
    assert Client().get("/support/monthly/10/")["Location"] == "/support/"


@pytest.mark.parametrize("path", ["/", "/contact/", "/support/", "story"])
def test_a_paper_that_takes_no_gifts_asks_for_none(
    read: Any, gift_rules: GiftRules, published_story: Any, path: str
):
    gift_rules.takes_gifts = False
    gift_rules.save()

    page = read(published_story.permalink if path == "story" else path).text

    assert not block(page, "support")
    assert not block(page, "support-band")
    assert "tax-line" not in page
    assert 'href="/support/' not in page
    assert ("We ask for no gifts at this time." in page) == (path == "/support/")


def test_a_paper_that_takes_no_gifts_takes_none(give: Any, gift_rules: GiftRules):
    gift_rules.takes_gifts = False
    gift_rules.save()

    assert give().status_code == 404
    for path in ("slip", "poster", "thanks", "elsewhere", "sponsor", "scanned"):
        assert Client().get(f"/support/{path}/").status_code == 404, path


def test_head_and_foot_of_every_page_lead_to_the_page_for_gifts(read: Any, paper: Paper):
    page = read("/corrections/").text

    assert '<a class="give" href="/support/">' in page
    assert '<li><a href="/support/">Support local journalism</a></li>' in page
    assert '<a href="/text/support/">' in read("/text/corrections/").text


# A fiscal sponsor, and another site ---------------------------------------------------------------
@pytest.fixture
def sponsored(gift_rules: GiftRules) -> GiftRules:
    gift_rules.sponsor_name, gift_rules.sponsor_fund = "Teal Community Fund", "Ledger News Fund"
    gift_rules.sponsor_number, gift_rules.sponsor_address = (
        "98-7654321",
        "https://fund.example/give",
    )
    gift_rules.save()
    return gift_rules


def test_a_sponsor_has_a_box_of_its_own_and_no_button_with_ours(read: Any, sponsored: GiftRules):
    page = read("/support/").text
    form = re.search(r"<form class=\"send give\".*?</form>", page, re.DOTALL)[0]  # type: ignore[index]

    assert "has control over their use" in page
    assert "receipted by Teal Community Fund (EIN 98-7654321)" in page
    assert "sponsor" not in form.lower()
    assert "EIN" not in form
    assert NOT_DEDUCTIBLE in form
    assert Client().get("/support/sponsor/")["Location"] == "https://fund.example/give"


def test_a_project_of_a_sponsor_takes_nothing_itself(
    read: Any, give: Any, paper: Paper, sponsored: GiftRules
):
    paper.legal_kind = Paper.LegalKind.SPONSORED
    paper.save()

    for path, name in (("/", "support-band"), ("/contact/", "support")):
        piece = block(read(path).text, name)
        assert "receipted by Teal Community Fund" in piece
        assert "/support/once/" not in piece
        assert NOT_DEDUCTIBLE not in piece
    assert 'class="send give"' not in read("/support/").text
    assert give().status_code == 404
    assert not Gift.objects.exists()


def test_a_sponsor_that_is_not_fully_named_is_not_shown(read: Any, paper: Paper):
    paper.legal_kind = Paper.LegalKind.SPONSORED
    paper.save()

    assert "tax-line" not in read("/").text
    assert "We ask for no gifts at this time." in read("/support/").text


def test_another_site_is_counted_by_its_clicks_and_never_as_gifts(
    read: Any, gift_rules: GiftRules, campaign: Campaign
):
    gift_rules.elsewhere_name, gift_rules.elsewhere_address = (
        "Harrow Fund",
        "https://harrow.example/x",
    )
    gift_rules.save()
    page = read("/support/").text
    assert "You will leave this site. Harrow Fund will send your receipt." in page
    assert "https://harrow.example" not in page

    for _time in range(3):
        answer = Client().get("/support/elsewhere/", headers={"sec-fetch-mode": "navigate"})
        assert answer["Location"] == "https://harrow.example/x"
        assert answer["Cache-Control"].startswith("max-age=0")
    Client().head("/support/elsewhere/")
    Client().get("/support/elsewhere/", headers={"sec-purpose": "prefetch"})

    [of_day] = Click.objects.all()
    assert (of_day.on, of_day.times, of_day.campaign_id) == ("elsewhere", 3, campaign.pk)
    assert not Gift.objects.exists()


def test_clicks_without_a_campaign_are_one_line_a_day(paper: Paper):
    for _time in range(2):
        assert Client().get("/support/scanned/")["Location"] == "/support/"

    [of_day] = Click.objects.all()
    assert (of_day.on, of_day.times, of_day.campaign_id) == ("poster", 2, None)


def test_the_poster_has_a_square_for_phones_and_the_sentence(read: Any, paper: Paper):
    page = read("/support/poster/").text

    assert page.count("<svg") >= 1
    assert re.search(r'<svg[^>]*class="square"', page)
    assert "style=" not in page
    assert "/support/" in page
    assert f'<p class="tax-line">{NOT_DEDUCTIBLE}</p>' in page


# What the story cost ------------------------------------------------------------------------------
def test_what_a_story_cost_is_said_only_by_an_editor(
    read: Any, press: Any, make_story: Callable[..., Any]
):
    told = make_story("Ferry stops", what_it_cost="One reporter, nine days, $212 for copies.")
    untold = make_story("Ferry goes")

    page = read(told.permalink).text
    assert page.index("What this story cost") < page.index('<section class="support"')
    assert "$212 for copies" in page
    assert "$212 for copies" in read(f"/text{told.permalink}").text
    assert "What this story cost" not in read(untold.permalink).text
    for feed in ("/feed/", "/local-news/feed/"):
        assert "$212" not in read(feed).text


# Numbers, and how much is printed -----------------------------------------------------------------
def test_the_thermometer_tells_what_has_come_and_stayed(read: Any, press: Any, campaign: Campaign):
    gift = a_gift(500_055, campaign=campaign)
    pay(gift)
    other = a_gift(400_000, campaign=campaign)
    pay(other)
    a_gift(900_000, campaign=campaign)
    pay(a_gift(700_000, campaign=campaign, is_test=True))
    page = block(read("/").text, "support-band")
    assert "$9,000 of $20,000 received: 45%." in page
    assert "2 gifts." in page
    assert 'value="45"' in page

    refund(other, 400_000)
    press.print_all()

    assert "$5,000 of $20,000 received: 25%." in block(read("/").text, "support-band")


def test_who_doubles_gifts_is_named_until_it_is_spent(read: Any, press: Any, campaign: Campaign):
    campaign.matcher, campaign.match_up_to = "The Teal Foundation", "100"
    campaign.save()
    assert "The Teal Foundation doubles each gift, up to $100 in all." in read("/support/").text

    pay(a_gift(10_000, campaign=campaign))
    press.print_all()

    page = read("/support/").text
    assert "The Teal Foundation has doubled the first $100." in page
    assert "doubles each" not in page


def test_an_appeal_comes_and_goes_with_its_days(read: Any, press: Any, campaign: Campaign):
    assert campaign.appeal in read("/").text

    campaign.ends = timezone.localdate(timezone=facts_of(campaign.site).zone) - timedelta(days=1)
    campaign.save()
    press.print_all()

    assert campaign.appeal not in read("/").text


@pytest.fixture
def many_pages(read: Any, press: Any, make_story: Callable[..., Any]) -> list[str]:
    """Twelve stories and the front, as readers have read them: all stand on the shelf."""
    paths = ["/", *(make_story(f"Story {number}").permalink for number in range(12))]
    press.print_all()
    for path in paths:
        assert read(path).status == 200
    press.print_all()
    return paths


# Box and band; the appeal and the sentence of the page itself; the text edition's.
PARTS = 5


def test_a_new_appeal_prints_one_part_however_many_pages_show_it(
    press: Any, many_pages: list[str], campaign: Campaign, read: Any
):
    press.print_all()
    lines = Change.objects.count()
    campaign.appeal = "The clerk has locked the door."
    campaign.save()

    assert 1 <= press.print_all() <= PARTS
    assert Change.objects.count() == lines + 1
    assert all(campaign.appeal in read(path).text for path in many_pages)


def test_a_step_of_the_thermometer_prints_one_part_however_many_pages_show_it(
    press: Any, many_pages: list[str], campaign: Campaign, read: Any
):
    press.print_all()
    lines = Change.objects.count()

    pay(a_gift(200_000, campaign=campaign))

    assert 1 <= press.print_all() <= PARTS
    assert Change.objects.count() == lines + 1
    assert all("received: 10%." in read(path).text for path in many_pages)


def test_another_sentence_prints_one_part_however_many_pages_show_it(
    press: Any, many_pages: list[str], gift_rules: GiftRules, paper: Paper, read: Any
):
    paper.legal_kind = Paper.LegalKind.NONPROFIT
    paper.save()
    press.print_all()
    gift_rules.tax_number = "12-3456789"
    gift_rules.save()

    printed = press.print_all()

    assert 1 <= printed <= 2 * PARTS + len(("masthead", "footer", "text-footer", "front"))
    assert all("EIN 12-3456789" in read(path).text for path in many_pages)


def test_a_gift_that_belongs_to_no_campaign_prints_nothing(press: Any, many_pages: list[str]):
    pay(a_gift(200_000))

    assert press.print_all() == 0


def test_monthly_sums_stand_first_where_a_card_is_taken(
    read: Any, press: Any, paper: Paper, card: Card
):
    piece = block(read("/").text, "support-band")

    assert re.findall(r'class="often"[^>]*>([^<]+)<', piece) == ["Monthly", "Once"]
    assert "/support/monthly/10/" in piece
