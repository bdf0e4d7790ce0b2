"""The screen on which drafts are shown outside, and the address at which they are read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from broadsheet.newsroom.rights import signed_in
from broadsheet.staff.forms import ShowingForm, typed
from broadsheet.staff.models import Showing
from broadsheet.staff.showing import count_opening, draft_page, show_outside, shown_by, stop_showing

MOST_LISTED = 100


def own_page(request: HttpRequest, key: int) -> Page:
    """Return a page that the person who asks may change; whether there are others is not told."""
    page = get_object_or_404(Page, pk=key)
    if not page.permissions_for_user(signed_in(request)).can_edit():
        raise Http404
    return page


def showing(request: HttpRequest, key: int) -> HttpResponse:
    """Make links to a draft, and list those that were made."""
    page = own_page(request, key)
    form = ShowingForm(typed(request))
    address = ""
    # Whoever may read it has it already.
    is_published = page.live and not page.has_unpublished_changes
    if request.method == "POST" and not is_published and form.is_valid():
        chosen = form.cleaned_data
        address = show_outside(page, chosen["shown_to"], chosen["days"], by=signed_in(request))
        form = ShowingForm()
    showings = page.showings.select_related("version", "page")[:MOST_LISTED]
    return render(
        request,
        "staff/showing.html",
        {
            "shown": page.specific,
            "is_published": is_published,
            "form": form,
            "showings": showings,
            "address": address,
        },
    )


@require_POST
def end_showing(request: HttpRequest, key: int) -> HttpResponse:
    found = get_object_or_404(Showing.objects.select_related("page"), pk=key)
    page = own_page(request, found.page_id)
    stop_showing(found, by=signed_in(request))
    return redirect("showing", page.pk)


@require_safe
def shown_draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a draft to whoever has its link. A link that is over and one that never was are answered alike."""
    found = shown_by(secret)
    if found is None:
        raise Http404
    response = draft_page(found, request)
    if request.method == "GET":
        count_opening(found)
    return response
