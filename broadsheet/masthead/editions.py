"""The text-only edition: which pages have a twin, how it is answered, and where its links lead."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from broadsheet.press.parts import PartMaker, part
from broadsheet.press.twins import TEXT, TEXT_ROOT, is_whole_paper_in_text

ANCHOR = re.compile(r"<a\s[^>]*>")
# To another page of the paper: one slash, not two, which would name another host.
HREF = re.compile(r'(?<=\shref=")/(?!/)[^"]*(?=")')
LEADS_OUT = 'rel="alternate"'


def page_behind(path: str) -> ResolverMatch | None:
    """Return the view of a page that has a twin; None for all else: the newsroom, feeds, forms, twins themselves."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found if getattr(found.func, "press_has_text", False) else None


@lru_cache(maxsize=4096)
def text_path(link: str) -> str:
    """Return where the twin of a page stands, with the query and fragment of the link to it; empty if there is none."""
    path = unquote(urlsplit(link).path)
    return f"{TEXT_ROOT}{link}" if page_behind(path) else ""


def answer_in_text(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the twin of the page at a path: the same view, asked for its text.

    Errors:
        Http404: no page stands there, or one that has no text.
    """
    request.edition = TEXT  # type: ignore[attr-defined]
    found = page_behind(path)
    if found is None:
        raise Http404
    # The view looks at where it is asked; its canonical address is the page's own.
    request.path = request.path_info = path
    return in_text(found.func(request, *found.args, **found.kwargs))


def in_text(response: HttpResponseBase) -> HttpResponseBase:
    """Lead what was answered on to the text-only edition: its links, or where it has moved.

    Errors:
        Http404: it is no page.
    """
    if hasattr(response, "render"):
        response = response.render()
    if response.has_header("Location"):
        response["Location"] = text_path(response["Location"]) or response["Location"]
        return response
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        raise Http404
    response.content = with_text_links(response.content.decode())  # type: ignore[attr-defined]
    return response


def with_text_links(html: str) -> str:
    """Lead each link to a page of the paper to its twin; not the way out to the full page.

    While the whole paper is in text, each page at its own address is.
    """
    if is_whole_paper_in_text():
        return html
    return ANCHOR.sub(lambda found: _to_twin(found[0]), html)


def _to_twin(anchor: str) -> str:
    if LEADS_OUT in anchor:
        return anchor
    return HREF.sub(lambda found: text_path(found[0]) or found[0], anchor, count=1)


def text_part(
    name: str, *, shows: int | None = None, each: bool = False
) -> Callable[[PartMaker], PartMaker]:
    """Register the function below as the maker of a part of the text edition, printed by the worker."""

    def register(make: PartMaker) -> PartMaker:
        @part(name, shows=shows, each=each, waits=True)
        @wraps(make)
        def made(*site_and_key: object) -> str:
            return with_text_links(make(*site_and_key))

        return made

    return register
