"""What a paper that is no charity may not say where it asks for gifts; what its set-up tells; and who is not asked again."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from broadsheet.donations.asking.tests.to_give import HERE
from broadsheet.donations.models import Campaign, GiftRules
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
REFUSED = ["Your gift is tax-deductible.", "We are a charity.", "A 501(c)(3).", "EIN 12-3456789"]


@pytest.mark.parametrize("words", REFUSED)
def test_a_business_cannot_say_in_its_appeal_what_only_a_charity_may(paper: Paper, words: str):
    paper.support_text = f"Please give. {words}"

    with pytest.raises(ValidationError) as refused:
        paper.full_clean()

    assert "Leave out" in refused.value.message_dict["support_text"][0]


def test_the_papers_own_sentence_may_be_said(paper: Paper):
    paper.support_text = f"Please give. {NOT_DEDUCTIBLE}"

    paper.full_clean()


def test_what_counts_is_the_kind_that_the_paper_is_about_to_have(
    paper: Paper, gift_rules: GiftRules
):
    gift_rules.tax_number = "12-3456789"
    gift_rules.save()
    paper.support_text = REFUSED[0]
    paper.legal_kind = Paper.LegalKind.NONPROFIT
    paper.full_clean()
    paper.save()

    paper.legal_kind = Paper.LegalKind.BUSINESS
    with pytest.raises(ValidationError):
        paper.full_clean()


@pytest.mark.parametrize("field", ["name", "appeal", "restricted_to", "benefit"])
def test_a_campaign_cannot_say_it_either(paper: Paper, field: str):
    told = {"name": "Courts", "benefit": "A mug", "benefit_worth": "5", field: REFUSED[1]}
    campaign = Campaign(site=paper.site, slug="x", begins=timezone.localdate(), **told)

    with pytest.raises(ValidationError) as refused:
        campaign.full_clean()

    assert "“charity”" in refused.value.message_dict[field][0]


def test_the_rules_cannot_say_it_either_and_others_keep_their_names(gift_rules: GiftRules):
    gift_rules.elsewhere_name = "Teal Charitable Trust"
    gift_rules.elsewhere_address = "https://trust.example/"
    gift_rules.full_clean()

    gift_rules.payee = "Ledger Charity"
    with pytest.raises(ValidationError):
        gift_rules.full_clean()


def test_stories_are_never_looked_at(make_story: Any):
    story = make_story(
        "Charity says gifts are tax-deductible", deck="The 501(c)(3) has EIN 12-3456789."
    )

    story.full_clean()


def test_the_screen_says_which_sentence_readers_see_and_what_is_missing(
    client: Any, publisher: Any, paper: Paper, gift_rules: GiftRules
):
    client.force_login(publisher)
    address = f"/newsroom/settings/donations/giftrules/{paper.site_id}/"

    page = client.get(address).text
    assert NOT_DEDUCTIBLE in page
    assert "register first" in page
    assert "Ask an adviser" in page
    assert "processor’s terms on donations" in page
    assert "Until then" not in page

    paper.legal_kind = Paper.LegalKind.NONPROFIT
    paper.save()
    page = client.get(address).text
    assert NOT_DEDUCTIBLE in page
    assert "Fill in the employer identification number below." in page

    gift_rules.tax_number = "12-3456789"
    gift_rules.save()
    page = client.get(address).text
    assert "EIN 12-3456789" in page
    assert "Until then" not in page


def test_a_word_that_is_refused_keeps_the_rest_of_what_was_typed(
    client: Any, publisher: Any, paper: Paper
):
    client.force_login(publisher)
    address = f"/newsroom/settings/masthead/paper/{paper.site_id}/"
    page = client.get(address)
    form = page.context["form"]
    fields = {
        bound.html_name: bound.value() or "" for bound in form if bound.name != "nameplate_file"
    }
    fields |= {f"navigation-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    fields |= {
        "support_text": "A charity.",
        "motto": "Kept words",
        "smart_quotes": "on",
        "rules": "[]",
    }

    answer = client.post(address, fields)

    assert answer.status_code == 200
    assert "Leave out" in answer.text
    assert "Kept words" in answer.text
    assert Paper.objects.get().motto != "Kept words"


# Not asked again ----------------------------------------------------------------------------------
def test_whoever_just_gave_is_not_asked_again_by_her_browser_alone(give: Any):
    reader = Client()
    before = reader.get("/").content
    assert ".support-band" not in reader.get("/display.css").text

    give(reader)

    assert reader.cookies["display"].value.startswith("device.regular.20")
    assert ".support-band{display:none}" in reader.get("/display.css").text
    assert reader.get("/").content == before


def test_she_keeps_her_colours_and_may_be_asked_again(give: Any):
    reader = Client()
    reader.post("/display/", {"colours": "dark"}, headers=HERE)
    give(reader)
    style = reader.get("/display.css").text
    assert "color-scheme:dark" in style
    assert ".support-band" in style

    reader.post("/display/", {"asks": "again"}, headers=HERE)

    assert reader.cookies["display"].value == "dark.regular"
    assert ".support-band" not in reader.get("/display.css").text


def test_choosing_colours_keeps_it_quiet(give: Any):
    reader = Client()
    give(reader)
    reader.post("/display/", {"colours": "dark"}, headers=HERE)

    assert ".support-band" in reader.get("/display.css").text


@pytest.mark.parametrize("quiet", ["2020-01-01", "2099-99-99x", "}*{top:0", ""])
def test_x08_a_day_that_is_over_or_no_day_hides_nothing(paper: Paper, quiet: str):
    reader = Client()
    reader.cookies["display"] = f"dark.large.{quiet}"

    assert ".support-band" not in reader.get("/display.css").text


def test_a_form_that_was_refused_hides_nothing(give: Any):
    reader = Client()
    give(reader, name="")

    assert "display" not in reader.cookies
