"""Making up a request: which address, by which way, with what in it."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from fuzz import odd
from fuzz.asking import Request
from fuzz.pages import Field, Form

FORM = b"application/x-www-form-urlencoded"
QUERIES = ("q", "p", "page", "next", "order", "ordering", "section", "locale", "chosen", "ids", "id", "index", "export", "results_only", "_xml")  # fmt: skip
Pairs = list[tuple[str, str]]


def get(path: str) -> Request:
    return Request(b"GET", on_wire(path))


def on_wire(path: str) -> bytes:
    """Return a path as bytes: what may stand in a request's first line is left as it is, the rest is quoted."""
    return quote(path, safe="/%?&=:~+-._;,@!$'()*[]{}\\", errors="surrogatepass").encode()


def odd_address(random: Random, path: str) -> Request:
    """Return a request for an address with something changed in it."""
    head, _, query = path.partition("?")
    segments = head.split("/")
    for _ in range(random.choice((0, 1, 1, 2))):
        at = random.randrange(1, len(segments)) if len(segments) > 1 else 0
        change: Callable[[str], list[str]] = random.choice(
            (
                lambda _one: [random.choice(odd.SEGMENTS)],
                lambda one: [one, random.choice(odd.SEGMENTS)],
                lambda one: [quote(odd.close_to(random, one), safe="", errors="surrogatepass")],
                lambda _one: [],
            )
        )
        segments[at : at + 1] = change(segments[at])
    asked = odd_query(random, query) if random.random() < 0.7 else query
    target = "/".join(segments) or "/"
    return get(target + (f"?{asked}" if asked else ""))


def odd_query(random: Random, query: str) -> str:
    """Return a query with odd values under the names that it has, and under others that views know."""
    names = [pair.partition("=")[0] for pair in query.split("&") if pair]
    names += random.choices(QUERIES, k=random.choice((0, 1, 2)))
    random.shuffle(names)
    pairs = [(name, odd.word(random)) for name in names]
    return encoded(pairs).decode()


def encoded(pairs: Pairs) -> bytes:
    return urlencode(pairs, errors="surrogatepass").encode()


def sent_form(random: Random, form: Form, token: str) -> Request:
    """Return a form as it is sent, some of its fields filled with what nobody would type."""
    how_odd = random.choice((0.03, 0.1, 0.3, 1.0))
    fields = [one for one in form.fields if one.name != odd.TOKEN]
    if random.random() < 0.1:
        fields = random.sample(fields, len(fields) // 2)
    pressed = [one for one in fields if one.kind == "button"]
    fields = [one for one in fields if one.kind != "button"]
    fields += random.sample(pressed, min(len(pressed), 1))
    pairs = [(one.name, filled(random, one, how_odd)) for one in fields if one.kind != "file"]
    files = [one.name for one in fields if one.kind == "file"]
    if form.method == "get":
        return get(form.action.partition("?")[0] + "?" + encoded(pairs).decode())
    pairs.insert(0, (odd.TOKEN, token))
    return posted(random, form.action, pairs, files)


def filled(random: Random, one: Field, how_odd: float) -> str:
    if random.random() < how_odd:
        return random.choice((odd.word, lambda way: odd.close_to(way, one.value)))(random)
    if one.options:
        return random.choice(one.options)
    if one.kind in ("checkbox", "radio"):
        return one.value or random.choice(("", "on"))
    if one.value or random.random() < 0.3:
        return one.value
    ordinary = {"number": "7", "email": "nell@example.com", "url": "https://example.com/", "date": "2026-11-22", "password": "ferry-on-mondays"}  # fmt: skip
    return ordinary.get(
        one.kind, random.choice(("Ferry runs again", "ferry", "2026-11-22 18:00", "1"))
    )


def posted(random: Random, path: str, pairs: Pairs, files: list[str]) -> Request:
    """Return a POST of these pairs, in the way of browsers; with files if any are named."""
    if not files and random.random() < 0.8:
        return Request(b"POST", on_wire(path), ((b"Content-Type", FORM),), encoded(pairs))
    edge = b"edge-of-a-part"
    parts = [
        b'Content-Disposition: form-data; name="' + _inside(name) + b'"\r\n\r\n' + _inside(value)
        for name, value in pairs
    ]
    for name in files:
        called, kind, data = odd.file(random)
        head = b'Content-Disposition: form-data; name="' + _inside(name) + b'"; filename="' + called
        parts.append(head + b'"\r\nContent-Type: ' + kind + b"\r\n\r\n" + data)
    body = (
        b"".join(b"--" + edge + b"\r\n" + part + b"\r\n" for part in parts)
        + b"--"
        + edge
        + b"--\r\n"
    )
    if random.random() < 0.05:
        body = body[: random.randrange(len(body))]
    kind = b"multipart/form-data; boundary=" + edge
    return Request(b"POST", on_wire(path), ((b"Content-Type", kind),), body)


def _inside(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def odd_body(random: Random, path: str, token: str) -> Request:
    """Return a POST of something that is no form, or a form of names that are not asked for."""
    if random.random() < 0.5:
        names = random.choices(
            (*QUERIES, "action", "title", "ids", "comment", "form-TOTAL_FORMS"), k=3
        )
        pairs = [(odd.TOKEN, token), *((name, odd.word(random)) for name in names)]
        return Request(b"POST", on_wire(path), ((b"Content-Type", FORM),), encoded(pairs))
    body = random.choice((odd.word(random).encode("utf-8", "surrogatepass"), random.randbytes(300)))
    headers = (
        (b"Content-Type", random.choice(odd.KINDS_OF_BODY)),
        (b"X-CSRFToken", token.encode()),
    )
    return Request(b"POST", on_wire(path), headers, body)


def with_odd_headers(random: Random, request: Request) -> Request:
    """Return a request with one to three headers that browsers do not send so."""
    chosen = random.choices(odd.HEADERS, k=random.choice((1, 1, 2, 3)))
    more = tuple((name, random.choice(values)) for name, values in chosen)
    return Request(request.method, request.target, request.headers + more, request.body)


def by_another_method(random: Random, path: str, token: str) -> Request:
    headers = ((b"X-CSRFToken", token.encode()), (b"Content-Type", FORM))
    return Request(random.choice(odd.METHODS), on_wire(path), headers)


def same_site(path: str) -> bool:
    """Say whether a link leads to something that is worth asking: not a file of the newsroom's own, not the way out."""
    head = urlsplit(path).path
    return not head.startswith("/static/") and not head.startswith("/newsroom/logout")
