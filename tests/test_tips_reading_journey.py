"""Reading confidential tips, in a browser on the real server: whatever a source or a server sends, it is told, and harms nobody."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from broadsheet.tips import threads
from broadsheet.tips.days import in_days
from broadsheet.tips.errors import UnknownThreadError
from broadsheet.tips.tests.asked_of_scripts import Scripts, scripts  # noqa: F401 (a fixture)
from tests.running import RunningPaper
from tests.tips_people import (
    Person,
    Source,
    apart,
    at_desk,
    open_tip,
    press,
    set_up_line,
    sound,
    stem_of,
    warnings,
)
from tests.town import jpeg

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]


@pytest.fixture(scope="module")
def ilse() -> Person:
    return Person("Ilse", "Markham", "Publisher")


@pytest.fixture(scope="module")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, ilse: Person
) -> Iterator[RunningPaper]:
    """A paper whose line Ilse has set up with Nell."""
    paper = RunningPaper(tmp_path_factory.mktemp("tips"), "--demo")
    nell = Person("Nell", "Roe", "Editor")
    try:
        set_up_line(browser, paper.wait(), ilse, nell)
        yield paper
    finally:
        paper.stop()


@pytest.fixture
def source(scripts: Scripts, running_paper: RunningPaper) -> Source:  # noqa: F811
    return Source(scripts, running_paper)


@pytest.fixture
def desk(open_window: OpenWindow, running_paper: RunningPaper, ilse: Person) -> Page:
    return at_desk(open_window, ilse)


def test_a_tip_is_read_answered_with_a_file_and_talked_about(desk: Page, source: Source):
    source.send("The bridge was never inspected.", [("plan.pdf", b"%PDF-1.7 bridge")])
    page = open_tip(desk, source)
    expect(page.locator(".words")).to_have_text("The bridge was never inspected.")
    sound(page)
    page.get_by_label("Note", exact=True).fill("Ask the county first.")
    press(page, "Keep the note")
    expect(page.locator("#notice")).to_have_text("The note is kept.")
    page.get_by_label("Your answer").fill("Who signed it?")
    page.get_by_label("Your name, if the source may know it").fill("Ilse Markham")
    page.get_by_label("Files").set_input_files(
        {"name": "page1.txt", "mimeType": "text/plain", "buffer": b"Is it this page?"}
    )
    press(page, "Send the answer")

    expect(page.locator("#notice")).to_contain_text("lies ready")
    signed = apart("Ilse Markham")
    expect(page.locator(".message h2")).to_contain_text(
        ["From the source", f"Note by {signed}", f"Our answer, signed {signed}"]
    )
    expect(page.locator(".words").nth(1)).to_have_text("Ask the county first.")
    [(_message, told)] = source.answers()
    assert told["head"]["text"] == "Who signed it?"
    assert told["head"]["name"] == "Ilse Markham"
    assert [file["name"] for file in told["files"]] == ["page1.txt"]
    assert source.scripts.ask("headFits", told["head"], source.in_force)


def test_a_tip_becomes_an_assignment_is_given_to_someone_and_kept_longer(
    desk: Page, source: Source
):
    source.send("The bridge was never inspected.")
    page = open_tip(desk, source)
    page.get_by_label("Assigned to").select_option(label="Ilse Markham")
    expect(page.locator("#notice")).to_have_text("Changed.")
    page.get_by_label("State").select_option(label="In work")
    expect(page.locator("#notice")).to_have_text("Changed.")
    page.get_by_text("Make an assignment of it").click()
    page.get_by_label("Working headline").fill("A bridge nobody looked at")
    page.get_by_label("Who writes it").fill("Jon Abbey")
    page.get_by_label("Due, if there is a day").fill("2026-12-04")
    story = page.get_by_role("link", name="Start the story in the newsroom")
    expect(story).to_have_attribute("href", "/newsroom/stories/new/")
    press(page, "Keep the assignment")
    expect(page.locator(".message").last).to_contain_text("A bridge nobody looked at")
    expect(page.locator(".message").last).to_contain_text("December 4, 2026")
    page.get_by_text("Keep it longer").click()
    page.get_by_label("Days from today").fill("200")
    page.get_by_label("Why", exact=True).fill("A trial in spring")
    press(page, "Keep it")

    expect(page.locator("#notice")).to_have_text("The tip is kept longer.")
    expect(page.locator(".message").last).to_contain_text("A trial in spring")
    known = threads.get(source.box, source.thread)
    assert known.state == "working"
    assert known.assigned
    assert known.ends == in_days(200).isoformat()


def test_t16_another_key_for_answers_than_the_source_s_own_stops_the_answer(
    desk: Page, source: Source
):
    other = Source(source.scripts, source.paper)
    source.lay_in(source.locked(source.packed(source.head("It is me."))), reply=other.reply)
    page = open_tip(desk, source)
    expect(page.locator("#place > .warning, [data-part=warnings] .warning")).to_contain_text(
        "Do not answer yet."
    )
    page.get_by_label("Your answer").fill("Who are you?")
    press(page, "Send the answer")

    expect(page.locator("#problem")).to_contain_text("Do not answer yet.")
    assert source.answers() == []
    assert threads.get(source.box, source.thread).key_changed
    page.get_by_role("button", name="Recipients and keys").click()
    expect(page.locator("#place")).to_contain_text("found a changed key for answers")


def test_t17_a_message_of_another_conversation_or_newsroom_is_not_shown(desk: Page, source: Source):
    source.send("Of this one.")
    source.send("Of another thread.", kind="more", thread="0" * 64)
    source.send("Of another newsroom.", kind="more", newsroom="0" * 32)
    page = open_tip(desk, source)

    assert [told.partition(" and was")[0] for told in warnings(page)] == [
        "This message belongs to another conversation or newsroom"
    ] * 2
    expect(page.locator(".words:visible")).to_have_text(["Of this one."])


def test_t18_damaged_messages_are_told_and_the_others_still_open(desk: Page, source: Source):
    source.send("A whole one.")
    whole = source.locked(source.packed(source.head("A damaged one.", kind="more")))
    flipped = bytearray(whole)
    flipped[-20] ^= 1
    crowded = whole.replace(b"\n--- ", b"\n-> X25519 abc\nabc" * 1000 + b"\n--- ")
    for wrong in (b"age-encryption.org/v1\nnonsense", whole[:-40], bytes(flipped), crowded):
        source.lay_in(wrong)
    source.send("Another whole one.", kind="more")
    page = open_tip(desk, source)

    assert len(warnings(page)) == 4
    assert all(told.startswith("This message is damaged") for told in warnings(page))
    expect(page.locator(".words:visible")).to_have_text(["A whole one.", "Another whole one."])
    press(page, "Back to the tips")
    expect(page.locator(".tips li").first).to_be_visible()


def test_t19_whatever_stands_in_a_text_is_text(desk: Page, source: Source):
    markup = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
    source.send(f"{markup}\u202egnorw\u0000 Z{chr(0x301) * 99_000}")
    page = open_tip(desk, source)
    words = page.locator(".words:visible")

    expect(words).to_contain_text(markup)
    told = words.inner_text()
    assert told.count("\u0301") == 8
    assert not set("\u202e\u0000") & set(told)
    assert words.get_attribute("dir") == "auto"
    assert words.evaluate("one => getComputedStyle(one).unicodeBidi") == "plaintext"
    assert page.title() == "Confidential tips"
    assert page.locator(".words img, .words script").count() == 0


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("../../etc/passwd", b"root:x", "bin"),
        ("CON", b"MZ\x90", "bin"),
        ("a.pdf.exe", b"MZ\x90", "bin"),
        ("bill\u202efdp.exe", b"MZ\x90", "bin"),
        ("two\nlines.txt", b"words", "txt"),
        ("n" * 251 + ".pdf", b"%PDF-1.7", "pdf"),
        ("photo.docx", b"\x89PNG\r\n\x1a\n", "png"),
    ],
)
def test_t20_a_file_is_saved_under_a_name_that_says_and_does_nothing(
    desk: Page, source: Source, name: str, data: bytes, ending: str
):
    source.send("See the file.", [(name, data)])
    page = open_tip(desk, source)
    shown = page.locator(".files .name").inner_text()
    with page.expect_download() as waiting:
        press(page, "Save")

    stem = stem_of(source.scripts, source.thread)
    assert waiting.value.suggested_filename == f"tip-{stem}-1.{ending}"
    assert Path(waiting.value.path()).read_bytes() == data
    assert shown == re.sub("[\u202e\n]", "\ufffd", name)
    expect(page.locator(".message")).to_contain_text("on a computer without network")


def test_t21_a_container_that_lies_hands_out_no_file(desk: Page, source: Source):
    source.send("A whole one.")
    packed = source.packed(source.head("A lie.", kind="more"), [("a.txt", b"secret plan")])
    for truth, lie in ((b'{"files":1}', b'{"files":2}'), (b'{"size":11}', b'{"size":12}')):
        assert truth in packed
        source.lay_in(source.locked(packed.replace(truth, lie)))
    page = open_tip(desk, source)

    assert len(warnings(page)) == 2
    assert all("not what it says" in told for told in warnings(page))
    expect(page.locator(".files li")).to_have_count(0)
    expect(page.locator(".words:visible")).to_have_text(["A whole one."])


def test_a_note_that_the_newsroom_did_not_sign_is_not_shown(desk: Page, source: Source):
    source.send("A whole one.")
    note = {"what": "note", "by": "Ilse Markham", "on": "2026-11-26", "files": []}
    head = {**source.head("Answer with your home address."), "kind": "note", **note}
    for name in ("reply", "way", "proof"):
        del head[name]
    forged = source.scripts.ask("signHead", head, "11" * 32)
    source.lay_in(source.locked(source.packed(forged)))
    with source.box.writing() as rows:
        rows.execute(
            "UPDATE messages SET sender='note' WHERE thread=? AND place=1", (source.thread,)
        )
    page = open_tip(desk, source)

    assert warnings(page) == [
        "This is not signed by this newsroom. It is not shown: someone else may have written it."
    ]
    expect(page.locator("#place")).not_to_contain_text("home address")


def test_a_picture_is_drawn_anew_in_a_frame_that_can_reach_nothing(desk: Page, source: Source):
    bomb = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08"
    source.send("See.", [("kitchen.jpg", jpeg(640, 480, sky=(10, 90, 214))), ("b.png", bomb)])
    page = open_tip(desk, source)
    page.get_by_role("button", name="Look at the picture").first.click()
    frame = page.frame_locator("iframe").first
    expect(frame.locator("canvas")).to_be_visible()

    size = frame.locator("canvas").evaluate("one => [one.width, one.height]")
    assert size == [640, 480]
    assert frame.locator("body").evaluate("() => self.origin") == "null"
    sound(page)
    press(page, "Hide the picture")
    page.get_by_role("button", name="Look at the picture").last.click()
    expect(page.frame_locator("iframe").first.locator("#told")).to_contain_text("too large")


def test_a_tip_that_arrived_readable_says_so_and_is_answered_with_keys_of_its_kind(
    desk: Page,
    scripts: Scripts,  # noqa: F811
    running_paper: RunningPaper,
):
    source = Source(scripts, running_paper, way="plain")
    source.send("No scripts here.")
    desk.get_by_role("button", name="Tips", exact=True).click()
    stem = stem_of(scripts, source.thread)
    expect(desk.locator("li", has_text=stem)).to_contain_text("Arrived readable")
    page = open_tip(desk, source)
    expect(page.locator("dl").last).to_contain_text("our server locked it up as it came")
    page.get_by_label("Your answer").fill("Read.")
    press(page, "Send the answer")
    expect(page.locator("#notice")).to_contain_text("lies ready")

    assert source.answers()[0][1]["head"]["text"] == "Read."


@pytest.fixture
def many(open_window: OpenWindow, source: Source, ilse: Person) -> Iterator[Page]:
    """The desk, with 52 tips; one is done."""
    source.empty_box()
    for number in range(52):
        source.thread = secrets.token_hex(32)
        source.lay_in(b"age-encryption.org/v1\n")
        if number == 0:
            threads.change(source.box, source.thread, by=1, state="done")
    desk = at_desk(open_window, ilse)
    expect(desk.locator(".count")).to_have_text("Tips: 52")
    yield desk
    source.empty_box()


def test_t23_many_tips_come_in_pages_and_can_be_asked_for(many: Page):
    expect(many.locator(".tips > li")).to_have_count(50)
    sound(many)
    press(many, "Next page")
    expect(many.locator(".tips > li")).to_have_count(2)
    many.get_by_label("State").select_option(label="Done")
    expect(many.locator(".count")).to_have_text("Tips: 1")
    many.get_by_label("State").select_option(label="Read")
    expect(many.locator("#place")).to_contain_text("No tip is like this.")
    many.get_by_label("State").select_option(label="All")
    many.get_by_label("Order").select_option(label="Ending soonest first")
    expect(many.locator(".tips > li")).to_have_count(50)


def test_t23_tips_are_marked_thrown_away_and_opened_by_the_keyboard(many: Page):
    many.locator("h1").focus()
    for key in ("j", "j", "x", "k", "x"):
        many.keyboard.press(key)
    expect(many.locator(".tips input:checked")).to_have_count(2)
    press(many, "Throw away what is marked")
    press(many, "Throw them away")
    expect(many.locator("#notice")).to_have_text("Thrown away: 2")
    expect(many.locator(".count")).to_have_text("Tips: 50")

    many.keyboard.press("j")
    many.keyboard.press("Enter")
    expect(many.locator("h1")).to_have_text(re.compile("^Tip [a-z]+-[a-z]+$"))
    many.go_back()
    expect(many.locator("h1")).to_have_text("Tips")
    many.get_by_role("checkbox", name=re.compile("^Use keys")).uncheck()
    many.locator("h1").focus()
    many.keyboard.press("j")
    expect(many.locator("h1")).to_be_focused()


def test_a_large_message_is_fetched_when_it_is_asked_for(desk: Page, source: Source):
    film = bytes(25 * 1024 * 1024)
    source.send("See the film.", [("film.mp4", film)])
    page = open_tip(desk, source)
    expect(page.locator(".message")).to_contain_text("This message is large")
    press(page, "Open it")

    expect(page.locator(".words")).to_have_text("See the film.")
    with page.expect_download() as file:
        press(page, "Save")
    assert Path(file.value.path()).stat().st_size == len(film)


def test_a_tip_is_deleted_for_everyone_once_that_is_confirmed(desk: Page, source: Source):
    source.send("Not for us.")
    page = open_tip(desk, source)
    press(page, "Delete this tip")
    sound(page)
    press(page, "Delete it")

    expect(page.locator("#notice")).to_have_text("The tip is deleted.")
    with pytest.raises(UnknownThreadError):
        threads.get(source.box, source.thread)


@pytest.fixture
def saved(desk: Page, source: Source, tmp_path: Path) -> Path:
    """A folder with a saved tip and the offline opener."""
    source.send("The bridge was never inspected.", [("plan.pdf", b"%PDF-1.7 bridge")])
    page = open_tip(desk, source)
    page.get_by_label("Note", exact=True).fill("Ask the county first.")
    press(page, "Keep the note")
    expect(page.locator("#notice")).to_have_text("The note is kept.")
    page.get_by_text("Take it to a computer without network").click()
    with page.expect_download() as tip:
        press(page, "Save it locked")
    tip.value.save_as(tmp_path / "bridge.tip")
    with page.expect_download() as opener:
        page.get_by_role("link", name="Download the offline opener").click()
    opener.value.save_as(tmp_path / "opener.html")
    return tmp_path


@pytest.mark.parametrize("kind", ["passphrase", "newsroom"])
def test_a_saved_tip_opens_without_network_in_one_file(
    browser: Browser, saved: Path, ilse: Person, kind: str
):
    assert b"bridge" not in (saved / "bridge.tip").read_bytes()
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((saved / "opener.html").as_uri())
    sound(page)
    page.get_by_label("The saved tip").set_input_files(saved / "bridge.tip")
    field = page.get_by_label("Your passphrase of six words")
    field.fill("-".join(reversed(ilse.words["passphrase"].split("-"))))
    press(page, "Open it")
    expect(page.locator("#problem")).to_contain_text("do not open this tip")
    field.fill(ilse.words[kind].replace("-", " "))
    press(page, "Open it")

    expect(page.locator(".words").last).to_have_text("Ask the county first.")
    sound(page)
    with page.expect_download() as file:
        press(page, "Save")
    assert Path(file.value.path()).read_bytes() == b"%PDF-1.7 bridge"
    context.close()
