"""The pictures in README and the manuals, made of the demo paper as it is.

`PICTURES=write pytest tests/test_pictures.py` renews them; otherwise each is made and thrown away, so that a picture of
something that is no more cannot stay.
"""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests import desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
READERS = {
    "front.png": ("/", 1440, 1500),
    "story.png": ("/2016/05/eleven-nations-near-deal-on-storm-buoys/", 1440, 1300),
    "front-phone.png": ("/", 360, 800),
}
DESK = {
    "desk-home.png": "/newsroom/",
    "desk-stories.png": "/newsroom/stories/",
    "desk-letters.png": "/newsroom/letters/",
    "desk-paper.png": "/newsroom/settings/masthead/paper/",
}
COLOURS = 128
OpenWindow = Callable[..., Page]


def keep(picture: bytes, name: str) -> None:
    """Keep a picture if it is asked for; else see that one of this shape is kept."""
    made = Image.open(BytesIO(picture)).convert("RGB")
    if os.environ.get("PICTURES") == "write":
        PICTURES.mkdir(exist_ok=True)
        # Pages have few colours: a third of the bytes, and nobody sees the difference.
        made.quantize(COLOURS).save(PICTURES / name, optimize=True)
    kept = Image.open(PICTURES / name)
    assert kept.width == made.width


@pytest.mark.parametrize("name", READERS)
def test_a_readers_page_in_the_manual_is_a_page_of_the_paper(open_window: OpenWindow, name: str):
    path, width, height = READERS[name]
    page = open_window(width=width)
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(path)
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == 200
    keep(page.screenshot(), name)


@pytest.mark.parametrize("name", DESK)
def test_a_screen_in_the_manual_is_a_screen_of_the_newsroom(
    open_window: OpenWindow, running_paper: RunningPaper, name: str
):
    page = open_window(width=1280)
    desk.sign_in_first(page, running_paper)
    answer = page.goto(DESK[name])
    page.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == 200
    keep(page.screenshot(), name)
