"""What is sent: values that programs have stumbled over, and values made by chance."""

import io
import json
import struct
import zlib
from random import Random

TOKEN = "csrfmiddlewaretoken"
WORDS = (
    "", " ", "\t\r\n", "\0", "a\0b", "0", "-1", "1", "1.5", "1e400", "NaN", "inf", "007", "١٢٣", "½",
    str(2**31), str(2**63), str(2**64), "9" * 400, "-" + "9" * 30, "0x1f", "1_000", "true", "on", "null", "None",
    "undefined", "[]", "{}", '""', "[[[[", '{"a": {"b": []}}', '{"blocks": 7}', "'", '"', "''--", "%", "%s%d%n", "{0}",
    "{{ 7|add:7 }}", "{% load x %}", "${7}", "\\", "\\u0000", "../../../etc/passwd", "..\\..\\x", "/", "//", "//evil.example",
    "javascript:alert(1)", "data:text/html,x", "http://127.0.0.1:1/", "https://[::1", "http://[", "mailto:", "ftp://x/",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<!--", "&lt;", "&#0;", "</textarea>",
    "ä", "ß", "İ", "ﬃ", "\u202ereversed", "\ufeff", "\ufffe", "\uffff", "\u2028", "e" + "\u0301" * 60, "👩‍👩‍👧‍👦", "𝔘",
    "\x1b[31m", "CON", ".", "..", ".htaccess", "a" * 300, "a" * 5000, "ab " * 4000, "=1+1", "@x", "+x",
    "2026-02-30", "2026-11-22", "0000-00-00", "9999-12-31", "0001-01-01 00:00", "10000-01-01", "24:00", "2026-11-22T18:00:00+99:99",
    "a@b", "a@b.example", "@", "a b@c.example", "en-us", "xx", "-", "_", "all", "id", "-id", "pk", "title", "-latest_revision_created_at",
    "story:1", "#ffffff", "#ggg", "<p>words</p>", "<p><a href='javascript:1'>x</a></p>", "<a linktype='page' id='9999999'>x</a>",
    "<embed embedtype='image' id='x' format='y'/>", "\ud800",
)  # fmt: skip
JSON_VALUES = (
    "null", "0", "[]", "{}", '"x"', "[null]", '[{"type": "paragraph"}]', '[{"type": 7, "value": null, "id": []}]', "[[]]", "{", "1e999",
    '{"blocks": null, "entityMap": []}', '{"blocks": [{}], "entityMap": {}}', '{"blocks": [{"key": "a", "text": "x", "type": "unstyled", '
    '"depth": "x", "inlineStyleRanges": [{"offset": 9, "length": -1, "style": "BOLD"}], "entityRanges": [{"offset": 0, "length": 1, "key": 7}]}], '
    '"entityMap": {}}', '{"blocks": [{"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": '
    '[{"offset": 0, "length": 1, "key": 0}]}], "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "x"}}}}',
    "[" * 3000, '{"x": ' * 500,
)  # fmt: skip
SEGMENTS = (
    "..", "%2e%2e", "%00", "%ff", "%c0%af", "%", "%zz", "0", "-1", "9" * 25, str(2**63), "a" * 300, "\\", ";x=1", "ä", "%E2%80%AE", "'", "{}",
    "add", "edit", "delete", "index.php", ".git", "page", "1", "feed", "earlier", "card.jpg", "text", "~", "*", " ", "%20", "%0d%0aX:1",
)  # fmt: skip
METHODS = (
    b"HEAD", b"OPTIONS", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"PROPFIND", b"get", b"FOO", b"POST", b"QUERY",
)  # fmt: skip
KINDS_OF_BODY = (
    b"application/json", b"text/plain", b"application/xml", b"multipart/form-data", b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=\xff", b"multipart/form-data; boundary=" + b"x" * 300, b"application/x-www-form-urlencoded; charset=utf-7",
    b"application/x-www-form-urlencoded; charset=nonsense", b"application/x-www-form-urlencoded; charset=idna", b"", b"/", b"\xff\xfe", b"application/octet-stream",
)  # fmt: skip
HEADERS = (
    (b"Cookie", (b"sessionid=x", b"sessionid=\xff\xfe", b"csrftoken=" + b"x" * 3000, b";;;=;=", b"messages=x", b"a=\"", b"display=\xc3\xa9")),
    (b"Accept-Language", (b"xx", b"de-DE;q=9", b"*;q=x", b"a" * 3000, b"\xff", b"ar", b"es, en;q=0.5")),
    (b"Accept", (b"*/*", b"application/json", b"x", b";q=", b"text/html;" * 300)),
    (b"Accept-Encoding", (b"gzip", b"gzip;q=0", b"*;q=0", b"br, \xff", b"gzip;q=x", b"identity;q=0, *;q=0")),
    (b"Range", (b"bytes=0-", b"bytes=-5", b"bytes=5-2", b"bytes=0-0,2-3", b"bytes=x", b"bytes=" + b"0-1," * 400, b"lines=1", b"bytes=99999999999999999999-")),
    (b"If-None-Match", (b"*", b'"x"', b'W/"x", "', b"x" * 2000, b"\xff")),
    (b"If-Modified-Since", (b"x", b"Thu, 01 Jan 1970 00:00:00 GMT", b"Thu, 99 Foo 99999 99:99:99 GMT", b"0")),
    (b"Host", (b"localhost", b"evil.example", b"localhost:99999", b"localhost:x", b"[::1", b"a@localhost", b"\xff", b"", b"LOCALHOST.", b"xn--a")),
    (b"Referer", (b"", b"http://[", b"javascript:1", b"\xff", b"https://evil.example/")),
    (b"Origin", (b"null", b"http://[", b"x", b"https://evil.example")),
    (b"X-Forwarded-For", (b"127.0.0.1", b"x", b"1, 2, \xff", b"::1%eth0")),
    (b"X-Forwarded-Proto", (b"https", b"x", b"\xff")),
    (b"X-Requested-With", (b"XMLHttpRequest", b"x")),
    (b"X-HTTP-Method-Override", (b"DELETE",)),
    (b"Sec-Fetch-Site", (b"cross-site", b"x", b"same-origin")),
    (b"User-Agent", (b"", b"\xff\xfe", b"x" * 5000)),
    (b"Content-Length", (b"0", b"x", b"-1")),
    (b"Content-Encoding", (b"gzip", b"x")),
    (b"Expect", (b"100-continue", b"x")),
    (b"Authorization", (b"Basic x", b"Bearer \xff", b"Basic " + b"QQ==" * 9)),
)  # fmt: skip


