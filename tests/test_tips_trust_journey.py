"""A server that lies about keys and days, in a browser on the real server: it gets itself on no list, and is found out."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from broadsheet.tips import threads
from broadsheet.tips.days import in_days
from broadsheet.tips.tests.asked_of_scripts import Scripts, scripts  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.tips_people import (
    Person,
    Source,
    apart,
    at_desk,
    compare_words,
    open_tip,
    press,
    set_up_line,
    sound,
    title,
    warnings,
)

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
State = dict[str, Any]
FOUR_WORDS = re.compile(r"^([a-z]+ ){3}[a-z]+$")


@pytest.fixture(scope="module")
def ilse() -> Person:
    return Person("Ilse", "Markham", "Publisher")


@pytest.fixture(scope="module")
def nell() -> Person:
    return Person("Nell", "Roe", "Editor")


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, ilse: Person, nell: Person
) -> Iterator[RunningPaper]:
    """A paper whose line Ilse has set up with Nell."""
    paper = RunningPaper(tmp_path_factory.mktemp("tips"), "--demo")
    try:
        set_up_line(browser, paper.wait(), ilse, nell)
        yield paper
    finally:
        paper.stop()


@pytest.fixture
def source(scripts: Scripts, running_paper: RunningPaper) -> Source:  # noqa: F811
    return Source(scripts, running_paper)


@pytest.fixture
def stranger(scripts: Scripts) -> dict[str, str]:  # noqa: F811
    """Keys of whoever has taken the server over."""
    pair = scripts.ask("makePair")
    return {"pq": pair["ofPq"], "x25519": pair["ofX25519"]}


def lying(page: Page, lie: Callable[[State], None]) -> Page:
    """Have the server tell something else than it knows."""

    def changed(route: Route) -> None:
        state = route.fetch().json()
        lie(state)
        route.fulfill(json=state)

    page.route("**/api/state", changed)
    return page


def about(state: State, person: Person) -> State:
    [found] = [one for one in state["people"] if one["name"] == person.name]
    told: State = found
    return told


def at_list(page: Page) -> Page:
    page.get_by_role("button", name="Recipients and keys").click()
    # What has to be done soon may ask for it, too.
    page.get_by_role("button", name="Sign a new list").last.click()
    title(page, "Sign the list")
    return page


def published(page: Page) -> State:
    """Sign the list, and return what goes to the server."""
    with page.expect_request("**/api/list") as asked:
        press(page, "Sign and publish the list")
    told: State = json.loads(asked.value.post_data or "")
    expect(page.locator("#notice")).to_contain_text("The list is signed.")
    return told


def hand_out(source: Source, person: State, keys: State) -> None:
    """Have the server itself take these keys for a person's."""
    with source.box.writing() as rows:
        rows.execute(
            "UPDATE people SET pq=?, x25519=? WHERE user_id=?",
            (keys["pq"], keys["x25519"], person["id"]),
        )


def recipients(told: State) -> dict[str, str]:
    return {one["name"]: one["pq"] for one in json.loads(b64decode(told["payload"]))["recipients"]}


def own_words(page: Page) -> str:
    page.get_by_role("button", name="Recipients and keys").click()
    words = page.locator("[data-part=own-words] .fingerprint")
    expect(words).to_have_text(FOUR_WORDS)
    return words.inner_text()


