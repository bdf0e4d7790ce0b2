"""A reader's choice of colours and text size: a cookie that only `/display.css` reads."""

from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict

COOKIE = "display"
COLOURS = ("device", "light", "dark")
SIZES = ("regular", "large", "larger")
# Percent of the browser's own text size.
SIZE_PERCENT = {"regular": 100, "large": 115, "larger": 130}
TWO_YEARS = 63_072_000


class Choice(NamedTuple):
    """What a reader chose: one of COLOURS, one of SIZES."""

    colours: str = "device"
    size: str = "regular"


def read_choice(cookie: str) -> Choice:
    """Return the choice in a cookie; whatever else it holds counts as none.

    >>> read_choice("dark.large"), read_choice("x.y.z") == Choice()
    (Choice(colours='dark', size='large'), True)
    """
    colours, _, size = cookie.partition(".")
    return Choice(colours if colours in COLOURS else "device", size if size in SIZES else "regular")


def rules(choice: Choice) -> str:
    """Return the style rules of a choice; none if it is the device's own."""
    lines = []
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
    choice = read_choice(f"{colours}.{size}")
    if choice == Choice():
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE, f"{choice.colours}.{choice.size}", max_age=TWO_YEARS, samesite="Lax", httponly=True
    )


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