def word(random: Random) -> str:
    """Return a value that is odd, or made by chance, or two of those together."""
    roll = random.random()
    if roll < 0.6:
        return random.choice(WORDS)
    if roll < 0.75:
        return random.choice(WORDS) + random.choice(WORDS)
    if roll < 0.85:
        return random.choice(JSON_VALUES)
    size = random.choice((1, 3, 20, 200))
    return "".join(
        chr(random.choice((random.randrange(1, 0x80), random.randrange(0xD7FF))))
        for _ in range(size)
    )


def close_to(random: Random, value: str) -> str:
    """Return a value with something changed in it: cut, doubled, a sign put in, another JSON."""
    if value[:1] in "[{" and value and random.random() < 0.6:
        return _other_json(random, value)
    at = random.randrange(len(value) + 1)
    return random.choice(
        (
            value[:at],
            value[at:],
            value + value,
            value[:at] + word(random) + value[at:],
            value.upper(),
        )
    )


def _other_json(random: Random, value: str) -> str:
    """Return JSON in which one thing, somewhere, is something else."""
    try:
        held = json.loads(value)
    except (ValueError, RecursionError):
        return random.choice(JSON_VALUES)
    here = held
    while isinstance(here, dict | list) and here:
        key = random.choice(list(here) if isinstance(here, dict) else range(len(here)))
        if not isinstance(here[key], dict | list) or random.random() < 0.3:
            here[key] = random.choice(
                (None, 0, -1, "x", [], {}, [None], {"a": 1}, 10**30, True, word(random))
            )
            break
        here = here[key]
    return json.dumps(held)


def file(random: Random) -> tuple[bytes, bytes, bytes]:
    """Return a file's name, its kind as a browser would say it, and its bytes: whole, cut, or not what it claims to be."""
    name = random.choice(
        (b"a.jpg", b"a.png", b"a.gif", b"a.svg", b"a.pdf", b"a.csv", b"a.vtt", b"a.mp3", b"a.mp4", b"a.html", b"a.docx", b"a", b"", b".", b"../a.jpg",
         b"a.jpg.exe", b"\xff.png", "ä\u202e.jpg".encode(), b"a" * 300 + b".jpg", b'a".jpg', b"CON.png")
    )  # fmt: skip
    kind = random.choice(
        (
            b"image/jpeg",
            b"image/png",
            b"application/pdf",
            b"text/html",
            b"",
            b"x",
            b"audio/mpeg",
            b"video/mp4",
            b"text/csv",
        )
    )
    data = random.choice((_picture, _png, _text, _box))(random)
    if random.random() < 0.4 and data:
        at = random.randrange(len(data))
        data = random.choice(
            (data[:at], data[:at] + bytes([random.randrange(256)]) + data[at + 1 :], data + data)
        )
    return name, kind, data


def _picture(random: Random) -> bytes:
    from PIL import Image

    held = io.BytesIO()
    kind = random.choice(("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP"))
    mode = "RGB" if kind != "GIF" else "P"
    Image.new(mode, (random.choice((1, 3, 400)), random.choice((1, 300)))).save(held, kind)
    return held.getvalue()


def _png(random: Random) -> bytes:
    """Return a PNG whose head claims a size, however large."""
    size = struct.pack(">II", random.choice((1, 9000, 2**31 - 1)), random.choice((1, 9000, 0)))
    head = b"IHDR" + size + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _text(random: Random) -> bytes:
    return random.choice(
        (b"", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", b"%PDF-1.4\n%%EOF", b"<svg onload='x'/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
         b"a,b\n1,2\n", b"\xff\xfe\0\0", b"PK\x03\x04", b"ID3\x03\0\0\0\0\0\0", b"\0" * 2000)
    )  # fmt: skip


def _box(random: Random) -> bytes:
    """Return what begins as a film does, with boxes whose sizes do not agree."""
    boxes = b"".join(
        struct.pack(">I", random.choice((0, 1, 7, 8, 16, 2**32 - 1)))
        + random.choice((b"moov", b"trak", b"mdat", b"free"))
        for _ in range(random.randrange(5))
    )
    return b"\0\0\0\x14ftypisom\0\0\2\0isom" + boxes
