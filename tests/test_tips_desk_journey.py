"""Keys to confidential tips, in browsers on the real server: made, proved in a trial, lost, found again, renewed."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.running import RunningPaper
from tests.test_doors_journey import give_passkeys
from tests.tips_people import (
    Person,
    apart,
    at_desk,
    begin_line,
    compare_words,
    enrol,
    hire,
    press,
    read_answer,
    send_tip,
    sound,
    title,
)

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory, ilse: Person, nell: Person, ruth: Person
) -> Iterator[RunningPaper]:
    paper = RunningPaper(tmp_path_factory.mktemp("tips"), "--demo")
    try:
        hire(paper.wait(), ilse, nell, ruth)
        yield paper
    finally:
        paper.stop()


@pytest.fixture(scope="module")
def ilse() -> Person:
    return Person("Ilse", "Markham", "Publisher")


@pytest.fixture(scope="module")
def nell() -> Person:
    return Person("Nell", "Roe", "Editor")


@pytest.fixture(scope="module")
def ruth() -> Person:
    return Person("Ruth", "Osei", "Editor")


@pytest.fixture(scope="module")
def line(browser: Browser, running_paper: RunningPaper, ilse: Person, nell: Person) -> RunningPaper:
    """The line, opened by Ilse on a wide screen and Nell on a phone, with a source who passes the trial."""
    hers, phone, reader = [
        browser.new_context(
            viewport={"width": width, "height": 900}, base_url=running_paper.address
        ).new_page()
        for width in (1200, 390, 390)
    ]
    make_all_keys(ilse.come(hers), nell.come(phone), ilse, nell)
    link = publish_first_list(hers, ilse)
    pass_trial(hers, phone, reader, link, nell)
    for page in (hers, phone, reader):
        page.context.close()
    return running_paper


def make_all_keys(hers: Page, phone: Page, ilse: Person, nell: Person) -> None:
    title(hers, "Open the tip line")
    sound(hers)
    begin_line(hers, ilse)
    sound(hers)
    # She is called away: the page is gone, and what was only in its memory with it.
    hers.reload()
    ilse.unlock(hers)
    title(hers, "Who reads tips with you")
    title(phone, "Make your keys")
    sound(phone)
    enrol(phone, nell)
    sound(phone)
    press(hers, "Look again")
    expect(hers.get_by_role("row", name="Nell Roe")).to_contain_text("made")
    press(hers, "Go on")


def publish_first_list(hers: Page, ilse: Person) -> str:
    """Sign the list with the newsroom's sheet, and return the link of the trial."""
    compare_words(hers)
    hers.get_by_label("Signal: name or number").fill("larkmere.01")
    sound(hers)
    press(hers, "Sign and publish the list")
    expect(hers.locator("#problem")).to_contain_text("type the twelve words")
    hers.get_by_label("The twelve words of the newsroom's sheet").fill(ilse.words["newsroom"])
    press(hers, "Sign and publish the list")
    title(hers, "Try it out")
    sound(hers)
    press(hers, "Make a link for the trial")
    return hers.get_by_role("link", name=re.compile("#drill=")).inner_text()


def pass_trial(hers: Page, phone: Page, reader: Page, link: str, nell: Person) -> None:
    code = send_tip(reader, link, "Is anybody there?")
    expect(hers.locator(".progress li").first).to_contain_text("done")
    phone.reload()
    nell.unlock(phone)
    for page in (phone, hers):
        page.get_by_role("button", name="Tips", exact=True).click()
        page.get_by_role("button", name=re.compile("^Tip ")).click()
        expect(page.locator(".words")).to_have_text("Is anybody there?")
    sound(phone)
    phone.get_by_label("Your answer").fill("We are.")
    press(phone, "Send the answer")
    expect(phone.locator("#notice")).to_contain_text("lies ready")
    hers.get_by_role("button", name="Tips", exact=True).click()
    press(hers, "Try it out")
    expect(hers.locator(".progress li").nth(2)).to_contain_text("done")
    read_answer(reader, code, "We are.")
    title(hers, "The line is open")
    sound(hers)
    words = re.compile(r"To check our tip line:( [a-z]+){8}$")
    expect(hers.locator(".fingerprint")).to_have_text(words)


