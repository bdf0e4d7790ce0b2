"""A gift by card on its whole way through the demo's stand-in: form, processor's page, thanks, receipt, and its end by the donor."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import access
from tests.mail import Mailboxes, mailboxes  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
SENTENCE = "Donations processed in this system are not tax deductible."
TEST = "TEST, no money moves."


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory,
    mailboxes: Mailboxes,  # noqa: F811
) -> Iterator[RunningPaper]:
    """The demo as `make run` starts it, with a mail server; its stand-in has shown that it works."""
    paper = RunningPaper(tmp_path_factory.mktemp("card"), "--demo", MAIL=mailboxes.address)  # type: ignore[attr-defined]
    try:
        paper.wait()
        assert soon(lambda: 'value="card"' in paper.read("/support/"), seconds=60)
        yield paper
    finally:
        paper.stop()


@pytest.fixture
def open_tab(browser: Browser, running_paper: RunningPaper) -> Iterator[OpenWindow]:
    """Windows that may ask the processor's page, too."""
    opened: list[BrowserContext] = []

    def open_one(width: int = 1280, *, scripts: bool = True) -> Page:
        opened.append(
            browser.new_context(
                base_url=running_paper.address,
                viewport={"width": width, "height": 900},
                java_script_enabled=scripts,
            )
        )
        return opened[-1].new_page()

    yield open_one
    for context in opened:
        context.close()


def go_to_pay(page: Page, email: str, sum_written: str = "31", often: str = "Once") -> None:
    """Fill in the form for a gift by card, and go on to the processor's page."""
    page.goto("/support/")
    if often != "Once":
        page.get_by_role("navigation", name="How often").get_by_role("link", name=often).click()
    page.get_by_role("radio", name="Card").check()
    page.get_by_label("Another amount").fill(sum_written)
    page.get_by_label("Your name", exact=True).fill("Nell Roe")
    page.get_by_label("E-mail", exact=True).fill(email)
    # Nobody fills it in faster.
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name=re.compile("^Go on")).click()
    expect(page.get_by_label("Card number")).to_be_visible(timeout=60_000)


def pay(page: Page, number: str = "4242424242424242") -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_role("button", name=re.compile("^(Donate|Subscribe|Pay)")).click()


def gifts_of(paper: RunningPaper, email: str) -> list[str]:
    """Return state and sum of each gift of a donor, as the books have them."""
    told = paper.shell(
        "from broadsheet.donations.models import Gift; "
        f"print(*[f'{{g.state}}:{{g.amount_minor}}' for g in Gift.objects.filter(donor__email='{email}').order_by('pk')])"
    )
    return told.strip().splitlines()[-1].split() if told.strip() else []


def test_who_gives_by_card_is_thanked_once_the_money_has_come_and_gets_a_receipt(
    running_paper: RunningPaper,
    open_tab: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
):
    page = open_tab(width=390)
    go_to_pay(page, "once@example.org")
    expect(page.locator("body")).to_contain_text(TEST)
    expect(page.locator("body")).to_contain_text(SENTENCE)
    expect(page.locator("body")).to_contain_text("31.00")
    pay(page)

    expect(page.locator("h1")).to_have_text("Thank you for your gift")
    for words in (TEST, "$31", "TEST-2", SENTENCE):
        expect(page.locator("main")).to_contain_text(words)
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert gifts_of(running_paper, "once@example.org") == ["paid:3100"]
    assert soon(lambda: bool(mailboxes.to("once@example.org")), seconds=120)
    assert SENTENCE in text_of(mailboxes, "once@example.org")
    page.goto("/")
    expect(page.locator(".support-band")).to_be_hidden()


