"""The stand-in's pages in a real browser, with scripts off: as a donor, or who shows the demo, meets them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from broadsheet.devtools.paystub import Paystub
from broadsheet.devtools.paystub.tests.asking import begin, begin_plan, listening
from tests.access import ADVISED, faults

pytestmark = pytest.mark.browser
SAID = "Donations processed in this system are not tax deductible."
Open = Callable[..., Page]


@pytest.fixture
def paper() -> Iterator[str]:
    """The address of a paper that donors come back to."""
    with listening() as (_listener, url):
        yield url.removesuffix("/hooks/")


@pytest.fixture
def open_page(browser: Browser, stub: Paystub, paper: str) -> Iterator[Open]:
    """Return a function that opens an address. No page may ask anybody but the stand-in and the paper."""
    contexts = []
    foreign: list[str] = []

    def look(request: Any) -> None:
        if not request.url.startswith((stub.address, paper)):
            foreign.append(request.url)

    def open_one(
        address: str, *, width: int = 390, scripts: bool = False, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.on("request", look)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert foreign == []


def session_for(client: stripe.StripeClient, paper: str, **more: Any) -> stripe.checkout.Session:
    return begin(
        client,
        success_url=f"{paper}/thanks/{{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{paper}/support/",
        custom_text={"submit": {"message": SAID}},
        **more,
    )


def fill_in(page: Page, number: str) -> None:
    if page.get_by_label("E-mail").count():
        page.get_by_label("E-mail").fill("donor@example.org")
    page.get_by_label("Card number").fill(number)
    page.get_by_role("button", name=re.compile("^(Pay|Donate|Subscribe)")).click()


def test_a_donor_is_declined_tries_another_card_and_comes_back(open_page, client, paper):
    session = session_for(client, paper, submit_type="donate")
    page = open_page(session.url)
    fill_in(page, "4000 0000 0000 0002")
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("donor@example.org")
    expect(page.get_by_label("Card number")).to_have_value("")
    fill_in(page, "4242 4242 4242 4242")

    expect(page).to_have_url(f"{paper}/thanks/{session.id}")
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.mark.parametrize(("deed", "ends"), [("Complete", "paid"), ("Fail", "unpaid")])
def test_a_donors_bank_asks_for_3d_secure(open_page, client, paper, deed: str, ends: str):
    session = session_for(client, paper)
    page = open_page(session.url)
    fill_in(page, "4000 0025 0000 3155")
    expect(page.get_by_role("heading", name="3-D Secure")).to_be_visible()
    page.get_by_role("button", name=deed).click()
    if deed == "Complete":
        expect(page).to_have_url(f"{paper}/thanks/{session.id}")
    else:
        expect(page.get_by_text("unable to authenticate")).to_be_visible()

    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == ends


def test_a_donor_pays_after_a_failed_3d_secure_on_the_page_she_was_led_to(open_page, client, paper):
    session = session_for(client, paper)
    page = open_page(session.url)
    fill_in(page, "4000 0025 0000 3155")
    page.get_by_role("button", name="Fail").click()
    expect(page.get_by_label("E-mail")).to_have_value("donor@example.org")
    fill_in(page, "4242 4242 4242 4242")

    expect(page).to_have_url(f"{paper}/thanks/{session.id}")


def test_a_donor_has_her_bank_debited(open_page, client, paper):
    session = session_for(client, paper)
    page = open_page(session.url)
    page.get_by_label("E-mail").fill("donor@example.org")
    page.get_by_label("Bank debit").check()
    page.get_by_label("Account number").fill("000123456789")
    page.get_by_role("button", name="Pay USD 25.00").click()

    expect(page).to_have_url(f"{paper}/thanks/{session.id}")
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_a_donor_goes_back_without_paying(open_page, client, paper):
    page = open_page(session_for(client, paper).url)
    page.get_by_role("link", name="Go back without paying").click()

    expect(page).to_have_url(f"{paper}/support/")


def test_a_donor_begins_a_plan_and_looks_after_it_in_the_portal(open_page, stub, client, paper):
    page = open_page(session_for(client, paper, every="month").url)
    fill_in(page, "4242 4242 4242 4242")
    expect(page.get_by_role("heading", name="Back at the paper")).to_be_visible()
    [plan] = client.v1.subscriptions.list().data
    portal = client.v1.billing_portal.sessions.create(
        {"customer": str(plan.customer), "return_url": f"{paper}/support/"}
    )
    page.goto(portal.url)
    page.get_by_role("button", name=re.compile("^Cancel on ")).click()
    expect(page.get_by_text("Your plan ends with this period.")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Your plan goes on.")).to_be_visible()
    page.get_by_label("Card number").fill("5555 5555 5555 4444")
    page.get_by_role("button", name="Use this card").click()
    expect(page.get_by_text("Your new card is used from now on.")).to_be_visible()
    page.get_by_role("button", name="Cancel now").click()
    expect(page.get_by_text("Ended.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Go back to the paper").click()

    expect(page).to_have_url(f"{paper}/support/")
    assert client.v1.subscriptions.retrieve(plan.id).status == "canceled"


def test_a_donor_answers_her_bank_about_a_renewal(open_page, stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, "4000002760003184")
    stub.advance(days=32)
    invoice = client.v1.invoices.list().data[0]
    page = open_page(invoice.hosted_invoice_url)
    page.get_by_role("link", name="Answer your bank").click()
    page.get_by_role("button", name="Complete").click()

    expect(page.get_by_text("It is paid.")).to_be_visible()
    assert client.v1.subscriptions.retrieve(plan.id).status == "active"


def test_who_shows_the_demo_lets_a_month_pass(open_page, stub, client):
    begin_plan(stub, client)
    page = open_page(f"{stub.address}/", width=1200)
    page.get_by_role("button", name="Let a month pass").click()
    expect(page.get_by_role("heading", name="Desk of the stand-in")).to_be_visible()

    assert client.v1.invoices.list().data[0].billing_reason == "subscription_cycle"


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_the_papers_sentence_stands_beside_the_button_large_enough(
    open_page, client, paper, width: int
):
    page = open_page(session_for(client, paper).url, width=width, scripts=True)
    said = page.get_by_text(SAID)
    button = page.get_by_role("button", name="Pay")
    between = button.evaluate(
        "(each, said) => each.getBoundingClientRect().top - said.getBoundingClientRect().bottom",
        said.element_handle(),
    )

    assert said.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 16
    assert 0 <= between <= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_can_be_used_by_everyone(open_page, stub, client, paper, dark: bool):
    plan = begin_plan(stub, client)
    portal = client.v1.billing_portal.sessions.create({"customer": str(plan.customer)})
    session = session_for(client, paper)
    declined = open_page(session.url, scripts=True, dark=dark)
    fill_in(declined, "4000 0000 0000 0002")
    asking = session_for(client, paper)
    stub.pay(asking.id, "4000002500003155")
    intent = client.v1.checkout.sessions.retrieve(asking.id).payment_intent
    pages = [
        open_page(address, scripts=True, dark=dark)
        for address in (portal.url, f"{stub.address}/secure/{intent}", f"{stub.address}/")
    ]

    for page in (declined, *pages):
        assert faults(page, ADVISED) == ""
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