def test_the_line_opens_after_two_have_made_keys_and_passed_the_trial(line: RunningPaper):
    told = json.loads(line.read("/tips/list.json"))

    assert told["state"] == "open"
    assert listed(line)["ways"]["signal"] == "larkmere.01"
    assert [one["name"] for one in listed(line)["recipients"]] == ["Ilse Markham", "Nell Roe"]


def listed(paper: RunningPaper) -> dict[str, Any]:
    """Return what the list in force says, as sources are handed it."""
    envelope = json.loads(paper.read("/tips/list.json"))["list"]
    told: dict[str, Any] = json.loads(b64decode(envelope["payload"]))
    return told


def test_the_newsroom_sheet_is_printed_on_a_page_of_its_own(
    open_window: OpenWindow, line: RunningPaper, ilse: Person
):
    page = at_desk(open_window, ilse)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Recipients and keys").click()
    press(page, "New recovery sheet")
    title(page, "Your recovery sheet")
    words = page.locator("#place .sheet-words li").all_text_contents()
    press(page, "Print the sheet")
    page.emulate_media(media="print")

    expect(page.locator("#sheet h1")).to_have_text("Recovery sheet for keys to confidential tips")
    expect(page.locator("#sheet li")).to_have_text(words)
    expect(page.locator("#sheet")).to_contain_text("Ilse Markham")
    expect(page.locator("#place")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#sheet").inner_text() == ""


def test_a_passkey_unlocks_the_keys_until_it_is_removed(
    open_window: OpenWindow, line: RunningPaper, nell: Person
):
    page = open_window()
    give_passkeys(page, prf=True)
    nell.unlock(nell.come(page))
    page.get_by_role("button", name="Recipients and keys").click()
    press(page, "Add a passkey")
    expect(page.locator("#notice")).to_have_text("The passkey is added.")
    sound(page)
    press(page, "Lock")
    title(page, "Your keys are locked")
    page.get_by_role("button", name=re.compile("^Unlock with the passkey")).click()

    title(page, "Recipients and keys")
    press(page, "Remove")
    expect(page.locator("#notice")).to_have_text("Removed.")
    press(page, "Lock")
    expect(page.get_by_role("button", name=re.compile("passkey"))).to_have_count(0)


def test_a_browser_whose_passkeys_cannot_lock_anything_up_loses_nothing(
    open_window: OpenWindow, line: RunningPaper, nell: Person
):
    page = open_window()
    give_passkeys(page)
    nell.unlock(nell.come(page))
    page.get_by_role("button", name="Recipients and keys").click()
    press(page, "Add a passkey")

    expect(page.locator("#problem")).to_contain_text("Your passphrase keeps working.")
    expect(page.locator("#place")).not_to_contain_text("Passkey, ")


def test_words_that_are_mistyped_are_named(
    open_window: OpenWindow, line: RunningPaper, nell: Person
):
    page = nell.come(open_window(width=390))
    field = page.get_by_label("Your passphrase of six words")
    for typed, told in (
        (nell.words["passphrase"].rpartition("-")[0], "Words needed: 6."),
        (nell.words["passphrase"] + "x", "Not in our list of words"),
        ("-".join(reversed(nell.words["passphrase"].split("-"))), "do not open your keys"),
    ):
        field.fill(typed)
        press(page, "Unlock")
        expect(page.locator("#problem")).to_contain_text(told)
    sound(page)


def test_t26_a_recovery_sheet_opens_the_keys_forces_new_ways_in_and_all_see_it(
    open_window: OpenWindow, line: RunningPaper, ilse: Person, nell: Person
):
    page = nell.come(open_window())
    page.get_by_text("I have lost my passphrase").click()
    press(page, "Use my recovery sheet")
    page.get_by_label("The ten words of your sheet").fill(nell.words["own"].replace("-", " "))
    old = nell.words["passphrase"]
    press(page, "Go on")
    nell.take_words(page)
    title(page, "Tips")
    expect(page.locator("#notice")).to_contain_text("The old ones are void.")
    press(page, "Lock")
    page.get_by_label("Your passphrase of six words").fill(old)
    press(page, "Unlock")
    expect(page.locator("#problem")).to_contain_text("do not open your keys")
    nell.unlock(page)
    page.get_by_role("button", name=re.compile("^Tip ")).click()
    expect(page.locator(".words").first).to_have_text("Is anybody there?")

    hers = at_desk(open_window, ilse)
    hers.get_by_role("button", name="Recipients and keys").click()
    expect(hers.locator("#place")).to_contain_text(f"{apart(nell.name)}, used a recovery sheet")


def test_the_newsroom_sheet_opens_every_tip_and_leads_to_new_keys(
    open_window: OpenWindow, line: RunningPaper, ilse: Person, nell: Person
):
    page = nell.come(open_window())
    page.get_by_text("I have lost my passphrase").click()
    press(page, "Use the newsroom's sheet")
    field = page.get_by_label("The twelve words of the newsroom's sheet")
    field.fill("-".join(reversed(ilse.words["newsroom"].split("-"))))
    press(page, "Go on")
    expect(page.locator("#problem")).to_contain_text("not the words of this newsroom's sheet")
    field.fill(ilse.words["newsroom"])
    press(page, "Go on")
    page.get_by_role("button", name=re.compile("^Tip ")).click()
    expect(page.locator(".words").first).to_have_text("Is anybody there?")
    page.get_by_role("button", name="Tips", exact=True).click()
    sound(page)
    press(page, "Make new keys")
    nell.make_keys(page)

    expect(page.locator(".warning").first).to_contain_text("once a new list is signed")
    hers = at_desk(open_window, ilse)
    hers.get_by_role("button", name="Recipients and keys").click()
    expect(hers.locator("#place")).to_contain_text(f"{apart(nell.name)}, used the newsroom's sheet")
    expect(hers.locator(".reminder").first).to_contain_text(
        f"New keys wait for a new list: {apart(nell.name)}"
    )


def test_new_keys_count_from_the_next_list_and_old_tips_still_open(
    open_window: OpenWindow, line: RunningPaper, ilse: Person
):
    before = listed(line)
    page = at_desk(open_window, ilse)
    page.get_by_role("button", name="Recipients and keys").click()
    press(page, "New keys")
    press(page, "Make new keys now")
    expect(page.locator("#notice")).to_contain_text("New keys are made.")
    page.get_by_role("button", name="Sign a new list").first.click()
    compare_words(page)
    press(page, "Sign and publish the list")
    title(page, "Recipients and keys")

    after = listed(line)
    assert after["epoch"] == before["epoch"] + 1
    assert after["voices"] == [
        {"epoch": before["epoch"], "key": before["voice"]},
        *before["voices"],
    ]
    assert after["recovery"] == before["recovery"]
    assert after["recipients"][0]["pq"] != before["recipients"][0]["pq"]
    press(page, "Lock")
    ilse.unlock(page)
    page.get_by_role("button", name="Tips", exact=True).click()
    page.get_by_role("button", name=re.compile("^Tip ")).click()
    expect(page.locator(".words")).to_have_text(["Is anybody there?", "We are."])
    send_tip(open_window(), "/tips/", "A second one")
    page.get_by_role("button", name="Tips", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text="New")
    row.get_by_role("button", name=re.compile("^Tip ")).click()
    expect(page.locator(".words")).to_have_text(["A second one"])


def test_after_fifteen_idle_minutes_keys_are_dropped_and_what_was_typed_comes_back(
    open_window: OpenWindow, line: RunningPaper, ilse: Person
):
    page = open_window()
    page.clock.install()
    ilse.unlock(ilse.come(page))
    page.get_by_role("button", name=re.compile("^Tip ")).first.click()
    page.get_by_label("Your answer").fill("Half a sentence about the")
    page.clock.fast_forward("14:00")
    title(page, re.compile("^Tip "))
    page.clock.fast_forward("02:00")

    title(page, "Your keys are locked")
    expect(page.locator("#notice")).to_contain_text("15 minutes")
    assert "Half a sentence" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    ilse.unlock(page)
    title(page, re.compile("^Tip "))
    expect(page.get_by_label("Your answer")).to_have_value("Half a sentence about the")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda state: state["list"].update(signature="0" * 128), "its signature does not fit"),
        (lambda state: state.update(today="2030-01-01"), "has expired, and the line is closed"),
        (lambda state: state["list"].update(payload="e30="), "its signature does not fit"),
    ],
    ids=["forged", "expired", "another"],
)
def test_t02_a_list_that_is_not_to_be_trusted_is_told_and_nothing_is_locked_up_for_it(
    open_window: OpenWindow,
    line: RunningPaper,
    ilse: Person,
    wrong: Callable[[dict[str, Any]], None],
    why: str,
):
    page = open_window()

    def changed(route: Route) -> None:
        state = route.fetch().json()
        wrong(state)
        route.fulfill(json=state)

    page.route("**/api/state", changed)
    ilse.unlock(ilse.come(page))

    expect(page.locator(".warning").first).to_contain_text(why)
    sound(page)


