"""A donor's way to her own gifts, from a mail to the end of a recurring gift: in a browser, with mail by a real mail server."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import access, desk
from tests.mail import Mailboxes, mailboxes  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.test_journeys import soon

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
# Gifts as they stand once money has come.
GIVEN = """
from datetime import date
from broadsheet.donations.models import Donor, GiftRules, Plan
from broadsheet.donations.beginning import begin_pledge
from broadsheet.donations.money import Money
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.wording import disclosure_of
site = the_site()
GiftRules.objects.update_or_create(site=site, defaults={"names_donors": True})
donor = Donor.objects.create(site=site, name="Ada Lund", email="EMAIL", mailbox="EMAIL")
told = {"site": site, "donor": donor, "amount_minor": 1000, "currency": "USD", "disclosure": disclosure_of(site)}
plan = Plan.objects.create(provider="elsewhere", state="active", every="month", next_due=date(2026, 12, 5), **told)
pay(a_gift(1000, donor=donor, plan=plan, kind="instalment"))
pay(a_gift(25000, donor=donor))
begin_pledge(site, Money(5000, "USD"), donor=donor, way="cheque")
# The worker does it within a minute.
send_due()
"""


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory,
    mailboxes: Mailboxes,  # noqa: F811
) -> Iterator[RunningPaper]:
    """A paper that hands its mail to a server."""
    folder = tmp_path_factory.mktemp("own-gifts")
    paper = RunningPaper(folder, "--demo", MAIL=mailboxes.address)  # type: ignore[attr-defined]
    try:
        yield paper.wait()
    finally:
        paper.stop()


@pytest.fixture
def donor(running_paper: RunningPaper, request: pytest.FixtureRequest) -> str:
    """The address of somebody who gives each month, once more, and has pledged; each test has another."""
    address = re.sub(r"\W+", "", request.node.name)[5:40] + "@example.org"
    running_paper.shell(GIVEN.replace("EMAIL", address))
    return address


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def link_in(mail: Any, beginning: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/support/mine/{beginning}/\S+)", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def link_mailed(boxes: Mailboxes, address: str, beginning: str) -> str:
    """Wait for the mail with a link of this kind, and return it."""
    pattern = f"/support/mine/{beginning}/"
    assert soon(lambda: any(pattern in text_of(mail) for mail in boxes.to(address)))
    return link_in([mail for mail in boxes.to(address) if pattern in text_of(mail)][-1], beginning)


def look_whole(page: Page) -> None:
    """See that a page shuts nobody out and fits its window."""
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


@pytest.mark.each_database
def test_g51_a_donor_asks_for_her_link_and_sees_what_she_gave(
    open_window: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
    donor: str,
):
    reader = open_window(width=360)
    reader.goto("/support/mine/")
    look_whole(reader)
    reader.get_by_label("Your e-mail address").fill(donor)
    reader.get_by_role("button", name="Mail me the link").click()
    expect(reader.locator("h1")).to_have_text("Look into your mail")
    look_whole(reader)

    reader.goto(link_mailed(mailboxes, donor, "open"))
    look_whole(reader)
    reader.get_by_role("button", name="Open them").click()
    expect(reader.locator("h1")).to_have_text("Your gifts")
    assert reader.url.endswith("/support/mine/gifts/")
    expect(reader.locator("main")).to_contain_text("$250.00")
    look_whole(reader)

    reader.get_by_role("radio", name="By another name").check()
    reader.get_by_label("The other name").fill("A reader in Larkmere")
    reader.get_by_role("button", name="Keep this").click()
    expect(reader.get_by_role("status")).to_have_text("This is noted.")
    reader.locator("section", has_text="Receipts").get_by_role("link").first.click()
    expect(reader.locator("main, body").first).to_contain_text(
        "Donations processed in this system are not tax deductible."
    )
    reader.go_back()
    reader.get_by_role("button", name="Close this page for others at this machine").click()
    reader.goto("/support/mine/gifts/")
    expect(reader.locator("h1")).to_have_text("This link opens nothing")


def test_without_scripts_and_by_the_keyboard_alone_a_pledge_is_cancelled_from_a_mail(
    open_window: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
    donor: str,
):
    reader = open_window(width=360, scripts=False)
    reader.goto(link_mailed(mailboxes, donor, "mail"))
    reader.get_by_role("button", name="Cancel the pledge").focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("status")).to_have_text("The pledge is canceled.")
    expect(reader.locator("main")).to_contain_text("Canceled")

    reader.get_by_role("button", name="Mail me that link").focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("status")).to_contain_text("The link is on its way")
    reader.goto(link_mailed(mailboxes, donor, "open"))
    reader.get_by_role("button", name="Open them").focus()
    reader.keyboard.press("Enter")
    expect(reader.locator("h1")).to_have_text("Your gifts")


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_page_fits_a_phone_in_other_languages(
    open_window: OpenWindow,
    running_paper: RunningPaper,
    mailboxes: Mailboxes,  # noqa: F811
    donor: str,
    language: str,
):
    path = link_mailed(mailboxes, donor, "mail")
    speak = "from broadsheet.masthead.models import Paper\np = Paper.objects.first()\np.language = {!r}\np.save()"
    running_paper.shell(speak.format(language))
    try:
        for width in (320, 360, 1600):
            reader = open_window(width=width)
            reader.goto(path)
            expect(reader.locator("html")).to_have_attribute("lang", language)
            look_whole(reader)
    finally:
        running_paper.shell(speak.format("en-us"))


def test_in_the_dark_and_in_text_the_pages_shut_nobody_out(
    open_window: OpenWindow,
    mailboxes: Mailboxes,  # noqa: F811
    donor: str,
):
    reader = open_window(width=390, dark=True)
    reader.goto(link_mailed(mailboxes, donor, "mail"))
    look_whole(reader)
    reader.goto("/text/support/mine/")
    look_whole(reader)


def test_g65_staff_say_what_became_of_a_mail_of_which_nobody_knows(
    open_window: OpenWindow, running_paper: RunningPaper, donor: str
):
    running_paper.shell(
        "from broadsheet.donations.models import Mailing\n"
        f"Mailing.objects.filter(donor__email={donor!r}).update(state='unsure')"
    )
    editor = open_window(width=360)
    desk.sign_in_first(editor, running_paper)
    for width in (360, 1440):
        editor.set_viewport_size({"width": width, "height": 900})
        editor.goto("/newsroom/gifts/mail/")
        assert access.faults(editor) == ""
        assert editor.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    before = editor.get_by_role("button", name="It has arrived").count()
    editor.get_by_role("button", name="It has arrived").first.focus()
    editor.keyboard.press("Enter")

    expect(editor.locator(".messages")).to_contain_text("Noted: it has arrived.")
    assert editor.get_by_role("button", name="It has arrived").count() == before - 1
