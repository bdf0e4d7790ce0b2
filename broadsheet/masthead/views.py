"""Pages of the tree, and what stands beside them: contact, styles, the display choice, notices."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site
from wagtail.views import serve

from broadsheet.masthead import display
from broadsheet.masthead.colours import colours_of
from broadsheet.masthead.editions import answer_in_text, in_text
from broadsheet.masthead.last_words import BARE, printed_notice
from broadsheet.masthead.models import paper_of, set_up
from broadsheet.masthead.pages import page_at
from broadsheet.masthead.readers import answer_elsewhere, serve_page
from broadsheet.masthead.styles import edition_of, styles_of, text_style_path, text_styles
from broadsheet.press.asking import FRONT, INDEX, PAGE, TWIN, printed
from broadsheet.press.notices import NOTICES, NUMBER_HERE
from broadsheet.press.out_of_order import HEADER
from broadsheet.press.twins import TEXT_ROOT, edition_template, is_text

A_YEAR = "public, max-age=31536000, immutable"


@printed(FRONT)
def read_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a page of the tree: the front, a section, a standing page."""
    site = Site.find_for_request(request)
    if site is None or not is_set_up(request):
        return being_set_up(request)
    page = page_at(site, path)
    if page is not None:
        return serve_page(page, request)
    try:
        return serve(request, path)
    except Http404:
        return answer_elsewhere(request)


def is_set_up(request: HttpRequest) -> bool:
    """Say whether the paper that is asked has been through its first steps."""
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    return site is not None and set_up(site)


def being_set_up(request: HttpRequest, status: int = 200) -> HttpResponse:
    """Say that a paper is being made here; never printed, since it holds for minutes."""
    response = render(request, "masthead/being_set_up.html", status=status)
    response["Cache-Control"] = "no-store"
    return response


@printed(TWIN, has_text=False)
@require_safe
def text_edition(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer with the text-only twin of another page."""
    return answer_in_text(request, f"/{rest}")


@printed(INDEX, has_text=False)
def text_style_sheet(request: HttpRequest, edition_asked: str) -> HttpResponse:
    if request.path != text_style_path():
        raise Http404
    return HttpResponse(
        text_styles(),
        headers={"Content-Type": "text/css; charset=utf-8", "Cache-Control": A_YEAR},
    )


@printed(INDEX, has_text=False)
def style_sheet(request: HttpRequest, edition_asked: str) -> HttpResponse:
    site = Site.find_for_request(request)
    paper = paper_of(site) if site else None
    if edition_asked != edition_of(paper):
        raise Http404
    return HttpResponse(
        styles_of(paper),
        headers={"Content-Type": "text/css; charset=utf-8", "Cache-Control": A_YEAR},
    )


def display_style(request: HttpRequest) -> HttpResponse:
    """Answer with the few rules of this reader's choice: the one answer that differs by reader."""
    choice = display.read_choice(request.COOKIES.get(display.COOKIE, ""))
    return HttpResponse(
        display.rules(choice),
        headers={
            "Content-Type": "text/css; charset=utf-8",
            "Cache-Control": "private, no-cache",
            "Vary": "Cookie",
        },
    )


@csrf_exempt  # The form stands on printed pages, which hold no token; the guard below asks where it was sent from.
@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Keep a reader's choice of colours and text size in a cookie, and go back."""
    if not display.is_from_here(request):
        return HttpResponse(status=403)
    response = HttpResponse(status=303, headers={"Location": display.way_back(request)})
    before = display.read_choice(request.COOKIES.get(display.COOKIE, ""))
    display.keep_choice(response, request.POST, before)
    return response


@printed(PAGE)
def contact(request: HttpRequest) -> HttpResponse:
    if not is_set_up(request):
        return being_set_up(request)
    return render(request, edition_template(request, "masthead/contact.html"))


@printed(PAGE, has_text=False)
def notice(request: HttpRequest, status: int, edition: str = "") -> HttpResponseBase:
    """Make the page for a status, for the press alone."""
    if not getattr(request, "press_cut_mark", "") or status not in NOTICES:
        raise Http404
    request.edition = edition  # type: ignore[attr-defined]
    if not is_set_up(request):
        # A paper without a name has no nameplate; it is printed anew with the paper's first save.
        if status >= 500:
            return HttpResponse(BARE, status=status)
        return render(request, "masthead/being_set_up.html", status=status)
    template = edition_template(request, f"{status}.html")
    response = render(request, template, {"number": NUMBER_HERE}, status=status)
    return in_text(response) if edition else response


def never_here(request: HttpRequest) -> HttpResponse:
    """What stands before Django answers at these addresses. No page of the paper ever does, printed or not."""
    raise Http404


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 400. Unlike Django's it reads no form: what could not be read would fail again."""
    words = _("This cannot be understood. Nothing was changed.")
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 404."""
    if not is_set_up(request):
        return being_set_up(request, status=404)
    return render(request, edition_template(request, "404.html"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's own 500: from the shelf, since whatever failed may fail again.

    `request.error_number` is the number of the error, if it was given one.
    """
    number = getattr(request, "error_number", "")
    # Not from the request itself, which refuses a name that is not the paper's.
    host, path = request.META.get("HTTP_HOST", ""), request.path
    if is_text(request):
        path = f"{TEXT_ROOT}{path}"
    headers = {"Cache-Control": "no-store", **({HEADER: number} if number else {})}
    return HttpResponse(printed_notice(host, path, 500, number), status=500, headers=headers)


@printed(INDEX, has_text=False)
def icon(request: HttpRequest) -> HttpResponse:
    """The paper's first letter as an icon, on its colour."""
    site = Site.find_for_request(request)
    paper = paper_of(site) if site else None
    response = render(
        request,
        "masthead/icon.svg",
        {"paper": paper, "colours": colours_of(paper)},
        content_type="image/svg+xml",
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response
