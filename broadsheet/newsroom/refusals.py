"""What someone is told who asks for more than their role allows: a page that says so, with status 403."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.admin import auth


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer 403, in a sentence; scripts get the bare status.

    Errors:
        PermissionDenied: a script asks, which Django answers by itself.
    """
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return render(request, "newsroom/desk/refused.html", status=403)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send strangers to the sign-in page; refuse those who are signed in and may not enter."""
    if request.user.is_authenticated or request.headers.get("x-requested-with") == "XMLHttpRequest":
        return refuse(request)
    return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))


def refuse_in_words() -> None:
    """Have Wagtail refuse with a page of its own instead of sending people home with a message."""
    # Wagtail has no setting for this; all its checks of permission end in these two functions.
    auth.permission_denied = refuse
    auth.reject_request = ask_to_sign_in
