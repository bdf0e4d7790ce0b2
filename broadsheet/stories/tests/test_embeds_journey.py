"""A film that stands elsewhere, from the address that an editor pastes to the reader who plays it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from broadsheet.lib.tests.outsider import Outsider, an_outsider, page, secrecy
from tests import access, desk
from tests.running import RunningPaper, asks_no_other_host
from tests.town import jpeg

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
FILM = "https://www.youtube.com/watch?v=LarkmereCty"
STORY = "/2026/11/how-they-voted/"
PLAYER = "/embed/LarkmereCty?autoplay=1&rel=0"


def test_nobody_else_is_asked_until_a_reader_plays(
    open_window: OpenWindow, running_paper: RunningPaper
):
    window = open_window()

    with asks_no_other_host(window, running_paper.address) as heard:
        window.goto(STORY)
        window.locator(".embed").scroll_into_view_if_needed()
        window.wait_for_load_state("networkidle")
        expect(window.get_by_role("button", name="Play here")).to_be_visible()
        expect(window.get_by_text("Playing asks YouTube; it may note your visit.")).to_be_visible()

    assert any(address.endswith("/static/stories/embed.js") for address in heard)
    assert window.locator("iframe").count() == 0


class Player:
    """YouTube's player on loopback: notes what it is asked over the secret line, and shows a film."""

    def __init__(self, folder: Path) -> None:
        self.secret, _paper = secrecy(folder, "www.youtube-nocookie.com")
        self.heard: list[str] = []

    def __call__(self, line: socket.socket, _asked: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with self.secret.wrap_socket(line, server_side=True) as inside:
            if asked := inside.recv(65536).decode():
                self.heard.append(asked)
                inside.sendall(page("<title>Player</title><p>The film", Connection="close"))


@pytest.fixture
def way_out() -> Iterator[Outsider]:
    """The browser's way out to all other hosts: it hears of each."""
    with an_outsider() as outsider:
        yield outsider


@pytest.fixture
def story(browser: Browser, running_paper: RunningPaper, way_out: Outsider) -> Iterator[Page]:
    """The story in a window of its own: those of other tests may hear of no other host at all."""
    window = browser.new_page(
        base_url=running_paper.address,
        proxy={"server": way_out.address, "bypass": "localhost"},
        ignore_https_errors=True,
    )
    window.goto(STORY)
    window.get_by_role("button", name="Play here").wait_for()
    yield window
    window.context.close()


def test_x03_a_click_opens_the_player_in_a_sandbox_and_tells_it_of_the_paper_alone(
    story: Page, way_out: Outsider, running_paper: RunningPaper, tmp_path: Path
):
    player = way_out.answers["www.youtube-nocookie.com:443"] = Player(tmp_path)
    assert way_out.paths == []

    story.get_by_role("button", name="Play here").press("Enter")

    expect(story.locator("iframe").content_frame.get_by_text("The film")).to_be_visible()
    sandbox = (story.locator("iframe").get_attribute("sandbox") or "").split()
    assert sandbox
    assert not {"allow-top-navigation", "allow-forms", "allow-modals"} & set(sandbox)
    assert set(way_out.paths) == {"www.youtube-nocookie.com:443"}
    [asked] = player.heard
    assert asked.startswith(f"GET {PLAYER} ")
    assert f"referer: {running_paper.address}/\r\n" in asked.lower()
    assert "cookie:" not in asked.lower()


def test_a_player_has_a_name_and_the_keyboard_and_leaves_the_link(story: Page):
    title = story.locator(".embed b").inner_text()

    story.get_by_role("button", name="Play here").press("Enter")

    expect(story.locator("iframe")).to_be_focused()
    expect(story.locator("iframe")).to_have_attribute("title", title)
    expect(story.get_by_text("Playing asks YouTube")).to_have_count(0)
    expect(story.locator(".embed a")).to_have_attribute("href", FILM)


def test_x03_a_frame_of_anyone_else_stays_empty(story: Page, way_out: Outsider, tmp_path: Path):
    tracker = way_out.answers["tracker.example:443"] = Player(tmp_path)

    with story.expect_console_message(lambda line: "frame-src" in line.text):
        story.evaluate(
            """document.querySelector("main").append(
                Object.assign(document.createElement("iframe"), { src: "https://tracker.example/" }))"""
        )

    # A browser may knock before it has read the page's rules; it says nothing there.
    assert tracker.heard == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_embed_shuts_nobody_out(open_window: OpenWindow, dark: bool):
    window = open_window(dark=dark, width=320)
    window.goto(STORY)
    window.get_by_role("button", name="Play here").wait_for()

    assert access.faults(window, access.ADVISED) == ""
    assert window.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_without_scripts_and_on_paper_it_is_a_link(open_window: OpenWindow):
    window = open_window(scripts=False)
    window.goto(STORY)
    link = window.locator(".embed a")
    expect(link).to_have_attribute("href", FILM)
    expect(link.locator("img")).to_be_visible()
    expect(window.get_by_role("button", name="Play here")).to_have_count(0)

    window.emulate_media(media="print")

    printed = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert FILM in printed


def test_an_editor_pastes_an_address_and_title_names_and_picture_come(
    tmp_path: Path, browser: Browser
):
    with an_outsider() as host:
        host.answers["/film"] = page(
            '<title>x</title><meta property="og:title" content="The ferry, filmed">'
            '<meta property="og:site_name" content="County TV"><meta property="og:image" content="/p.jpg">'
        )
        host.answers["/p.jpg"] = page(jpeg(), kind="image/jpeg")
        paper = RunningPaper(tmp_path, FETCH_ALLOWED_PRIVATE=host.place)
        try:
            window = browser.new_page(base_url=paper.wait().address)
            desk.sign_in_first(window, paper)
            desk.take_first_steps(window, "The Ferry Post", "Larkmere", ["Local News", "Sports"])
            desk.start_story(window, "Local News")
            desk.write(window, "The ferry, filmed by the county", "It runs again.")
            paste_address(window, f"{host.address}/film")
            publish_and_read(window)
            assert host.paths == ["/film", "/p.jpg"]
            window.context.close()
        finally:
            paper.stop()


def paste_address(window: Page, address: str) -> None:
    """Add a block, paste an address, and see what was found; then see a sentence for one that may not be asked."""
    window.get_by_role("button", name="Insert a block").last.click()
    window.get_by_role("option", name="From elsewhere").click()
    block = window.locator(".newsroom-embed")
    status = block.get_by_role("status")
    block.get_by_label("Address").fill("http://127.0.0.1:1/film")
    block.get_by_role("button", name="Look it up").click()
    expect(status).to_contain_text("is not asked")
    block.get_by_label("Address").fill(address)
    block.get_by_role("button", name="Look it up").click()
    expect(status).to_have_text("Found. Check title and name.")
    expect(block.get_by_label("Title")).to_have_value("The ferry, filmed")
    expect(block.get_by_label("Who keeps it")).to_have_value("County TV")
    expect(block.locator("[data-chooser-image]")).to_be_visible()
    expect(block.locator("[data-chooser-title]")).to_have_text("The ferry, filmed")


def publish_and_read(window: Page) -> None:
    desk.publish(window)
    desk.find_story(window, "The ferry, filmed by the county")
    window.goto(desk.live_address(window))
    embed = window.locator(".embed")
    expect(embed.get_by_role("link")).to_contain_text("The ferry, filmed")
    expect(embed.locator("img")).to_be_visible()
    expect(embed).to_contain_text("County TV")
    assert window.locator("script[src*=embed]").count() == 0
