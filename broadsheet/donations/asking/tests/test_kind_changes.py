"""A paper that is a charity no longer, or never was one, tells nobody that gifts to it are deductible: on no page and in no letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations import thanking
from broadsheet.donations.models import Campaign, GiftRules, ThanksNote, rules_of
from broadsheet.donations.tests.made import a_donor, a_gift, pay
from broadsheet.donations.texts import of_texts_left_out
from broadsheet.donations.wording import (
    NOT_CHARITABLE,
    NOT_DEDUCTIBLE,
    disclosure_of,
    sponsors_sentence,
    wording_of,
)
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.troubles import troubles

pytestmark = pytest.mark.django_db
Kind = Paper.LegalKind
PROMISE = "Every gift is tax-deductible. Give now."
THANKS = "Dear {name}, your gift of {amount} is tax-deductible."


@pytest.fixture
def rules(paper: Paper) -> GiftRules:
    """The rules of a 501(c)(3) with its number."""
    paper.legal_kind, paper.legal_name = Kind.NONPROFIT, "Larkmere News Trust"
    paper.save()
    return GiftRules.objects.create(site=paper.site, tax_number="12-3456789")


@pytest.fixture
def campaign(paper: Paper, rules: GiftRules) -> Campaign:
    one = Campaign(
        site=paper.site,
        name="Courts",
        slug="courts",
        appeal=PROMISE,
        matcher="The Teal Charitable Trust, 501(c)(3)",
        match_up_to="10000",
        begins=timezone.localdate() - timedelta(days=2),
    )
    one.full_clean()
    one.save()
    return one


@pytest.fixture
def promises(paper: Paper, campaign: Campaign) -> Paper:
    """A 501(c)(3) that says so wherever it asks and thanks."""
    thanking.keep_text(paper.site, THANKS)
    paper.support_text = f"We cover the county. {PROMISE}"
    paper.full_clean()
    paper.save()
    return paper


def refusal(one: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    return refused.value.message_dict


# Refused ------------------------------------------------------------------------------------------
def test_the_kind_does_not_change_while_any_text_says_what_it_may_not_and_each_is_named(
    promises: Paper,
):
    promises.legal_kind = Kind.BUSINESS

    said = refusal(promises)

    assert "Leave out “tax-deductible”" in said["support_text"][0]
    [sentence] = said["legal_kind"]
    for words in (
        "campaign “Courts”, under “appeal”: “tax-deductible”",
        "campaign “Courts”, under “who doubles gifts”: “501(c)(3)”",
        "thank-you note, under “text”: “tax-deductible”",
    ):
        assert words in sentence


def test_whoever_changes_the_kind_on_the_screen_reads_what_to_change_first(
    client: Any, publisher: Any, promises: Paper
):
    client.force_login(publisher)
    address = f"/newsroom/settings/masthead/paper/{promises.site_id}/"
    form = client.get(address).context["form"]
    fields = {
        bound.html_name: bound.value() or "" for bound in form if bound.name != "nameplate_file"
    }
    fields |= {f"navigation-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    fields |= {"legal_kind": "business", "support_text": "Give.", "rules": "[]"}

    page = client.post(address, fields).text

    assert "Change them first: campaign “Courts”" in page
    assert Paper.objects.get().legal_kind == Kind.NONPROFIT


def test_the_ein_does_not_go_while_any_text_needs_it(promises: Paper, rules: GiftRules):
    rules.tax_number = ""

    [sentence] = refusal(rules)["tax_number"]

    for words in ("paper, under “support text”", "campaign “Courts”", "thank-you note"):
        assert words in sentence


def test_the_rules_own_texts_hold_a_change_of_kind_up_too(paper: Paper, rules: GiftRules):
    rules.payee, rules.elsewhere_name = "Ledger Charity", "Teal Charitable Trust"
    rules.elsewhere_address = "https://trust.example/"
    rules.full_clean()
    rules.save()
    paper.legal_kind = Kind.EXEMPT

    [sentence] = refusal(paper)["legal_kind"]

    assert "rules for gifts, under “checks are made out to”: “Charity”" in sentence
    assert "Teal" not in sentence


def test_a_campaign_that_is_over_holds_nothing_up_and_one_to_come_does(
    paper: Paper, campaign: Campaign
):
    campaign.ends = timezone.localdate() - timedelta(days=2)
    campaign.save()
    paper.legal_kind = Kind.BUSINESS
    paper.full_clean()

    campaign.begins, campaign.ends = timezone.localdate() + timedelta(days=9), None
    campaign.save()
    assert "Courts" in refusal(paper)["legal_kind"][0]


def test_once_the_texts_are_changed_the_kind_may_change(promises: Paper, campaign: Campaign):
    campaign.appeal, campaign.matcher = "Give now.", "The Teal Charitable Trust"
    campaign.save()
    thanking.keep_text(promises.site, "Thank you, {name}.")
    promises.support_text, promises.legal_kind = "Give.", Kind.BUSINESS

    promises.full_clean()


def test_other_settings_may_change_beside_a_text_that_does_not_pass(
    promises: Paper, rules: GiftRules
):
    Paper.objects.filter(pk=promises.pk).update(legal_kind=Kind.BUSINESS, support_text="Give.")  # type: ignore[misc]
    business = Paper.objects.get()
    business.phone = "608-555-0142"
    business.full_clean()

    rules.payee = "The Larkmere Ledger"
    rules.full_clean()


def test_the_newsroom_is_told_of_each_text_that_is_left_out_until_it_is_changed(promises: Paper):
    assert list(of_texts_left_out()) == []
    # As after an update that knows more words than the one under which it was saved.
    name = "Larkmere Tax-Exempt News"
    Paper.objects.filter(pk=promises.pk).update(legal_kind=Kind.BUSINESS, legal_name=name)  # type: ignore[misc]

    told = "\n".join(of_texts_left_out())

    assert told.count("Until it is changed, nobody is shown it.") == 4
    for where in ("“Support text”", "“Courts”, under “Appeal”", "thank-you note"):
        assert where.casefold() in told.casefold(), where
    assert "“Tax-Exempt”, which the paper may not say where it asks for gifts. Slips show" in told
    assert set(of_texts_left_out()) <= set(troubles())


def test_the_newsroom_is_told_too_where_no_rules_for_gifts_were_ever_set(paper: Paper):
    Paper.objects.filter(pk=paper.pk).update(support_text=PROMISE)

    [told] = of_texts_left_out()

    assert "“tax-deductible”" in told
    assert not GiftRules.objects.exists()


def test_an_exempt_paper_that_becomes_a_business_is_no_nonprofit(paper: Paper):
    paper.legal_kind = Kind.EXEMPT
    paper.support_text = "We are a nonprofit newsroom."
    paper.full_clean()

    paper.legal_kind = Kind.BUSINESS
    assert "“nonprofit”" in refusal(paper)["support_text"][0]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("cheque_address", "Charity Dept, EIN 12-3456789\nGifts are tax-deductible"),
        ("payee", "Ledger Charity"),
        ("bank_details", "Gifts are tax-deductible"),
        ("elsewhere_name", "Tax-deductible gifts"),
        ("sponsor_name", "Teal Fund, 501(c)(3)"),
        ("sponsor_fund", "Tax-deductible fund"),
        ("own_wording", "Gifts are tax-deductible."),
    ],
)
def test_a_business_says_it_in_no_field_of_its_rules(paper: Paper, field: str, words: str):
    rules = GiftRules(site=paper.site, elsewhere_address="https://x.example/")
    rules.elsewhere_name = "Harrow Fund"
    setattr(rules, field, words)

    assert "Leave out" in refusal(rules)[field][0]


@pytest.mark.parametrize("field", ["legal_name", "street_address", "support_text"])
def test_a_business_says_it_in_no_field_of_the_paper(paper: Paper, field: str):
    setattr(paper, field, "Tax-deductible gifts, 501(c)(3)")

    assert "Leave out" in refusal(paper)[field][0]


def test_whoever_doubles_gifts_keeps_its_name_and_promises_nothing(paper: Paper):
    told = {"site": paper.site, "slug": "x", "name": "Courts", "match_up_to": "100"}
    campaign = Campaign(begins=timezone.localdate(), matcher="The Teal Charitable Trust", **told)
    campaign.full_clean()

    campaign.matcher = "The Teal Charitable Trust, 501(c)(3)"
    assert "“501(c)(3)”" in refusal(campaign)["matcher"][0]


# Left out, however it was saved -------------------------------------------------------------------
def by_another_way(site: Site, **facts: Any) -> None:
    """Save what no screen would have saved."""
    paper = Paper.objects.get(site=site)
    for name, value in facts.items():
        setattr(paper, name, value)
    paper.save()


@pytest.mark.parametrize("lost", ["kind", "number"])
def test_readers_are_told_nothing_false_when_the_kind_was_changed_by_another_way(
    read: Any, press: Any, promises: Paper, rules: GiftRules, lost: str
):
    pages = ("/", "/support/", "/support/slip/", "/support/poster/", "/text/support/")
    assert "tax-deductible" in read("/").text
    press.print_all()

    if lost == "kind":
        by_another_way(promises.site, legal_kind=Kind.BUSINESS)
    else:
        rules.tax_number = ""
        rules.save()
    press.print_all()

    for path in pages:
        page = read(path).text
        assert NOT_DEDUCTIBLE in page, path
        for words in ("tax-deductible", "501(c)(3)", "Give now", "We cover the county"):
            assert words not in page, (path, words)
    # Nothing that was written is lost: it is the paper's again with its number.
    assert PROMISE in Paper.objects.get().support_text


def test_what_the_rules_may_not_say_gives_way_to_the_papers_own_name_and_address(
    read: Any, press: Any, paper: Paper
):
    GiftRules.objects.create(
        site=paper.site,
        payee="Ledger Charity",
        cheque_address="Charity Dept, EIN 12-3456789\nGifts are tax-deductible",
        bank_details="Bank of Harrow, tax-deductible",
        elsewhere_name="Tax-deductible gifts",
        elsewhere_address="https://x.example/",
    )

    slip, page = read("/support/slip/").text, read("/support/").text

    assert "14 Depot Street, Larkmere, Wis." in slip
    for words in ("Charity", "EIN", "tax-deductible", "Tax-deductible", "Bank transfer"):
        assert words not in slip
        assert words not in page


def test_a_thank_you_note_is_in_our_words_when_the_papers_own_may_not_be_said(promises: Paper):
    donor = a_donor("Ada Lund")
    pay(gift := a_gift(2500, donor=donor))
    assert "tax-deductible" in thanking.note_for(gift)

    by_another_way(promises.site, legal_kind=Kind.BUSINESS)

    note = thanking.note_for(gift)
    assert "deductible" not in note
    assert "Dear Ada Lund," in note
    assert thanking.text_of(promises.site) == THANKS


def test_a_gift_that_was_made_to_a_business_is_not_thanked_for_as_a_charitys(paper: Paper):
    pay(gift := a_gift(2500))
    by_another_way(paper.site, legal_kind=Kind.NONPROFIT)
    GiftRules.objects.create(site=paper.site, tax_number="12-3456789")
    ThanksNote.objects.create(site=paper.site, text=THANKS)

    assert "deductible" not in thanking.note_for(gift)


# The number of the tax office ---------------------------------------------------------------------
@pytest.mark.parametrize("field", ["tax_number", "sponsor_number"])
def test_an_ein_has_its_form_or_is_refused(paper: Paper, field: str):
    rules = GiftRules(site=paper.site)
    setattr(rules, field, "abc")
    assert refusal(rules)[field] == [
        "Write the EIN as 12-3456789: two digits, a hyphen, seven digits."
    ]

    setattr(rules, field, "123456789")
    rules.full_clean()
    assert getattr(rules, field) == "12-3456789"


def test_what_is_no_ein_makes_no_charity_and_no_sponsor(read: Any, paper: Paper, rules: GiftRules):
    rules.tax_number, rules.sponsor_number = "abc", "soon"
    rules.sponsor_name, rules.sponsor_fund = "Teal Fund", "News Fund"
    rules.sponsor_address = "https://teal.example/"
    rules.save()

    assert wording_of(paper.site).text == NOT_DEDUCTIBLE
    assert not sponsors_sentence(paper.site)
    assert rules_of(paper.site).tax_number == ""
    page = read("/support/").text
    assert "501(c)(3)" not in page
    assert "soon" not in page


# Each legal kind, and its sentence ----------------------------------------------------------------
def test_each_legal_kind_has_its_own_sentence_and_what_is_missing_makes_it_a_business(
    paper: Paper,
):
    rules = GiftRules.objects.create(site=paper.site)
    by_another_way(paper.site, legal_name="Larkmere News")
    said = {}
    for kind in Kind.values:
        by_another_way(paper.site, legal_kind=kind)
        said[kind] = wording_of(paper.site).text
    not_charitable = NOT_CHARITABLE.format(name="Larkmere News")
    assert said == {
        **dict.fromkeys(Kind.values, NOT_DEDUCTIBLE),
        "exempt": not_charitable,
    }

    rules.tax_number, rules.own_wording = "12-3456789", "Ask the tax office of Teal."
    rules.wording_checked_by = "Amsel & Roe"
    rules.save()
    for kind in Kind.values:
        by_another_way(paper.site, legal_kind=kind)
        said[kind] = wording_of(paper.site).text
    assert said == {
        "business": NOT_DEDUCTIBLE,
        "exempt": not_charitable,
        "nonprofit": "Larkmere News is a 501(c)(3) organization, EIN 12-3456789. "
        "Gifts are tax deductible to the extent allowed by law.",
        "sponsored": NOT_DEDUCTIBLE,
        "public": "Ask the tax office of Teal.",
        "elsewhere": "Ask the tax office of Teal.",
    }


@pytest.mark.parametrize("checked_by", ["", "  "])
def test_in_another_country_a_text_that_nobody_has_checked_is_written_down_and_not_shown(
    read: Any, paper: Paper, checked_by: str
):
    by_another_way(paper.site, legal_kind=Kind.ELSEWHERE)
    own = "Gifts are tax-deductible in Teal, where we are a charity."
    rules = GiftRules(site=paper.site, own_wording=own)
    rules.full_clean()
    rules.wording_checked_by = checked_by
    rules.save()
    assert disclosure_of(paper.site).text == NOT_DEDUCTIBLE
    assert "tax-deductible" not in read("/support/").text

    rules.wording_checked_by = "Amsel & Roe"
    rules.save()
    assert disclosure_of(paper.site).text == own

    business = Paper.objects.get()
    business.legal_kind = Kind.BUSINESS
    assert "under “what to say about taxes”" in refusal(business)["legal_kind"][0]
