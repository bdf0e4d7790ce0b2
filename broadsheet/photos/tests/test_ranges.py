"""How a reader's player gets a recording: whole, or the stretch that it asks for."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.photos.models import Recording
from broadsheet.photos.ranges import AT_A_TIME, Stretch
from broadsheet.photos.tests.recorded import mp3, recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(home: Path, db: None) -> Recording:
    return recording(mp3(size=AT_A_TIME * 3))


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-10", -10, None),
        ("bytes=70000-200000", 70000, 200000),
        ("bytes=5-999999999", 5, None),
    ],
)
def test_a_player_gets_the_stretch_that_it_asks_for(
    client: Client, made: Recording, asked: str, start: int, end: int | None
):
    whole = made.file.read()
    wanted = whole[start:][: None if end is None else end - start + 1]

    answer = client.get(made.file.url, headers={"Range": asked})

    first = len(whole) + start if start < 0 else start
    assert answer.status_code == 206
    assert body(answer) == wanted
    assert answer["Content-Length"] == str(len(wanted))
    assert answer["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "asked", [None, "bytes=0-1,5-6", "bytes=9-2", "bytes=-", "lines=1-2", "rubbish"]
)
def test_anything_else_is_answered_with_the_whole(
    client: Client, made: Recording, asked: str | None
):
    answer = client.get(made.file.url, headers={"Range": asked} if asked else {})

    assert answer.status_code == 200
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Type"] == "audio/mpeg"
    assert body(answer) == made.file.read()


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_stretch_behind_the_end_is_refused(client: Client, made: Recording, asked: str):
    answer = client.get(made.file.url, headers={"Range": asked})

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{made.file_size}"


def test_a_stretch_of_another_file_is_never_added(client: Client, made: Recording):
    fresh = client.get(made.file.url)["Last-Modified"]

    old = client.get(
        made.file.url, headers={"Range": "bytes=5-", "If-Range": "Mon, 01 Jan 2001 00:00:00 GMT"}
    )
    same = client.get(made.file.url, headers={"Range": "bytes=5-", "If-Range": fresh})

    assert (old.status_code, same.status_code) == (200, 206)


def test_what_a_reader_has_already_is_not_sent_again(client: Client, made: Recording):
    changed = client.get(made.file.url)["Last-Modified"]

    assert client.get(made.file.url, headers={"If-Modified-Since": changed}).status_code == 304


def test_how_large_it_is_may_be_asked_alone(client: Client, made: Recording):
    answer = client.head(made.file.url)

    assert answer["Content-Length"] == str(made.file_size)
    assert body(answer) == b""


def test_a_recording_is_only_read(client: Client, made: Recording):
    assert client.post(made.file.url).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "recordings/no-such.mp3",
        "recordings/../paper.sqlite3",
        "recordings/a.html",
        "documents/x.mp3",
    ],
)
def test_nothing_else_is_handed_out(client: Client, made: Recording, name: str):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_large_recording_is_sent_without_being_held_whole(tmp_path: Path):
    file = tmp_path / "long.mp3"
    file.write_bytes(bytes(AT_A_TIME * 5))

    async def read_two() -> list[int]:
        answer = Stretch(file, 0, AT_A_TIME * 5)
        sizes = []
        async for piece in answer:
            sizes.append(len(piece))
            if len(sizes) == 2:
                break
        return sizes

    assert asyncio.run(read_two()) == [AT_A_TIME, AT_A_TIME]
