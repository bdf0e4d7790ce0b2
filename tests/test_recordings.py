"""Hearing and seeing what the paper recorded, in a browser before the demo paper."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.running import RunningPaper, asks_no_other_host

pytestmark = pytest.mark.browser

OpenWindow = Callable[..., Page]
FILM = "/2026/11/who-paints-the-towns-name/"
SOUND = "/2026/11/night-freights-return/"
# Plays the first recording of the page, without sound, and waits until it has moved.
PLAY = """async (kind) => {
  const player = document.querySelector(kind);
  player.muted = true;
  await player.play();
  await new Promise((done) => player.addEventListener("timeupdate", () => player.currentTime > 0.2 && done()));
  return player.duration;
}"""
# Goes to a moment in it, and waits until it is there.
GO_TO = """async ([kind, moment]) => {
  const player = document.querySelector(kind);
  player.pause();
  const there = new Promise((done) => player.addEventListener("seeked", done, { once: true }));
  player.currentTime = moment;
  await there;
  return player.currentTime;
}"""
# What the button of the player does; returns the caption that then shows.
SHOW_CAPTIONS = """async () => {
  const track = document.querySelector("video").textTracks[0];
  track.mode = "showing";
  while (!track.activeCues?.length) await new Promise((done) => setTimeout(done, 50));
  return track.activeCues[0].text;
}"""


def recordings_asked(requests: list[Request]) -> list[str]:
    paths = [urlsplit(request.url).path for request in requests]
    return [path for path in paths if path.startswith("/media/recordings/")]


def test_a_film_plays_with_its_captions_when_a_reader_asks_for_it(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    with asks_no_other_host(page, running_paper.address):
        page.goto(FILM)
        page.locator("video").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert recordings_asked(asked) == []
        assert page.evaluate(PLAY, "video") == pytest.approx(14, abs=0.5)
        assert page.evaluate(GO_TO, ["video", 7.5]) == pytest.approx(7.5, abs=0.1)
        said = page.evaluate(SHOW_CAPTIONS)

    assert said == "The bowl slipped."


def test_sound_plays_from_anywhere_in_it(open_window: OpenWindow):
    page = open_window()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(SOUND)
    page.wait_for_load_state("networkidle")
    assert recordings_asked(asked) == []

    assert page.evaluate(PLAY, "audio") == pytest.approx(17, abs=0.5)

    assert page.evaluate(GO_TO, ["audio", 12]) == pytest.approx(12, abs=0.1)


def test_what_is_said_can_be_read_without_scripts(open_window: OpenWindow):
    page = open_window(scripts=False)
    page.goto(FILM)

    page.get_by_text("Transcript", exact=True).click()

    assert page.get_by_text("Two thirds of the way around, the bowl jumps").is_visible()
