"""The text-only edition: each page has a twin under /text/, made by the page's own view from a template of its own.

In an emergency the whole paper is set in text: then each page at its own address is made from that template too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from broadsheet.press.notices import NOTICES, TEXT_NOTICES

TEXT = "text"
TEXT_ROOT = "/text"
_whole_paper: ContextVar[bool] = ContextVar("whole_paper", default=False)


@contextmanager
def whole_paper_in_text(is_so: bool) -> Iterator[None]:
    """Make what follows in text, or not, at whatever address it stands."""
    token = _whole_paper.set(is_so)
    try:
        yield
    finally:
        _whole_paper.reset(token)


def is_whole_paper_in_text() -> bool:
    """Say whether this paper is text only for everyone now."""
    return _whole_paper.get()


def is_text(request: HttpRequest) -> bool:
    """Say whether a request is answered in text."""
    return is_whole_paper_in_text() or getattr(request, "edition", "") == TEXT


def edition_template(request: HttpRequest, name: str) -> str:
    """Return the template from which this request is answered: the one named, or its twin in the folder `text`.

    >>> request = HttpRequest()
    >>> request.edition = TEXT
    >>> edition_template(request, "stories/story.html"), edition_template(request, "404.html")
    ('stories/text/story.html', 'text/404.html')
    """
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{TEXT}/{file}" if is_text(request) else name


def twin_of(address: str) -> str:
    """Return host and path of an address's twin.

    >>> twin_of("ledger.example/2016/05/ferry/")
    'ledger.example/text/2016/05/ferry/'
    """
    host, slash, path = address.partition("/")
    return f"{host}{TEXT_ROOT}{slash}{path}"


def notice_path(path: str, status: int) -> str:
    """Return where the notice stands that a reader gets who asked for this path.

    >>> notice_path("/text/no-such-page/", 404), notice_path("/texts/", 404)
    ('/!/text/404/', '/!/404/')
    """
    return (TEXT_NOTICES if path.startswith(f"{TEXT_ROOT}/") else NOTICES)[status]
