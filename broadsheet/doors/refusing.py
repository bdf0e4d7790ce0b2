"""What someone is told whose request does not get in: a status, and one sentence on a bare page."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
PAGE = (
    '<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{sentence}</title></head>'
    "<body><h1>{sentence}</h1></body></html>"
)
# Nothing else belongs to the page, and nobody keeps it.
HEADERS: tuple[Header, ...] = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Refusal(NamedTuple):
    """Why a request does not get in. `most` stands in the sentence where it says so."""

    status: int
    sentence: Promise
    headers: tuple[Header, ...] = ()
    most: str = ""

    def page(self, accept_language: str) -> bytes:
        """Return the page that says it, in the language that a browser asks for."""
        asked = HttpRequest()
        asked.META["HTTP_ACCEPT_LANGUAGE"] = accept_language
        language = translation.get_language_from_request(asked)
        with translation.override(language):
            direction = "rtl" if translation.get_language_bidi() else "ltr"
            sentence = str(self.sentence)
        if self.most:
            sentence %= {"most": self.most}
        page = PAGE.format(language=language, direction=direction, sentence=escape(sentence))
        return page.encode()


UNREADABLE_ADDRESS = Refusal(400, _("This is no address of the paper. Check how it is written."))
LONG_ADDRESS = Refusal(414, _("This address is too long. Check how it is written."))
NOTHING_THERE = Refusal(404, _("There is nothing at this address."))
NO_SUCH_PAPER = Refusal(400, _("No paper is published under this name. Check the address."))
TOO_MUCH_BESIDES = Refusal(
    431,
    _(
        "Your browser sent too much with the address. Delete the cookies of this site, then try again."
    ),
)
SIGN_IN_FIRST = Refusal(
    403,
    _(
        "So much is taken in only from people who have signed in. Sign in to the newsroom in another window, then send "
        "it again."
    ),
)
LONG_FORM = Refusal(
    413, _("This form holds more than can be taken in at once. Go back, and save it in parts.")
)
UNREADABLE = Refusal(400, _("What your browser sent cannot be read. Go back and try again."))
SLOW = Refusal(408, _("This took too long to come. Send it again, over a faster line if you can."))
BROKEN_OFF = Refusal(400, _("What you sent broke off before its end. Send it again."))
OUT_OF_ORDER = Refusal(
    503,
    _("Nothing can be taken in just now. Keep what you have, and send it again in a few minutes."),
    ((b"retry-after", b"120"),),
)
BUSY = Refusal(
    503,
    _("Too much is being sent at this moment. Wait a minute, then send it again."),
    ((b"retry-after", b"60"),),
)


def not_done(methods: tuple[str, ...]) -> Refusal:
    """Return the refusal of a method that is none of these (RFC 9110, 15.5.6)."""
    allowed = ", ".join(methods).encode()
    return Refusal(405, _("This cannot be done at this address."), ((b"allow", allowed),))


def too_large(most_bytes: int) -> Refusal:
    """Return the refusal of a body that is larger than what is taken in."""
    size = f"{most_bytes // KILOBYTE} kB"
    if most_bytes >= MEGABYTE:
        size = f"{most_bytes // MEGABYTE} MB"
    return Refusal(
        413,
        _("At most %(most)s can be sent here at once. Send a smaller file, or less text."),
        (),
        size,
    )


async def refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Send the page of a refusal, and have the server hang up: what else came with the request is not read."""
    languages = [value for name, value in scope["headers"] if name == b"accept-language"]
    body = refusal.page(b",".join(languages).decode("latin-1"))
    length = (b"content-length", str(len(body)).encode())
    headers = [*HEADERS, length, (b"connection", b"close"), *refusal.headers]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    is_head = scope["method"] == "HEAD"
    await send({"type": "http.response.body", "body": b"" if is_head else body})
