"""Forms of the text-only edition are answered in text: they say where they stand, and pages that are never printed say so in their address.

A form of a printed page is sent to the page's own address, since its twin takes none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from broadsheet.masthead.editions import in_text
from broadsheet.press.twins import TEXT

View = Callable[..., HttpResponseBase]
# Of the form, and in the address of what it leads to.
FIELD = "edition"


def in_its_edition(view: View) -> View:
    """Let a view answer in text whoever filled in a form in text, or was led on from one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A printed page has no query: only what it is sent says where it comes from.
        asked = request.POST if request.method == "POST" else request.GET
        if asked.get(FIELD) != TEXT:
            return view(request, *args, **kwargs)
        request.edition = TEXT  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        if response.has_header("Location"):
            response["Location"] = _in_text(response["Location"])
            return response
        return in_text(response)

    return answer


def _in_text(address: str) -> str:
    """Return a path of ours with the word that its page is to be in text; another site's address as it is.

    >>> _in_text("/support/noted/pledge/7KQ2-M4TB/"), _in_text("https://pay.example/")
    ('/support/noted/pledge/7KQ2-M4TB/?edition=text', 'https://pay.example/')
    """
    if not address.startswith("/") or address.startswith("//"):
        return address
    return f"{address}{'&' if '?' in address else '?'}{FIELD}={TEXT}"
