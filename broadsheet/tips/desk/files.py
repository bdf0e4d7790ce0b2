"""The desk's page and files: those of the release, byte for byte, in the language of whoever works there.

Files are handed to anyone: they are in the repository. The frame in which pictures are shown has no origin, so that its
script is asked for by nobody in particular.
"""

from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods

from broadsheet.tips.desk.gate import language_of, page

BUILT: Final = Path(__file__).parents[1] / "built"
PAGE_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        # The worker's script is looked at before it is run.
        "worker-src blob:",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "frame-src 'self' blob:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types tips",
    ]
)
PREVIEW_POLICY: Final = "; ".join(
    [
        "sandbox allow-scripts",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src blob: data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
OPENER_POLICY: Final = "sandbox; default-src 'none'"
FILE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
ALONE: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INTEGRITY: Final = {"Integrity-Policy": "blocked-destinations=(script), sources=(inline)"}
JAVASCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
# To a frame without an origin, the paper is another host.
TO_ANYONE: Final = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
FILES: Final = {
    "desk.js": (JAVASCRIPT, {}),
    "desk-worker.js": (JAVASCRIPT, {}),
    "desk.css": (STYLE, TO_ANYONE),
    "preview.js": (JAVASCRIPT, TO_ANYONE),
}


@page
@ensure_csrf_cookie
def tips_desk(request: HttpRequest) -> HttpResponse:
    """The whole desk: what it shows, its script asks for."""
    headers = {**ALONE, **INTEGRITY, "Content-Security-Policy": PAGE_POLICY}
    return HttpResponse(built_page("desk", request), headers=headers)


@page
def preview(request: HttpRequest) -> HttpResponse:
    """The frame in which a picture is drawn anew, apart from everything."""
    headers = {
        **ALONE,
        **INTEGRITY,
        "Content-Security-Policy": PREVIEW_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    return HttpResponse(built_page("preview", request), headers=headers)


@page
def opener(request: HttpRequest) -> HttpResponse:
    """The page that opens saved tips from a disk, without any network; it is kept, never opened here."""
    headers = {
        **ALONE,
        "Content-Security-Policy": OPENER_POLICY,
        "Content-Disposition": 'attachment; filename="tips-opener.html"',
    }
    return HttpResponse(built_page("opener", request), headers=headers)


@require_http_methods(["GET"])
def desk_file(_request: HttpRequest, name: str) -> HttpResponse:
    if name not in FILES:
        raise Http404
    kind, more = FILES[name]
    headers = {**ALONE, "Content-Security-Policy": FILE_POLICY, **more}
    return HttpResponse(built(name), content_type=kind, headers=headers)


def built_page(stem: str, request: HttpRequest) -> bytes:
    return built(f"{stem}.{language_of(request)}.html")


def built(name: str) -> bytes:
    """Return a file of the release.

    Errors:
        Http404: this copy of the program is not whole.
    """
    try:
        return (BUILT / name).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
