"""What a source sees with scripts: telling the newsroom something, and reading its answers, in a browser before a real server."""

import base64
import hashlib
import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from broadsheet.photos.tests.noted import NOTE, noted_jpeg, noted_png, noted_webp, turned
from broadsheet.tips import drills, threads
from broadsheet.tips.errors import UnknownThreadError
from tests import access
from tests.running import RunningPaper
from tests.sources import (
    CuttingLine,
    TipLine,
    begin,
    choose,
    downloads,
    line,  # noqa: F401 (a fixture)
    noise,
    open_code,
    received,
    running_paper,  # noqa: F401 (a fixture)
    said,
    seen,
    send,
    tab_to,
    tell,
    write_down,
)

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
TEXT = "The ferry was sold in March.\n\nThe contract lies in the harbour office. 😀"
PDF = b"%PDF-1.7 made up"


def test_a_tip_with_files_is_opened_by_each_of_those_who_are_named(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    begin(page)
    expect(page.locator("[data-show=locked]")).to_contain_text("Ilse Markham")
    expect(page.locator("[data-show=locked]")).to_contain_text("Nell Roe")
    page.locator("#text").fill(TEXT)
    big = noise(5_000_000)
    choose(page, ("contract.pdf", PDF), ("../../empty", b""), ("talk.mp3", big))
    expect(page.locator("[data-files] .hint").first).to_contain_text("A PDF may hold who made it")
    code = write_down(page)
    send(page)
    received(page)

    thread = line.thread_of(code)
    for reader in ("Ilse Markham", "Nell Roe"):
        tip = line.opened(thread, reader)
        assert tip["head"]["text"] == TEXT
        assert [base64.b64decode(one["bytes"]) for one in tip["files"]] == [PDF, b"", big]


def test_an_answer_is_read_more_is_said_and_all_of_it_is_deleted_for_good(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    code = tell(page, TEXT)
    thread = line.thread_of(code)
    tip = line.opened(thread)
    line.answer(tip, "Can we meet?", attached=[("notes.pdf", "application/pdf", PDF)])

    page.get_by_role("link", name="Where our answers will be").click()
    open_code(page, " ".join(code))
    expect(page.locator(".said")).to_have_text("Can we meet?")
    expect(page.locator("[data-messages]")).to_contain_text("Ilse Markham")
    assert downloads(page) == [("file-1.pdf", PDF)]

    page.locator("#text").fill("At the boathouse.")
    send(page)
    received(page)
    more = line.opened(thread)["head"]
    assert (more["kind"], more["text"]) == ("more", "At the boathouse.")
    assert more["reply"] == tip["head"]["reply"]

    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("button", name="Yes, delete it for good").click()
    expect(page.get_by_role("heading", name="Deleted", exact=True)).to_be_visible()
    with pytest.raises(UnknownThreadError):
        threads.get(line.box, thread)


def test_a_conversation_is_locked_again_by_one_press(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    code = tell(page, TEXT)
    line.answer(line.opened(line.thread_of(code)), "Can we meet?")
    page.goto("/tips/reply/")
    open_code(page, " ".join(code))
    expect(page.locator(".said")).to_be_visible()

    page.get_by_role("button", name="Lock it again").click()

    expect(page.locator("#code")).to_be_visible()
    assert page.locator("#code").input_value() == ""
    assert "Can we meet?" not in page.content()


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1600, False)])
def test_everyone_can_use_both_pages(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
    width: int,
    dark: bool,
):
    page = open_window(width=width, dark=dark)
    begin(page)
    page.locator("summary").click()
    choose(page, (f"{'long' * 40}.docx", b"PK"))
    expect(page.locator("[data-files] .hint")).to_contain_text("names of who wrote")
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    page.locator("#text").fill("The ferry was sold.")
    send(page)
    assert "First write down your seven words" in said(page)
    code = write_down(page)
    assert access.faults(page, access.ADVISED) == ""
    send(page)
    received(page)
    assert access.faults(page, access.ADVISED) == ""
    line.answer(line.opened(line.thread_of(code)), "Thank you.")

    page.goto("/tips/reply/")
    open_code(page, " ".join(code))
    expect(page.locator(".said")).to_have_text("Thank you.")
    page.get_by_role("button", name="Delete it").click()
    assert access.faults(page, access.ADVISED) == ""
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_a_tip_is_sent_by_the_keyboard_alone(open_window: OpenWindow, line: TipLine):  # noqa: F811
    page = open_window()
    begin(page)
    words = page.locator(".code li").all_inner_texts()
    tab_to(page, "#text")
    page.keyboard.type("The ferry was sold.")
    tab_to(page, "[data-code-shown] button")
    page.keyboard.press("Enter")
    for field in ("word-a", "word-b"):
        tab_to(page, f"#{field}")
        asked = page.locator(f"label[for={field}]").inner_text()
        page.keyboard.type(words[int(asked.rpartition(" ")[2]) - 1])
    tab_to(page, "form button[type=submit]")
    page.keyboard.press("Enter")
    received(page)

    assert line.opened(line.thread_of(words))["head"]["text"] == "The ferry was sold."
    assert page.evaluate("document.activeElement.textContent") == "Received"


