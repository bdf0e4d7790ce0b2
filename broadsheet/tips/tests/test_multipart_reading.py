"""Forms with files, however they are cut on their way."""

from itertools import pairwise
from random import Random

import pytest

from broadsheet.tips.plain.multipart_reading import (
    Data,
    End,
    Event,
    Field,
    FormError,
    MultipartReader,
)
from broadsheet.tips.tests.plain_sources import BORDER, TYPE, form

CONTENT_TYPE = TYPE["Content-Type"]
FILES = [
    ("a.txt", "text/plain", b"\r\n--" + BORDER.encode()[:-1] + b"\r\n\r\n"),
    ("", "application/octet-stream", b""),
    ("b", "", bytes(range(256)) * 10),
]
BODY = form({"text": "Hello\r\n-- there", "code": ""}, FILES)


def read(pieces: list[bytes]) -> list[Event]:
    """Return what is in a form, with the pieces of each field joined."""
    reader, found = MultipartReader(CONTENT_TYPE), list[Event]()
    for piece in pieces:
        for event in reader.feed(piece):
            if isinstance(event, Data) and isinstance(found[-1], Data):
                event = Data(found.pop()[0] + event.data)
            found.append(event)
    assert reader.is_whole
    return found


WHOLE = [
    Field("text", None, ""),
    Data(b"Hello\r\n-- there"),
    End(),
    Field("code", None, ""),
    End(),
    Field("files", "a.txt", "text/plain"),
    Data(FILES[0][2]),
    End(),
    Field("files", "", "application/octet-stream"),
    End(),
    Field("files", "b", ""),
    Data(FILES[2][2]),
    End(),
]


def test_a_form_is_read_as_it_was_written():
    assert read([BODY]) == WHOLE


def test_a_form_is_read_alike_wherever_it_is_cut():
    assert read([BODY[at : at + 1] for at in range(len(BODY))]) == WHOLE
    chance = Random("larkmere")
    for _number in range(300):
        cuts = sorted(chance.randrange(len(BODY)) for _cut in range(chance.randrange(8)))
        edges = [0, *cuts, len(BODY)]
        assert read([BODY[a:b] for a, b in pairwise(edges)]) == WHOLE


def test_large_data_goes_through_in_pieces_and_is_not_held():
    reader = MultipartReader(CONTENT_TYPE)
    before, _data, _after = form({}, [("a", "", b"DATA")]).partition(b"DATA")
    list(reader.feed(before))
    for _number in range(100):
        list(reader.feed(b"\r" * 100_000))

    assert len(reader._waiting) < 200


def test_what_follows_the_last_border_is_nobodys():
    assert read([BODY, b"epilogue", b"x" * 100_000]) == WHOLE


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 71,
        "multipart/form-data; boundary=a b",
        "multipart/mixed; boundary=x",
    ],
)
def test_what_is_no_form_is_refused_at_once(content_type: str):
    with pytest.raises(FormError):
        MultipartReader(content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 100,
        b"\r\n" + BODY,
        BODY.replace(b"form-data", b"attachment"),
        BODY.replace(b'name="text"', b'x="text"'),
        BODY.replace(b"Content-Disposition", b"X"),
        BODY.replace(b"\r\nContent-Type: text/plain", b"\r\nContent-Type: a\r\nContent-Type: b"),
        BODY.replace(f"--{BORDER}\r\n".encode(), f"--{BORDER}xx".encode()),
        f"--{BORDER}\r\n".encode() + b"X: " + b"a" * 20_000,
        form({str(number): "x" for number in range(41)}),
    ],
    ids=[
        *("no border", "before", "kind", "no name", "no head", "two types", "border goes on"),
        *("long head", "many fields"),
    ],
)
def test_what_no_browser_writes_is_refused(body: bytes):
    with pytest.raises(FormError):
        list(MultipartReader(CONTENT_TYPE).feed(body))


def test_any_bytes_are_read_or_refused():
    chance = Random("larkmere")
    for _number in range(3000):
        wrong = bytearray(BODY)
        for _change in range(chance.randrange(1, 4)):
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        reader = MultipartReader(CONTENT_TYPE)
        try:
            found = list(reader.feed(bytes(wrong)))
        except FormError:
            continue
        assert sum(isinstance(event, Field) for event in found) <= 5
