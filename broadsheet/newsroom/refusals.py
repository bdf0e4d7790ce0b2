"""What someone is told whose request is not taken: a page that says why, with status 403, and gives back what was typed."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.defaults import permission_denied
from wagtail.admin import auth

from broadsheet.masthead.middleware import NEWSROOM
from broadsheet.newsroom.typed import typed_words
from broadsheet.press.twins import edition_template


def is_script(request: HttpRequest) -> bool:
    """Say whether one of the newsroom's scripts is asking, and nobody will read the answer."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer 403, in a sentence; scripts get the bare status.

    Errors:
        PermissionDenied: a script asks, which Django answers by itself.
    """
    if is_script(request):
        raise PermissionDenied
    context = {"typed": typed_words(request)}
    return render(request, "newsroom/desk/refused.html", context, status=403)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send strangers to the sign-in page; refuse those who are signed in and may not enter."""
    if request.user.is_authenticated or is_script(request):
        return refuse(request)
    return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403: in the newsroom, in a sentence."""
    if request.path.startswith(NEWSROOM) and not is_script(request):
        return refuse(request)
    return permission_denied(request, exception or PermissionDenied())


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that cannot be shown to come from a page of ours, as it stands now (CSRF).

    After signing in again, forms of pages that were open before are such forms: their words are given back.
    """
    if is_script(request):
        return HttpResponse(status=403)
    is_ours = request.path.startswith(NEWSROOM)
    template = (
        "newsroom/desk/form_refused.html"
        if is_ours
        else edition_template(request, "newsroom/form_refused.html")
    )
    context: dict[str, Any] = {"typed": typed_words(request)}
    response = render(request, template, context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def refuse_in_words() -> None:
    """Have Wagtail refuse with a page of its own instead of sending people home with a message."""
    # Wagtail has no setting for this; all its checks of permission end in these two functions.
    auth.permission_denied = refuse
    auth.reject_request = ask_to_sign_in
