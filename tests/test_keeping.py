"""No words are lost: two tabs, two people, a lost line, a session that ended. In a browser, before the program."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

OpenWindow = Callable[..., Page]
TEXT = '[data-contentpath="body"] .public-DraftEditor-content:visible'
NOTICE = "#newsroom-keeping"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('newsroom-words'))"


@pytest.fixture
def page(open_window: OpenWindow, running_paper: RunningPaper) -> Page:
    page = open_window()
    desk.sign_in_first(page, running_paper)
    return page


def new_story(page: Page, headline: str, text: str) -> int:
    """Write a story, and wait until the screen has saved it by itself."""
    desk.start_story(page, "Local News")
    page.wait_for_timeout(2_500)
    desk.write(page, headline, text)
    number = desk.story_number(page)
    # The headline alone may have been saved first.
    page.wait_for_timeout(1_000)
    wait_until_nothing_is_kept(page)
    return number


def write_on(page: Page, words: str) -> None:
    page.locator(TEXT).last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def open_story(page: Page, number: int) -> None:
    page.goto(f"/newsroom/pages/{number}/edit/")
    expect(page.locator(TEXT).first).to_be_visible()
    page.wait_for_timeout(2_500)


def saved_text(page: Page, number: int) -> str:
    """Return what the paper has of a story, asked in another window of the same person."""
    other = page.context.new_page()
    other.goto(f"/newsroom/pages/{number}/view_draft/")
    text = other.get_by_role("article").first.inner_text()
    other.close()
    return text


def wait_until_nothing_is_kept(page: Page) -> None:
    """Wait as a person does: the page's own rules let nobody run words in it."""
    for _tenth in range(200):
        if page.evaluate(KEPT) == []:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(KEPT) == []


def end_session(context: BrowserContext) -> None:
    """End a session as time does: the browser's cookie means nothing any more."""
    context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, paper: RunningPaper) -> None:
    page.locator("[name=login]").fill(paper.name)
    page.locator("[name=password]").fill(paper.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/newsroom/(?!login)"))


def test_words_written_while_the_line_is_lost_are_saved_when_it_is_back(page: Page) -> None:
    number = new_story(page, "The line is lost", "Before.")

    page.context.set_offline(True)
    write_on(page, " While nothing could be saved.")
    expect(page.locator(NOTICE)).to_contain_text("cannot be reached")
    assert page.evaluate(KEPT)
    page.context.set_offline(False)

    expect(page.locator(NOTICE)).to_be_hidden()
    assert "While nothing could be saved." in saved_text(page, number)
    assert page.evaluate(KEPT) == []


def test_signing_in_in_another_tab_lets_the_first_one_save(
    page: Page, running_paper: RunningPaper
) -> None:
    number = new_story(page, "The session ended", "Before.")

    end_session(page.context)
    write_on(page, " After the session.")
    expect(page.locator(NOTICE)).to_contain_text("You are signed out")
    with page.context.expect_page() as opened:
        page.locator(NOTICE).get_by_role("link", name="Sign in").click()
    sign_in_again(opened.value, running_paper)

    expect(page.locator(NOTICE)).to_be_hidden()
    assert "After the session." in saved_text(page, number)


def test_words_of_an_ended_session_are_offered_after_signing_in_again(
    page: Page, running_paper: RunningPaper
) -> None:
    number = new_story(page, "The session ended and the page was left", "Before.")
    end_session(page.context)
    write_on(page, " Never saved.")
    expect(page.locator(NOTICE)).to_contain_text("You are signed out")

    # The page is left for the sign-in page, and come back to.
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"/newsroom/login/?next=/newsroom/pages/{number}/edit/")
    sign_in_again(page, running_paper)
    expect(page.locator(NOTICE)).to_contain_text(re.compile(r"Your words from \d+:\d+"))
    page.get_by_role("button", name="Put them back").click()

    expect(page.locator(TEXT).first).to_contain_text("Before. Never saved.")
    expect(page.locator(NOTICE)).to_be_hidden()
    wait_until_nothing_is_kept(page)
    assert "Never saved." in saved_text(page, number)


