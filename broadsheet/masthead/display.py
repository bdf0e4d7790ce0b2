"""A reader's choice of colours and text size, and whether she has just given: a cookie that only `/display.css` reads."""

import re
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

COOKIE = "display"
COLOURS = ("device", "light", "dark")
SIZES = ("regular", "large", "larger")
# Percent of the browser's own text size.
SIZE_PERCENT = {"regular": 100, "large": 115, "larger": 130}
TWO_YEARS = 63_072_000
# Whoever gave is not asked again for so long.
QUIET = timedelta(days=60)
A_DAY = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")


class Choice(NamedTuple):
    """What a reader chose: one of COLOURS, one of SIZES; and the day up to which she is not asked for gifts, as in 2027-01-31."""

    colours: str = "device"
    size: str = "regular"
    quiet_until: str = ""

    @property
    def is_quiet(self) -> bool:
        return bool(self.quiet_until) and timezone.localdate().isoformat() <= self.quiet_until

    @property
    def words(self) -> str:
        """The choice as it stands in the cookie."""
        return ".".join(filter(None, self))


def read_choice(cookie: str) -> Choice:
    """Return the choice in a cookie; whatever else it holds counts as none.

    >>> read_choice("dark.large"), read_choice("x.y.z") == Choice()
    (Choice(colours='dark', size='large', quiet_until=''), True)
    """
    colours, _, rest = cookie.partition(".")
    size, _, quiet = rest.partition(".")
    return Choice(
        colours if colours in COLOURS else "device",
        size if size in SIZES else "regular",
        quiet if A_DAY.fullmatch(quiet) else "",
    )


def rules(choice: Choice) -> str:
    """Return the style rules of a choice; none if it is the device's own."""
    lines = []
    if choice.is_quiet:
        # Who just gave is not asked on the front and beside stories; the page for gifts offers the way back.
        lines.append(".side>.support,.support-band{display:none}.ask-again{display:block}")
    if choice.colours != "device":
        lines.append(f":root{{color-scheme:{choice.colours};--photo:{_photo(choice.colours)}}}")
    if choice.size != "regular":
        lines.append(f"html{{font-size:{SIZE_PERCENT[choice.size]}%}}")
    return "@layer display{" + "".join(lines) + "}" if lines else ""


def _photo(colours: str) -> str:
    return "brightness(.9)" if colours == "dark" else "none"


def keep_choice(response: HttpResponse, form: QueryDict, before: Choice) -> None:
    """Set the cookie, or take it away if the reader chose what the device says anyway.

    What the form leaves open stays as it was: its buttons cannot show what a cookie holds.
    """
    colours, size = form.get("colours", before.colours), form.get("size", before.size)
    quiet = "" if form.get("asks") == "again" else before.quiet_until
    _set(response, read_choice(f"{colours}.{size}.{quiet}"))


def keep_quiet(request: HttpRequest, response: HttpResponse, during: timedelta = QUIET) -> str:
    """Ask this browser for no gifts for a while: it keeps that itself, and nobody else does. Return the day it ends.

    A browser that is asked for none for longer stays so.
    """
    before = read_choice(request.COOKIES.get(COOKIE, ""))
    until = max((timezone.localdate() + during).isoformat(), before.quiet_until)
    _set(response, before._replace(quiet_until=until))
    return until


def _set(response: HttpResponse, choice: Choice) -> None:
    if not choice.is_quiet:
        choice = choice._replace(quiet_until="")
    if choice == Choice():
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(COOKIE, choice.words, max_age=TWO_YEARS, samesite="Lax", httponly=True)


def is_from_here(request: HttpRequest) -> bool:
    """Say whether a form was sent from one of our own pages (Fetch Metadata, and Origin for older browsers)."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = _split(request.headers.get("Origin", ""))
    return origin is not None and origin.netloc == request.get_host()


def _split(address: str) -> SplitResult | None:
    """Return an address in its pieces; None if it is none, such as http://[."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def way_back(request: HttpRequest) -> str:
    """Return the path of the page the form was on; never another host's.

    The front, if the browser does not say where it came from.
    """
    came_from = _split(request.headers.get("Referer", ""))
    if (
        came_from is None
        or came_from.netloc != request.get_host()
        or not came_from.path.startswith("/")
    ):
        return "/"
    # Browsers take a slash either way for the beginning of another host.
    return "/" + came_from.path.lstrip("/\\")
