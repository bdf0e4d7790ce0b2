"""What people do in the newsroom, in their browser: each function is one thing that a person would say she did.

Signing in, writing and publishing are done in the language that is active, as `translation.override` sets it.
"""

import re
import secrets

from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.running import RunningPaper
from tests.town import jpeg

PASSWORD = "ferry-on-mondays-only"


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/newsroom/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name=_("Sign in"), exact=True).click()
    page.wait_for_url(re.compile(r"/newsroom/(first-steps/)?$"))


def sign_in_first(page: Page, paper: RunningPaper) -> None:
    """Sign in with the name and password that the first run printed; or go on where the last test was, if it may."""
    page.context.add_cookies(paper.first_session)
    page.goto("/newsroom/")
    if "/login/" in page.url:
        sign_in(page, paper.name, paper.password)
        paper.first_session = [
            {"name": one["name"], "value": one["value"], "url": paper.address}
            for one in page.context.cookies()
            if one["name"] == "sessionid"
        ]


def take_first_steps(page: Page, name: str, town: str, sections: list[str]) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(f"news@{town.lower()}.example")
    page.locator("[name=town]").fill(town)
    page.locator("[name=region]").fill("Wisconsin")
    page.locator("[name=time_zone]").fill("America/Chicago")
    page.locator("[name=sections]").fill("\n".join(sections))
    page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    expect(page.locator(".messages")).to_contain_text(name)


def start_story(page: Page, section: str) -> None:
    page.goto("/newsroom/stories/new/")
    page.get_by_role("main").get_by_role("link", name=section, exact=True).click()
    expect(page.locator("#id_title")).to_be_visible()


def write(page: Page, headline: str, text: str) -> None:
    page.locator("#id_title").fill(headline)
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(text)
    # The editor hands its text to the form after a pause.
    page.wait_for_timeout(500)


def bring_photo(page: Page, *, caption: str, alt: str, credit: str) -> None:
    """Take a photo from this computer into the story, as its lead photo."""
    page.get_by_role("button", name=re.compile("^Choose an? (image|photo)$")).first.click()
    window = page.locator(".modal")
    window.get_by_role("tab", name="Upload").click()
    # Each time another: of one that it has, the newsroom asks whether it is to be kept twice.
    picture = jpeg(1280, 853, sky=(secrets.randbelow(256), secrets.randbelow(256), 214))
    file = {"name": "ferry.jpg", "mimeType": "image/jpeg", "buffer": picture}
    window.locator("input[type=file]").set_input_files(file)
    window.locator("[name$=-title]").fill("The ferry at dusk")
    window.locator("[name$=-caption]").fill(caption)
    window.locator("[name$=-alt_text]").fill(alt)
    window.locator("[name$=-credit]").fill(credit)
    window.get_by_role("button", name="Upload", exact=True).click()
    expect(window).to_have_count(0)
    expect(page.get_by_text("The ferry at dusk").first).to_be_visible()


def act(page: Page, name: str) -> None:
    """Choose what is to be done with the story: a line of the menu at its foot."""
    page.get_by_role("button", name=_("More actions")).click()
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def set_schedule(page: Page, moment: str) -> None:
    """Write down when the story is to appear, by the clock of the newsroom: `2026-11-22 06:30`."""
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.locator("#id_go_live_at").fill(moment)
    # By the keyboard: the calendar that opened lies over the button.
    page.get_by_role("button", name="Save schedule").press("Enter")
    expect(page.get_by_role("heading", name="Set publishing schedule")).to_be_hidden()
    # On a phone the panel lies over everything else. It comes back when its window has closed, sooner or later.
    panel = page.locator('[data-side-panel="status"]')
    expect(panel).to_be_visible()
    while panel.is_visible():
        page.get_by_role("button", name="Toggle status").press("Enter")
        page.wait_for_timeout(300)


def publish(page: Page) -> None:
    act(page, "Publish")
    told = page.locator(".messages")
    expect(told).to_contain_text("published")
    expect(told, "the newsroom refused").not_to_contain_text("not published")


def story_number(page: Page) -> int:
    """Return the number of the story on the screen; it has one once it was saved."""
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    found = re.search(r"/pages/(\d+)/edit/", page.url)
    assert found
    return int(found[1])


def find_story(page: Page, headline: str) -> int:
    """Look a story up in the story list, open it, and return its number."""
    page.goto(f"/newsroom/stories/?q={headline}")
    page.get_by_role("main").get_by_role("link", name=headline).first.click()
    return story_number(page)


def live_address(page: Page) -> str:
    """Return the path at which readers have the story on the screen."""
    path = page.locator("a.page-status-tag:not(.w-hidden)").first.get_attribute("href")
    assert path
    assert path.startswith("/")
    return path


def hire(page: Page, name: str, role: str) -> None:
    """Make an account for someone, in the Users screen."""
    page.goto("/newsroom/users/new/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=email]").fill(f"{name}@larkmereledger.example")
    page.locator("[name=first_name]").fill(name.title())
    page.locator("[name=last_name]").fill("Testwell")
    page.get_by_role("tab", name="Roles").first.click()
    page.get_by_role("checkbox", name=role, exact=True).check()
    page.get_by_role("button", name=re.compile("Add user|Create|Save")).first.click()
    link = page.locator(".staff-link").input_value()
    # What the link says, they do in a browser of their own.
    browser = page.context.browser
    assert browser
    theirs = browser.new_context(service_workers="block")
    window = theirs.new_page()
    window.goto(link)
    window.locator("[name=new_password1]").fill(PASSWORD)
    window.locator("[name=new_password2]").fill(PASSWORD)
    window.get_by_role("button").last.click()
    window.wait_for_url(re.compile(r"/newsroom/login/$"))
    theirs.close()