def test_save_draft_after_the_session_ended_loses_nothing(
    page: Page, running_paper: RunningPaper
) -> None:
    number = new_story(page, "Saved too late", "Before.")
    end_session(page.context)
    write_on(page, " Sent in vain.")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Save draft").click()
    sign_in_again(page, running_paper)
    expect(page.locator(NOTICE)).to_contain_text("Your words from")

    page.get_by_role("button", name="Put them back").click()
    expect(page.locator(TEXT).first).to_contain_text("Sent in vain.")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages")).to_contain_text("updated")
    assert "Sent in vain." in saved_text(page, number)
    assert page.evaluate(KEPT) == []


def test_of_two_tabs_the_later_one_keeps_its_words_and_may_put_them_over(page: Page) -> None:
    number = new_story(page, "Open in two tabs", "Before.")
    second = page.context.new_page()
    open_story(second, number)

    write_on(page, " From the first.")
    page.wait_for_timeout(5_000)
    write_on(second, " From the second.")
    expect(second.locator(NOTICE)).to_contain_text("saved elsewhere meanwhile")
    assert "From the first." in saved_text(page, number)

    second.on("dialog", lambda asked: asked.accept())
    open_story(second, number)
    expect(second.locator(NOTICE)).to_contain_text("Your words from")
    expect(second.locator(TEXT).first).to_contain_text("From the first.")
    second.get_by_role("button", name="Put them back").click()
    expect(second.locator(TEXT).first).to_contain_text("Before. From the second.")


def test_of_two_people_the_one_who_did_not_take_the_story_keeps_her_words(
    page: Page, open_window: OpenWindow, running_paper: RunningPaper
) -> None:
    desk.hire(page, "gwen", "Editor")
    number = new_story(page, "Two people write", "Before.")
    other = open_window()
    desk.sign_in(other, "gwen", desk.PASSWORD)
    open_story(other, number)

    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".messages")).to_contain_text("You have")
    write_on(other, " By the other.")
    expect(other.locator(NOTICE)).to_contain_text("Someone else has taken this story")
    assert other.evaluate(KEPT)

    other.on("dialog", lambda asked: asked.accept())
    other.goto(f"/newsroom/pages/{number}/edit/")
    expect(other.get_by_text("has this story.")).to_be_visible()
    expect(other.frame_locator("iframe").get_by_text("Before.")).to_be_visible()
    other.get_by_role("link", name="Take it over").click()
    other.get_by_role("button", name="Yes, take it over").click()
    expect(other.locator(NOTICE)).to_contain_text("Your words from")
    other.get_by_role("button", name="Put them back").click()
    expect(other.locator(TEXT).first).to_contain_text("By the other.")


def test_signing_out_leaves_no_words_in_the_browser(page: Page) -> None:
    new_story(page, "Signing out", "Before.")
    page.context.set_offline(True)
    write_on(page, " Private.")
    expect(page.locator(NOTICE)).to_contain_text("cannot be reached")
    assert page.evaluate(KEPT)
    page.context.set_offline(False)
    page.on("dialog", lambda asked: asked.accept())
    page.goto("/newsroom/stories/")

    page.evaluate(
        "localStorage.setItem(`newsroom-words ${document.getElementById('newsroom-keeping').dataset.user} /x/ t`, "
        "JSON.stringify({ at: Date.now(), fields: [] }))"
    )
    page.locator(".sidebar-footer button").first.click()
    page.get_by_role("button", name=re.compile("Log out|Sign out")).click()

    page.wait_for_url(re.compile("/login/"))
    assert page.evaluate(KEPT) == []


def test_looking_through_a_story_saves_nothing(page: Page) -> None:
    number = new_story(page, "Only looked at", "Before.")
    second = page.context.new_page()
    asked: list[str] = []
    second.on("request", lambda one: asked.append(f"{one.method} {one.url}"))
    open_story(second, number)

    second.locator(TEXT).first.click()
    second.keyboard.press("ArrowRight")
    second.wait_for_timeout(5_000)

    assert [one for one in asked if one.startswith("POST") and one.endswith("/edit/")] == []
