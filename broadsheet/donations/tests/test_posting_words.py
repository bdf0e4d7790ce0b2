"""What mail to donors says, of each kind: true when it is sent, the sentence about taxes in both parts, no guilt."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import sync_playwright

from broadsheet.donations.books.applying import apply
from broadsheet.donations.models import Donor, Gift, GiftRules, Mailing, Pledge
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.posting.two_parts import html_of
from broadsheet.donations.posting.writing import written_mail
from broadsheet.donations.tests.kinds_of_mail import (
    KINDS,
    a_plan,
    a_pledge,
    each_kind,
    mail_of,
    of_coming,
    of_refunded,
)
from broadsheet.donations.tests.made import a_gift, came, found, pay, the_site
from broadsheet.donations.tests.mailed import ADA, ada, html_part, mailing, text_of, the_mail
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.masthead.models import Paper
from tests import access
from tests.mail import Mailboxes
from tests.tools import chromium

pytestmark = pytest.mark.django_db
State = Mailing.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def both(mail: Any) -> tuple[str, str]:
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    return mail.body, html


def words_of(html: str) -> str:
    """Return what a reader of the HTML part reads, without signs for lines and spaces."""
    body = html.partition("<body")[2].partition(">")[2]
    plain = re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").replace("&amp;", "&")
    return " ".join(plain.split())


def test_every_kind_of_mail_can_be_written():
    assert set(KINDS) == set(Mailing.Kind.values)


@each_kind
def test_the_sentence_about_taxes_stands_in_both_parts_as_a_paragraph_of_its_own(kind: str):
    text, html = both(mail_of(kind))

    assert NOT_DEDUCTIBLE in text.split("\n\n")
    assert text.count(NOT_DEDUCTIBLE) == 1
    assert f">{NOT_DEDUCTIBLE}</p>" in html
    assert "<details" not in html
    assert "display:none" not in html


@each_kind
def test_both_parts_say_the_same(kind: str):
    text, html = both(mail_of(kind))

    said = [line for line in text.split("\n") if line and not line.startswith("http")]
    assert [one for one in said if " ".join(one.split()).rstrip(":") not in words_of(html)] == []


@each_kind
def test_a_link_is_words_that_can_be_pressed_and_every_address_is_ours(kind: str):
    mail = mail_of(kind)
    text, html = both(mail)

    links = re.findall(r'href="([^"]+)"', html)
    assert links
    assert set(links) == set(re.findall(r"^https?://\S+$", text, re.MULTILINE))
    root = the_site().root_url
    assert all(link.startswith(root + "/support/") for link in links)
    assert "<img" not in html, "nobody is told that a mail was opened"


@each_kind
def test_the_papers_own_business_is_called_no_charity(kind: str):
    mail = mail_of(kind)
    text = mail.subject + mail.body.replace(NOT_DEDUCTIBLE, "")

    assert not re.search(r"tax|charit|deduct|donation receipt|501|EIN", text, re.IGNORECASE)


@each_kind
def test_no_mail_presses_anybody(kind: str):
    text, _html = both(mail_of(kind))

    assert not re.search(
        r"last chance|urgent|disappoint|please don.t|sorry to see|lose|only \d+ (?:hours|days)|!",
        text,
        re.IGNORECASE,
    )


@pytest.mark.browser
def test_all_words_of_a_mail_are_large_and_dark_enough_and_fit_a_phone():
    pages = {}
    for kind in KINDS:
        Mailing.objects.all().delete()
        Donor.objects.update(email_proved_at=None)
        pages[kind] = both(mail_of(kind))[1]

    # Django refuses its database to a thread in which a browser is driven.
    with ThreadPoolExecutor(1) as thread:
        measured = thread.submit(measure, pages).result()

    assert len(measured) == len(KINDS)
    assert {kind: one for kind, one in measured.items() if one[0] < 16} == {}
    assert {kind: one for kind, one in measured.items() if one[1] > 0} == {}
    assert {kind: one for kind, one in measured.items() if one[2]} == {}


def measure(pages: dict[str, str]) -> dict[str, tuple[float, int, str]]:
    """Return of each page its smallest type in pixels, by how many it is too wide, and what axe finds."""
    found = {}
    with sync_playwright() as playwright:
        window = chromium.launch(playwright.chromium).new_page(
            viewport={"width": 360, "height": 800}
        )
        window.route("**/*", lambda route: route.abort())
        for kind, page in pages.items():
            window.set_content(page)
            found[kind] = (
                window.evaluate(SMALLEST),
                window.evaluate("document.scrollingElement.scrollWidth - innerWidth"),
                access.faults(window),
            )
    return found


SMALLEST = """() => {
  const sizes = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.textContent.trim()) sizes.push(parseFloat(getComputedStyle(node.parentElement).fontSize));
  }
  return Math.min(...sizes);
}"""


# What each says -----------------------------------------------------------------------------------
def test_a_pledges_thanks_say_that_nothing_was_paid_and_how_to_pay(server: Mailboxes):
    pledge = a_pledge(donor := ada())
    mailing("pledge", donor, pledge=pledge.pk)

    text = text_of(the_mail(server))

    assert "No payment has been made." in text.split("\n\n")
    for words in (
        pledge.code,
        "$100.00",
        "Dec. 12, 2026",
        "14 Depot Street",
        "cancel the pledge",
    ):
        assert words in text


def test_g12_a_debit_on_its_way_is_no_receipt_and_is_silent_once_it_has_come(
    server: Mailboxes,
):
    of_coming(ada())
    text = text_of(the_mail(server))
    assert "so this is no receipt" in text

    server.mails.clear()
    Mailing.objects.all().delete()
    of_coming(ada(email_proved_at=None))
    gift = Gift.objects.latest("pk")
    apply(gift, found(gift, came(gift), method="bank"))
    send_due()

    [mail] = server.mails
    assert "record of your gift" in mail["Subject"]


def test_the_terms_of_a_recurring_gift_are_mailed_to_be_kept(server: Mailboxes):
    donor = ada()
    pay(a_gift(1000, donor=donor, plan=(plan := a_plan(donor)), kind="instalment"))
    Mailing.objects.all().delete()
    mailing("plan_begun", donor, plan=plan.pk)

    text = text_of(the_mail(server))

    for words in (
        "$10.00",
        "monthly",
        "First payment: May 4, 2026",
        "Next payment: Dec. 5, 2026",
    ):
        assert words in text
    assert plan.terms in text
    assert "two clicks and no password" in text


def test_g26_a_payment_that_has_gone_through_meanwhile_is_not_called_failed(
    server: Mailboxes,
):
    mailing("plan_late", donor := ada(), plan=a_plan(donor).pk)
    send_due()

    assert server.mails == []
    assert Mailing.objects.get().state == State.MOOT


def test_a_charitys_mail_acknowledges_and_says_what_was_given_for_it(server: Mailboxes):
    paper = Paper.objects.get()
    paper.legal_kind, paper.legal_name = Paper.LegalKind.NONPROFIT, "Larkmere News Trust"
    paper.save()
    GiftRules.objects.create(site=the_site(), tax_number="12-3456789")
    pay(a_gift(25000, donor=ada()))

    mail = the_mail(server)

    assert "acknowledgement" in mail["Subject"]
    sentence = "Larkmere News Trust is a 501(c)(3) organization, EIN 12-3456789. Gifts are tax deductible to the extent allowed by law."
    assert sentence in text_of(mail).split("\n\n")
    assert "No goods or services were provided in exchange for this gift." in text_of(mail)
    assert sentence in words_of(html_part(mail))


def test_a_mail_keeps_the_wording_that_stood_beside_the_button(server: Mailboxes):
    gift = a_gift(donor=ada())
    paper = Paper.objects.get()
    paper.legal_kind = Paper.LegalKind.EXEMPT
    paper.save()
    pay(gift)

    assert NOT_DEDUCTIBLE in text_of(the_mail(server))


@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_mail_is_in_the_papers_language_and_the_sentence_in_both(
    server: Mailboxes,
    language: str,
    direction: str,
):
    paper = Paper.objects.get()
    paper.language = language
    paper.save()
    pay(a_gift(donor=ada()))

    mail = the_mail(server)

    assert f'<html lang="{language}" dir="{direction}">' in html_part(mail)
    assert NOT_DEDUCTIBLE in text_of(mail).split("\n\n")
    assert '<p lang="en" dir="ltr"' in html_part(mail)
    assert "\u2068Ada Lund\u2069" in text_of(mail)


def test_an_address_that_somebody_wrote_into_a_name_is_no_link():
    donor = ada(name="https://elsewhere.example/win")
    gift = a_gift(donor=donor, honour="memory", honoured="https://elsewhere.example/<b>")
    pay(gift)
    mail = written_mail(Mailing.objects.get())
    assert mail is not None
    _text, html = both(mail)

    assert "elsewhere.example" in html
    assert 'href="https://elsewhere' not in html
    assert "<b>" not in html


def test_html_takes_no_markup_from_anybody():
    page = html_of(
        "<script>alert(1)</script>\n\nhttps://x.example/?a=1&b=2",
        subject="</title><script>",
        language="en",
        is_from_right=False,
        links=frozenset(["https://x.example/?a=1&b=2"]),
        in_english=frozenset(),
    )

    assert "<script>" not in page
    assert 'href="https://x.example/?a=1&amp;b=2"' in page


def test_a_demos_mail_says_that_no_money_moves(server: Mailboxes):
    pay(a_gift(donor=ada(), is_test=True))

    assert text_of(the_mail(server)).startswith("TEST: no money moves.")


def test_a_gift_that_went_back_says_how_much_stays(server: Mailboxes):
    of_refunded(ada())

    text = text_of(the_mail(server))
    assert "$10.00 of your gift" in text
    assert "Of $25.00, $15.00 stays with the paper." in text


# What comes round by itself ------------------------------------------------------------------------
def test_a_mail_of_reminder_can_be_stopped_by_its_program(server: Mailboxes, settings: Any):
    mailing("reminder", donor := ada(), pledge=a_pledge(donor).pk)

    mail = the_mail(server)

    stop = str(mail["List-Unsubscribe"]).strip().strip("<>")
    assert re.fullmatch(rf"{the_site().root_url}/support/mine/stop/[\w.-]+/", stop)
    assert stop in text_of(mail)
    assert mail["To"] == ADA
    assert timezone.now() - Pledge.objects.get().reminded_at < timedelta(minutes=1)


@each_kind
def test_no_mail_holds_the_same_address_under_two_labels(kind: str):
    addresses = re.findall(r"https?://\S+", both(mail_of(kind))[0])

    assert len(addresses) == len(set(addresses))