def test_a_list_that_is_older_than_one_seen_is_refused(
    open_window: OpenWindow, line: RunningPaper, ilse: Person
):
    desk = at_desk(open_window, ilse)
    old = desk.request.get("/newsroom/tips/api/state").json()["list"]
    desk.get_by_role("button", name="Recipients and keys").click()
    press(desk, "Sign a new list")
    press(desk, "Sign and publish the list")
    expect(desk.locator("#notice")).to_contain_text("The list is signed.")
    page = open_window()
    page.route(
        "**/api/state", lambda route: route.fulfill(json={**route.fetch().json(), "list": old})
    )
    ilse.unlock(ilse.come(page))

    expect(page.locator(".warning").first).to_contain_text("older than one that you have seen")


def test_t24_who_has_left_is_told_of_and_no_further_tip_is_locked_up_for_her(
    open_window: OpenWindow, line: RunningPaper, ilse: Person, nell: Person, ruth: Person
):
    hers = ruth.come(open_window(width=390))
    press(hers, "Begin")
    ruth.make_keys(hers)
    expect(hers.locator(".reminder").last).to_contain_text("You are not on the signed list")
    line.shell(
        "from broadsheet.newsroom.models import User;"
        " one = User.objects.get(username='nell'); one.is_active = False; one.save()"
    )
    page = at_desk(open_window, ilse)
    expect(page.locator(".warning").first).to_contain_text(f"no longer here: {apart(nell.name)}")
    sound(page)
    page.get_by_role("button", name="Sign a new list").first.click()
    page.get_by_role("checkbox", name="Ruth Osei", exact=True).check()
    compare_words(page)
    expect(page.get_by_role("checkbox", name="Nell Roe")).to_have_count(0)
    press(page, "Sign and publish the list")
    title(page, "Recipients and keys")
    expect(page.locator(".warning")).to_have_count(0)

    assert [one["name"] for one in listed(line)["recipients"]] == ["Ilse Markham", "Ruth Osei"]
    hers.get_by_role("button", name="Tips", exact=True).click()
    expect(hers.locator(".count")).to_have_text("Tips: 2")