def test_t14_a_code_with_a_slip_is_not_known_just_as_a_wrong_one(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    code = tell(page, "The ferry was sold.")
    page.goto("/tips/reply/")
    wrong = "able able able able able able able"
    for typed in (" ".join(code[:6]), " ".join([*code[:6], code[6] + "x"]), wrong, "<b>", ""):
        open_code(page, typed)
        expect(page.locator("#refused")).to_contain_text("These words are not known.")
        expect(page.locator("#code")).to_be_focused()

    open_code(page, "\u3000" + "—".join(word.capitalize() for word in code) + "…")

    expect(page.get_by_role("heading", name="Your conversation")).to_be_visible()
    expect(page.locator("[data-messages] > li")).to_have_count(1)


def test_t15_a_message_that_holds_the_code_is_stopped_however_it_is_spelled(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    before = line.count()
    page = open_window()
    begin(page)
    code = write_down(page)
    for spelled in (
        " ".join(code),
        "\n".join(f"{place}. {word.upper()}" for place, word in enumerate(code, 1)),
        "".join(word.title() for word in code),
        "＿".join(code),
    ):
        page.locator("#text").fill(f"Hello. {spelled} Bye.")
        send(page)
        assert "Your message holds your seven words." in said(page)
    page.locator("#text").fill("Hello.")
    choose(page, (f"{'-'.join(code)}.txt", b"Hello."))
    send(page)
    assert "Your message holds your seven words." in said(page)

    assert line.count() == before


def test_t17_t18_answers_of_another_conversation_or_damaged_are_not_shown(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    other_tip = line.opened(line.thread_of(tell(page, "The other one.")))
    code = tell(page, "The ferry was sold.")
    tip = line.opened(line.thread_of(code))
    swapped = {"head": {**other_tip["head"], "reply": tip["head"]["reply"]}}
    line.answer(swapped, "Meant for another", under=tip["head"]["thread"])
    line.answer(tip, "Damaged on the way", spoilt=True)
    line.answer(tip, "Of no known voice", epoch=99)
    line.answer(tip, "With another file", attached=[("a", "", b"1")], files=["00" * 32])
    line.answer(tip, "This one is good")

    page.goto("/tips/reply/")
    open_code(page, " ".join(code))

    expect(page.locator(".said")).to_have_text(["This one is good"])
    expect(page.locator("[data-messages] .warning")).to_have_count(4)


def test_t19_t20_an_answer_is_text_and_its_files_are_downloads(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    code = tell(page, "The ferry was sold.")
    hostile = f"<img src=x onerror=alert(1)>\u202egnp\n\x00{'a' + chr(0x301) * 1000}"
    script = b"<script>alert(1)</script>"
    named = [("../../CON.pdf.exe", "text/html", script), ("a\nb\u202etxt.exe", "__proto__", script)]
    line.answer(line.opened(line.thread_of(code)), hostile, attached=named)

    page.goto("/tips/reply/")
    open_code(page, " ".join(code))

    expect(page.locator(".said")).to_contain_text("<img src=x onerror=alert(1)>")
    text = page.locator(".said").inner_text()
    assert not {"\u202e", "\x00"} & set(text)
    assert text.count("\u0301") == 8
    assert page.locator(".said *").count() == 0
    assert downloads(page) == [("file-1.bin", script), ("file-2.bin", script)]


def test_t22_pictures_are_sent_without_what_cameras_write_into_them_and_right_way_up(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    begin(page)
    photo, broken, held_otherwise = noted_jpeg(), noted_jpeg()[:900], turned("JPEG", 6)
    noted = [("a.jpg", photo), ("b.png", noted_png()), ("c.webp", noted_webp())]
    choose(page, *noted, ("d.jpg", held_otherwise), ("same.jpg", photo), ("broken.jpg", broken))
    expect(seen(page, "A cleaned copy is sent")).to_have_count(5)
    expect(seen(page, "Your browser cannot clean this picture")).to_have_count(1)
    page.get_by_label("Send the untouched original instead").last.check()
    expect(seen(page, "Send it only if that is the proof").last).to_be_visible()
    code = write_down(page)
    send(page)
    received(page)

    files = line.opened(line.thread_of(code))["files"]
    sent = {file["name"]: base64.b64decode(file["bytes"]) for file in files}
    cleaned = ["picture-1.jpg", "picture-2.png", "picture-3.webp", "picture-4.jpg"]
    assert list(sent) == [*cleaned, "same.jpg", "broken.jpg"]
    assert (sent["same.jpg"], sent["broken.jpg"]) == (photo, broken)
    for name in cleaned:
        picture = Image.open(io.BytesIO(sent[name]))
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "photoshop", "Comment"} & set(picture.info)
        assert NOTE not in sent[name]
    upright = Image.open(io.BytesIO(sent["picture-4.jpg"])).convert("RGB")
    red, _green, blue = upright.getpixel((4, 4))  # type: ignore[misc]
    assert upright.size == (64, 48)
    assert red > 150 > blue


def test_t31_nothing_of_a_tip_is_left_for_whoever_goes_back_or_loads_again(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    code = tell(page, "A very particular sentence.")
    held = [what_is_left(page)]
    page.reload()
    expect(page.locator("form")).to_be_visible()
    held.append(what_is_left(page))
    page.locator("#text").fill("Another particular sentence.")
    page.goto("/contact/")
    page.go_back()
    expect(page.locator("form")).to_be_visible()
    held.append(what_is_left(page))

    for left in held:
        assert "particular" not in left
        assert " ".join(code) not in left
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    assert page.url.endswith("/tips/")


def test_a_part_that_is_cut_off_goes_on_where_it_was_cut(
    browser: Browser,
    line: TipLine,  # noqa: F811
    running_paper: RunningPaper,  # noqa: F811
):
    breaking = CuttingLine(running_paper.port, 2_000_000)
    page = browser.new_page(base_url=breaking.address)
    offsets = []
    page.on("request", lambda asked: offsets.append(asked.headers.get("tips-offset", "0")))
    data = noise(9_000_000)
    try:
        begin(page)
        choose(page, ("film.bin", data))
        code = write_down(page)
        send(page)
        received(page)
    finally:
        page.context.close()
        breaking.close()

    [file] = line.opened(line.thread_of(code))["files"]
    assert hashlib.sha256(base64.b64decode(file["bytes"])).digest() == hashlib.sha256(data).digest()
    assert breaking.cuts == 1
    assert any(0 < int(offset) < 4_194_304 for offset in offsets)


def test_a_line_that_is_gone_is_waited_for_and_the_source_may_stop(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    before = line.count()
    page = open_window()
    begin(page)
    page.locator("#text").fill("The ferry was sold.")
    write_down(page)
    page.context.set_offline(True)
    send(page)
    expect(seen(page, "Paused; it goes on by itself.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    assert "Stopped." in said(page)
    send(page)
    expect(seen(page, "Paused; it goes on by itself.")).to_be_visible()
    page.context.set_offline(False)
    received(page)

    assert line.count() == before + 1


def test_limits_are_told_beside_the_button_and_before_anything_is_sent(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    page = open_window()
    asked = []
    page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
    begin(page)
    expect(page.locator("[data-limits]")).to_contain_text("100,000 characters, 20 files")
    code = write_down(page)
    send(page)
    assert "Write something, or choose a file." in said(page)
    page.locator("#text").fill("😀" * 100_001)
    expect(page.locator("[data-count]")).to_have_text("Characters: 100,001 of 100,000")
    send(page)
    assert "Your message is too long." in said(page)
    page.locator("#text").fill("The ferry was sold.")
    choose(page, *((f"{number}.txt", b"1") for number in range(21)))
    expect(page.locator("[data-files] > li")).to_have_count(20)
    expect(page.locator("[data-files-status]")).to_contain_text("more files than one message takes")
    assert "pass" not in asked

    page.get_by_role("button", name="Remove 3.txt", exact=True).click()
    send(page)
    received(page)
    names = [file["name"] for file in line.opened(line.thread_of(code))["files"]]
    assert names == [f"{number}.txt" for number in range(20) if number != 3]


def test_a_drill_leaves_no_token_in_the_address_and_ends_when_its_answer_was_read(
    open_window: OpenWindow,
    line: TipLine,  # noqa: F811
):
    token = drills.begin(line.box, 1)
    page = open_window()
    begin(page, f"/tips/#drill={token}")
    assert page.url.endswith("/tips/")
    expect(seen(page, "This is a drill")).to_be_visible()
    page.locator("#text").fill("A drill.")
    code = write_down(page)
    send(page)
    received(page)
    line.read_and_answer_drill()

    page.goto("/tips/reply/")
    with page.expect_response("**/tips/read"):
        open_code(page, " ".join(code))

    drill = drills.newest(line.box)
    assert drill
    assert (drill.is_read, drill.is_done) == (True, True)


def what_is_left(page: Page) -> str:
    """Return all that a page holds, its words parted by blanks, and all that stands in its fields."""
    held: str = page.evaluate(
        """document.documentElement.outerHTML.replaceAll("</li><li>", " ")
        + [...document.querySelectorAll("input, textarea")].map((one) => one.value)"""
    )
    return held