def test_keys_that_the_server_changed_are_signed_only_if_their_words_were_heard(
    open_window: OpenWindow, ilse: Person, nell: Person, stranger: dict[str, str]
):
    phone = lying(open_window(width=390), lambda state: about(state, nell).update(stranger))
    page = at_list(ilse.unlock(ilse.come(phone)))
    shown = page.locator(".compare")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(f"{apart(nell.name)} stands on the last list with other keys.")
    sound(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    press(page, "Sign and publish the list")

    expect(page.locator("#problem")).to_contain_text("Nothing is signed yet.")
    expect(page.get_by_role("checkbox", name="I have heard")).to_be_focused()
    assert [one for one in asked if one.endswith("api/list")] == []
    hers = own_words(at_desk(open_window, nell))
    assert hers != shown.locator(".fingerprint").inner_text()
    page.get_by_role("checkbox", name=nell.name, exact=True).uncheck()
    expect(shown).to_be_hidden()


def test_one_s_own_keys_come_from_one_s_own_keyring_and_known_ones_are_not_asked_for_again(
    open_window: OpenWindow,
    running_paper: RunningPaper,
    ilse: Person,
    nell: Person,
    stranger: dict[str, str],
):
    page = ilse.come(open_window())
    true = page.request.get("/newsroom/tips/api/state").json()
    lying(page, lambda state: about(state, ilse).update(stranger, may_run=False))
    at_list(ilse.unlock(page))
    expect(page.locator(".compare")).to_have_count(0)
    told = published(page)

    assert recipients(told) == {one.name: about(true, one)["pq"] for one in (ilse, nell)}
    page.unroute("**/api/state")
    # What signs the next list was locked up for her own keys: she needs no sheet.
    at_list(page)
    published(page)


def test_a_place_on_the_list_is_not_given_to_another_by_changing_names(
    open_window: OpenWindow, ilse: Person, nell: Person
):
    page = ilse.come(open_window())
    lying(page, lambda state: about(state, nell).update(name="Ruth Osei"))
    at_list(ilse.unlock(page))

    expect(page.locator(".compare")).to_contain_text("Call \u2068Ruth Osei\u2069")


def test_who_was_put_off_the_list_under_her_own_name_is_warned_loudly(
    open_window: OpenWindow,
    source: Source,
    ilse: Person,
    nell: Person,
    stranger: dict[str, str],
):
    fooled = ilse.come(open_window())
    true = about(fooled.request.get("/newsroom/tips/api/state").json(), nell)
    hand_out(source, true, stranger)
    at_list(ilse.unlock(fooled))
    [words] = compare_words(fooled)
    assert recipients(published(fooled))[nell.name] == stranger["pq"]
    hand_out(source, true, true)
    hers = nell.unlock(nell.come(open_window()))
    warned = hers.locator(".warning")
    expect(warned).to_contain_text("other keys under your name than yours")
    own = hers.locator(".reminder .fingerprint")
    expect(own).to_have_text(FOUR_WORDS)
    assert own.inner_text() != words
    sound(hers)

    page = at_desk(open_window, ilse)
    at_list(page)
    assert compare_words(page) == [own_words(hers)]
    published(page)
    hers.reload()
    nell.unlock(hers)
    expect(hers.get_by_role("button", name="Recipients and keys")).to_be_visible()
    expect(warned).to_have_count(0)


def test_the_newsroom_s_key_is_not_taken_from_the_server_for_another(
    open_window: OpenWindow,
    ilse: Person,
    scripts: Scripts,  # noqa: F811
):
    page = ilse.come(open_window())
    own = about(page.request.get("/newsroom/tips/api/state").json(), ilse)["pq"]
    swapped = scripts.ask("lock", bytes(32), [own])
    lying(page, lambda state: state.update(root_sealed=swapped))
    at_list(ilse.unlock(page))
    press(page, "Sign and publish the list")

    expect(page.locator("#problem")).to_contain_text("is not this newsroom's")
    page.get_by_label("The twelve words of the newsroom's sheet").fill(ilse.words["newsroom"])
    published(page)


def test_a_list_that_has_expired_by_this_device_s_own_clock_has_expired(
    open_window: OpenWindow, ilse: Person
):
    page = ilse.come(open_window())
    page.clock.set_fixed_time("2035-01-01T12:00:00Z")
    page.reload()
    ilse.unlock(page)

    expect(page.locator(".warning").first).to_contain_text("has expired, and the line is closed")


def forged_ring(scripts: Scripts, lock: str, own: State) -> str:  # noqa: F811
    """Return a keyring that the server has made: it knows whom to lock it up for, and no more."""
    pair = scripts.ask("makePair")
    keys = {"pair": {"pq": pair["pq"], "x25519": pair["x25519"]}, "since": "2026-11-26"}
    ring = scripts.ask("newRing", {"newsroom": "", "root": "", "user": own["id"], **keys})
    sealed = scripts.ask("canonical", {**ring, "mac": "0" * 64}).encode()
    told: str = scripts.ask("lock", sealed, [lock])
    return told


def test_a_keyring_that_its_owner_did_not_lock_up_is_not_used(
    open_window: OpenWindow,
    ilse: Person,
    scripts: Scripts,  # noqa: F811
):
    page = ilse.come(open_window())

    def swap(state: State) -> None:
        state["mine"]["keyring"] = forged_ring(scripts, state["mine"]["lock"], state["me"])

    lying(page, swap).reload()
    page.get_by_label("Your passphrase of six words").fill(ilse.words["passphrase"])
    press(page, "Unlock")

    expect(page.locator("#problem")).to_contain_text("were not locked up by you")
    title(page, "Your keys are locked")


def test_the_offline_opener_uses_no_keyring_that_its_owner_did_not_lock_up(
    open_window: OpenWindow,
    browser: Browser,
    source: Source,
    ilse: Person,
    tmp_path: Path,
):
    source.send("The bridge was never inspected.")
    page = open_tip(at_desk(open_window, ilse), source)
    page.get_by_text("Take it to a computer without network").click()
    with page.expect_download() as waiting:
        press(page, "Save it locked")
    saved = json.loads(Path(waiting.value.path()).read_text())
    state = page.request.get("/newsroom/tips/api/state").json()
    saved["keyring"] = forged_ring(source.scripts, state["mine"]["lock"], state["me"])
    with page.expect_download() as opener:
        page.get_by_role("link", name="Download the offline opener").click()
    opener.value.save_as(tmp_path / "opener.html")
    alone = browser.new_context(offline=True).new_page()
    alone.goto((tmp_path / "opener.html").as_uri())
    alone.get_by_label("The saved tip").set_input_files(
        {"name": "a.tip", "mimeType": "", "buffer": json.dumps(saved).encode()}
    )
    alone.get_by_label("Your passphrase of six words").fill(ilse.words["passphrase"])
    press(alone, "Open it")

    expect(alone.locator("#problem")).to_contain_text("were not locked up by their owner")
    alone.context.close()


def answer(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    press(page, "Send the answer")


def test_t16_two_keys_of_one_kind_in_a_conversation_stop_the_answer(
    open_window: OpenWindow, ilse: Person, source: Source
):
    other = Source(source.scripts, source.paper)
    source.lay_in(source.locked(source.packed(source.head("It is me."))), reply=other.reply)
    forged = source.head("Me too.", kind="more", reply=other.reply)
    source.lay_in(source.locked(source.packed(forged)))
    page = open_tip(at_desk(open_window, ilse), source)
    expect(page.locator("[data-part=warnings]")).to_contain_text("Do not answer yet.")
    answer(page, "Who are you?")

    expect(page.locator("#problem")).to_contain_text("A source has one key for answers")
    assert source.answers() == []
    assert threads.get(source.box, source.thread).key_changed


def test_a_source_who_changed_the_way_is_answered_once_somebody_has_said_so(
    open_window: OpenWindow, ilse: Person, source: Source
):
    plain = Source(source.scripts, source.paper, way="plain")
    plain.thread = source.thread
    source.lay_in(source.locked(source.packed(source.head("At home."))), reply=plain.reply)
    plain.send("In a library.", kind="more")
    page = open_tip(at_desk(open_window, ilse), source)
    expect(page.locator("[data-part=warnings]")).to_contain_text("came here in two ways")
    sound(page)
    answer(page, "Are you safe?")
    expect(page.locator("#problem")).to_contain_text("Nothing is sent yet.")
    assert source.answers() == []
    page.get_by_role("checkbox", name="hold whoever wrote the last one").check()
    press(page, "Send the answer")

    expect(page.locator("#notice")).to_contain_text("lies ready")
    assert plain.answers()[0][1]["head"]["text"] == "Are you safe?"


def test_a_tip_that_was_locked_up_for_an_earlier_list_is_told_of(
    open_window: OpenWindow, ilse: Person, source: Source
):
    epoch = source.in_force["epoch"]
    for text, of in (("Sent meanwhile.", epoch - 1), ("Sent late.", epoch - 1), ("New.", epoch)):
        source.send(text, epoch=of)
    with source.box.writing() as rows:
        for place, days in enumerate((1, 2, 2)):
            rows.execute(
                "UPDATE messages SET day=? WHERE thread=? AND place=?",
                (in_days(days).isoformat(), source.thread, place),
            )
    page = open_tip(at_desk(open_window, ilse), source)

    assert [told.partition(",")[0] for told in warnings(page)] == [
        "This was locked up for an earlier list"
    ]
    expect(page.locator(".message", has_text="Sent late.").locator(".warning")).to_be_visible()


BETWEEN = (
    "Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => ({controller: {}})})"
)


@pytest.mark.parametrize("address", ["/tips/", "/tips/reply/"])
def test_nothing_is_written_where_a_program_of_the_site_stands_between(
    open_window: OpenWindow, running_paper: RunningPaper, address: str
):
    page = open_window(width=390)
    page.add_init_script(BETWEEN)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)

    expect(page.get_by_role("alert").first).to_contain_text("Do not write here.")
    expect(page.locator("form:visible")).to_have_count(0)
    assert [one for one in asked if "list.json" in one or "worker" in one] == []
    sound(page)


def test_no_keys_are_unlocked_where_a_program_of_the_site_stands_between(
    open_window: OpenWindow, running_paper: RunningPaper, ilse: Person
):
    page = open_window()
    page.add_init_script(BETWEEN)
    ilse.come(page)

    title(page, "This page cannot go on")
    expect(page.locator(".warning")).to_contain_text("new private window")
