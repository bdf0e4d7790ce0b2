"""Pictures as they come in from cameras, agencies and enemies, sent to the program as it runs: each is refused in one sentence
that says what to do, and leaves nothing behind; or it is taken in, and readers get it in all sizes.
"""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from bench.machine import family
from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.made import chunk, picture, written
from broadsheet.incoming.tests.measured import on_linux
from broadsheet.photos.tests.noted import NOTE, XMP, exif, segment, turned
from tests.posting import Answer, Colleague, Part
from tests.running import RunningPaper
from tests.town import jpeg

pytestmark = pytest.mark.sqlite

ADD = "/newsroom/photos/add/one/"
PATIENCE_SECONDS = 120
MOST_KB = 500 * 1024
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
TURNING = "\u202e"


class Sent(NamedTuple):
    """A picture on its way: what its sender calls it, what it is, and of one that is refused, what is said."""

    name: str
    make: Callable[[], bytes]
    sentence: str = ""


def large(mode: str, width: int, height: int, kind: str, **more: object) -> bytes:
    return written(Image.new(mode, (width, height)), kind, **more)


def broken_off(kind: str) -> bytes:
    raw = written(Image.effect_noise((320, 240), 90).convert("RGB"), kind)
    return raw[: len(raw) // 2]


NO_PICTURE, DAMAGED = (
    "This is no picture that browsers show, or it broke off",
    "damaged or cut short",
)
REFUSED = {
    "74 bytes that claim 81 megapixels": Sent(
        "a.png", lambda: made.png_claiming(9000, 9000), "9000 by 9000 pixels. At most 50 million"
    ),
    "10,000 frames": Sent("a.gif", lambda: made.gif_of(10_000), "at most 100 frames"),
    "10,000 frames of WebP": Sent("a.webp", lambda: made.webp_of(10_000), "at most 100 frames"),
    "drawing with a script": Sent("a.svg", lambda: made.SVG, "An SVG drawing can hold programs"),
    "drawing called PNG": Sent("a.png", lambda: made.SVG, NO_PICTURE),
    "web page called JPEG": Sent("a.jpg", lambda: made.PAGE, NO_PICTURE),
    "program called JPEG": Sent("a.jpg", lambda: b"MZ" + bytes(5000), NO_PICTURE),
    "PNG called JPEG": Sent("a.jpg", lambda: picture("PNG"), "Rename it to end in .png"),
    "JPEG called WebP": Sent("a.webp", jpeg, "Rename it to end in .jpg"),
    "picture and program by name": Sent("a.php.jpg", jpeg, "two endings"),
    "telephone's own kind": Sent("a.heic", made.heic, "This is a HEIC picture"),
    "telephone's own kind, renamed": Sent("a.jpg", made.heic, "This is a HEIC picture"),
    "nothing": Sent("a.jpg", bytes, "empty"),
    "41 MB": Sent("a.jpg", lambda: jpeg() + bytes(40 * 1024 * 1024), "at most 40 MB"),
    "half a JPEG": Sent("a.jpg", lambda: broken_off("JPEG"), DAMAGED),
    "half a PNG": Sent("a.png", lambda: broken_off("PNG"), DAMAGED),
    "half a GIF": Sent("a.gif", lambda: broken_off("GIF"), f"{DAMAGED}|{NO_PICTURE}"),
    "half a WebP": Sent("a.webp", lambda: broken_off("WEBP"), f"{DAMAGED}|{NO_PICTURE}"),
    "half an AVIF": Sent("a.avif", lambda: broken_off("AVIF"), f"{DAMAGED}|{NO_PICTURE}"),
    "50 million points in four inks": Sent(
        "a.jpg",
        lambda: large("CMYK", 8660, 5770, "JPEG", progressive=True),
        "At most 25 million are taken in",
    ),
    "25 million points of AVIF that shine through": Sent(
        "a.avif",
        lambda: large("RGBA", 6120, 4080, "AVIF", speed=10),
        "At most 16 million are taken in",
    ),
}


def with_packets(*packets: bytes) -> bytes:
    raw = jpeg()
    return raw[:2] + b"".join(segment(0xE1, XMP_HEAD + one) for one in packets) + raw[2:]


def with_long_packet() -> bytes:
    """Return a PNG with five megabytes of XMP."""
    raw = picture("PNG", 480, 320)
    words = XMP.replace(b"</dc:creator>", b"ferry " * 875_000 + b"</dc:creator>")
    return raw[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + words) + raw[33:]


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b'<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)
TAKEN = {
    "four inks": Sent("a.jpg", lambda: large("CMYK", 480, 320, "JPEG")),
    "16 bits": Sent("a.png", lambda: large("I;16", 480, 320, "PNG")),
    "palette": Sent("a.png", lambda: large("P", 480, 320, "PNG")),
    "palette of a GIF": Sent("a.gif", lambda: large("P", 480, 320, "GIF")),
    "one bit": Sent("a.png", lambda: large("1", 480, 320, "PNG")),
    "see-through": Sent("a.webp", lambda: large("RGBA", 480, 320, "WEBP")),
    **{
        f"camera held as {way}": Sent("a.jpg", lambda way=way: turned("JPEG", way, (480, 360)))
        for way in range(1, 9)
    },
    "path for a name": Sent("../../../etc/cron.d/a.jpg", jpeg),
    "name that reads backwards": Sent(f"gpj{TURNING}exe.jpg", jpeg),
    "GIF that is a script too": Sent("a.gif", lambda: made.GIF_AND_SCRIPT),
    "JPEG that is an archive too": Sent("a.jpg", lambda: made.JPEG_AND_ZIP),
    "5 MB of XMP": Sent("a.png", with_long_packet),
    "XMP with entities": Sent("a.jpg", lambda: with_packets(ENTITIES + XMP.replace(NOTE, b"&j;"))),
    "two packets": Sent("a.jpg", lambda: with_packets(XMP, XMP.replace(b"Nell", b"Ruth"))),
    "50 million points, turned": Sent(
        "a.png", lambda: large("RGBA", 8660, 5770, "PNG", exif=exif(6), compress_level=1)
    ),
    "25 million points in four inks": Sent(
        "a.jpg", lambda: large("CMYK", 6120, 4080, "JPEG", progressive=True)
    ),
    "25 million points of AVIF": Sent("a.avif", lambda: large("RGB", 6120, 4080, "AVIF", speed=10)),
    "16 million points of WebP": Sent(
        "a.webp", lambda: large("RGBA", 4900, 3260, "WEBP", method=0)
    ),
}


@pytest.fixture(scope="module")
def colleague(running_paper: RunningPaper) -> Colleague:
    return Colleague(running_paper, running_paper.name, running_paper.password)


def send(colleague: Colleague, one: Sent) -> Answer:
    return colleague.send(ADD, {}, "files", Part(one.name.encode(), one.make()))


def everything_kept(paper: RunningPaper) -> tuple[set[Path], int]:
    """Return all files that are kept, and how many photos there are."""
    files = {path for path in (paper.home / "media").rglob("*") if path.is_file()}
    [[photos]] = ask(paper, "SELECT count(*) FROM photos_photo")
    return files, int(photos)


def ask(paper: RunningPaper, words: str) -> list[tuple[int | str, ...]]:
    with closing(sqlite3.connect(f"file:{paper.home}/paper.sqlite3?mode=ro", uri=True)) as database:
        return database.execute(words).fetchall()


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_that_may_not_come_in_is_refused_in_one_sentence_and_leaves_nothing_behind(
    running_paper: RunningPaper, colleague: Colleague, name: str
):
    before = everything_kept(running_paper)

    refused = send(colleague, REFUSED[name]).json()["refused"]

    assert re.search(REFUSED[name].sentence, refused)
    assert "\n" not in refused.strip()
    assert everything_kept(running_paper) == before


@pytest.fixture(scope="module")
def taken(running_paper: RunningPaper, colleague: Colleague) -> Iterator[dict[str, int]]:
    """All pictures that come in, by their name here, once the worker has made their sizes; they are deleted after."""
    answers = {name: send(colleague, one).json() for name, one in TAKEN.items()}
    assert {name: answer for name, answer in answers.items() if "photo" not in answer} == {}
    wait_for_worker(running_paper)
    yield {name: answer["photo"] for name, answer in answers.items()}
    for answer in answers.values():
        path = f"/newsroom/images/{answer['photo']}/delete/"
        colleague.send(path, {}, "none", Part(b"", b""))


def wait_for_worker(paper: RunningPaper) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    while ask(paper, waiting) != [(0,)]:
        assert time.monotonic() < end, "the worker did not come to an end"
        time.sleep(0.2)


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_that_may_come_in_is_made_ready_for_readers_in_every_kind(
    running_paper: RunningPaper, colleague: Colleague, taken: dict[str, int], name: str
):
    sizes = ask(
        running_paper,
        f"SELECT file, width, height FROM photos_rendition WHERE image_id = {taken[name]} AND filter_spec LIKE 'width-%'",
    )

    kinds = {str(file).rpartition(".")[2] for file, _width, _height in sizes}
    assert kinds == {"avif", "jpg", "webp"}
    for file, width, height in sizes:
        content = colleague.get(f"/media/{file}").body
        with Image.open(BytesIO(content)) as seen:
            assert seen.size == (width, height)
            assert "camera" not in name or upper_left_is_red(seen)
        assert NOTE not in content
        assert b"alert(" not in content
        assert re.fullmatch(r"images/[0-9a-f]{32}\.[0-9a-f]{4}\.\d+\.\w+", str(file))


def upper_left_is_red(seen: Image.Image) -> bool:
    colours = [seen.convert("RGB").getpixel(place) for place in ((20, 20), (seen.width - 20, 20))]
    return [red > blue for red, _green, blue in colours] == [True, False]


@on_linux
def test_neither_server_nor_worker_took_500_mb_for_any_of_them(
    running_paper: RunningPaper, taken: dict[str, int]
):
    peaks = {}
    for pid in family(running_paper.process.pid):
        status = Path(f"/proc/{pid}/status").read_text()
        peaks[pid] = int(re.findall(r"VmHWM:\s+(\d+)", status)[0])

    assert len(peaks) == 2
    assert max(peaks.values()) < MOST_KB, json.dumps(peaks)


def test_a_picture_of_200_mb_is_refused_before_it_is_read(
    running_paper: RunningPaper, colleague: Colleague
):
    before = everything_kept(running_paper)

    answer = colleague.send(ADD, {}, "files", Part(b"a.jpg", bytes(200 * 1024 * 1024)))

    assert answer.status == 413
    assert "At most 80 MB can be sent here at once" in answer.text
    assert everything_kept(running_paper) == before