def test_g14_a_card_that_is_declined_can_be_followed_by_another(
    running_paper: RunningPaper, open_tab: OpenWindow
):
    page = open_tab(scripts=False)
    page.goto("/support/")
    page.get_by_role("radio", name="Card").check()
    page.get_by_label("Another amount").fill("40")
    page.get_by_label("Your name", exact=True).fill("Nell Roe")
    page.get_by_label("E-mail", exact=True).fill("declined@example.org")
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.locator("h1")).to_have_text("Read it over")
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name=re.compile("^Go on")).click()
    expect(page.get_by_label("Card number")).to_be_visible(timeout=60_000)
    pay(page, "4000000000000002")
    expect(page.locator("body")).to_contain_text("declined")
    pay(page)

    expect(page.locator("h1")).to_have_text("Thank you for your gift")
    assert gifts_of(running_paper, "declined@example.org") == ["paid:4000"]


def test_g01_who_closes_the_tab_after_paying_has_given(
    running_paper: RunningPaper, open_tab: OpenWindow
):
    page = open_tab()
    go_to_pay(page, "closed@example.org", "52")
    # The way back to the paper is cut: she has closed the tab.
    page.route("**/support/paid/**", lambda route: route.abort())
    pay(page)
    page.close()

    assert soon(lambda: gifts_of(running_paper, "closed@example.org") == ["paid:5200"], seconds=90)


def test_who_goes_back_without_paying_is_not_thanked_and_led_back_to_the_same_form(
    running_paper: RunningPaper, open_tab: OpenWindow
):
    page = open_tab()
    go_to_pay(page, "back@example.org", often="Monthly")
    page.get_by_role("link", name="Go back without paying").click()

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Thank you")
    expect(page.get_by_text("What you wrote in the form is still in this browser.")).to_be_visible()
    assert gifts_of(running_paper, "back@example.org") == ["begun:3100"]
    assert access.faults(page, access.ADVISED) == ""
    page.get_by_role("link", name="Back to the form").click()
    expect(page).to_have_url(re.compile("/support/monthly/$"))
    expect(page.get_by_label("Another amount")).to_have_value("31")


def test_g02_who_pays_in_one_tab_and_goes_back_in_the_other_reads_how_it_stands(
    running_paper: RunningPaper, open_tab: OpenWindow
):
    page = open_tab(width=390)
    go_to_pay(page, "tabs@example.org", "33")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Card number")).to_be_visible(timeout=60_000)
    pay(page)
    expect(page.locator("h1")).to_have_text("Thank you for your gift")

    other.get_by_role("link", name="Go back without paying").click()

    expect(other.locator("h1")).to_have_text("Thank you for your gift")
    expect(other.locator("main")).not_to_contain_text("Nothing was paid")
    assert gifts_of(running_paper, "tabs@example.org") == ["paid:3300"]


def test_a_monthly_gift_is_ended_by_two_clicks_from_its_mail(
    running_paper: RunningPaper,
    open_tab: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
):
    page = open_tab(width=390)
    go_to_pay(page, "monthly@example.org", "12", "Monthly")
    pay(page)
    expect(page.locator("h1")).to_have_text("Thank you for your gift")
    assert gifts_of(running_paper, "monthly@example.org") == ["paid:1200"]
    assert soon(lambda: bool(mailboxes.to("monthly@example.org")), seconds=120)

    page.goto(link_of_mail(mailboxes, "monthly@example.org"))
    page.get_by_role("button", name=re.compile("^End it")).first.click()

    expect(page.locator("main")).to_contain_text(re.compile("ended", re.IGNORECASE))
    told = running_paper.shell(
        "from broadsheet.donations.models import Plan; "
        "print(Plan.objects.get(donor__email='monthly@example.org').state)"
    )
    assert told.strip().splitlines()[-1] == "ended"


def text_of(boxes: Mailboxes, address: str) -> str:
    """Return the plain text of the newest mail to somebody, its lines joined."""
    [part] = [one for one in boxes.to(address)[-1].walk() if one.get_content_type() == "text/plain"]
    return " ".join(part.get_content().split())  # type: ignore[attr-defined]


def link_of_mail(boxes: Mailboxes, address: str) -> str:
    """Return the path of the link to what is hers in a donor's newest mail."""
    found = re.search(r"https?://[^/\s]+(/support/mine/\S+)", text_of(boxes, address))
    assert found
    return found[1]
