"""Showing once more that it is you, before accounts are changed: whoever finds a screen left open must not let others in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    suspend_request,
)
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from broadsheet.newsroom.rights import signed_in
from broadsheet.staff.rules import has_second_proof

SIGNED_IN_AT = "signed_in_at"
View = Callable[..., HttpResponse]


@receiver(user_logged_in)
def note_signing_in(request: HttpRequest, **_kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = int(time.time())


def has_just_signed_in(request: HttpRequest) -> bool:
    """Say whether this session began within the time for which one proof is enough (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    age = time.time() - request.session.get(SIGNED_IN_AT, 0)
    return bool(age < app_settings.REAUTHENTICATION_TIMEOUT)


def must_prove_again(request: HttpRequest) -> HttpResponse | None:
    """Lead whoever has signed in long ago to where they show that it is them; a form that was sent is kept meanwhile."""
    if not is_reauthentication_required(request, app="staff"):
        return None
    answer: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))
    return answer


def after_proof(view: View) -> View:
    """Open a view only to whoever has just shown that it is them."""

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return must_prove_again(request) or view(request, *args, **kwargs)

    return proved


def where_to_prove(request: HttpRequest) -> str:
    """Return the address at which someone shows a second proof; empty if one was shown since they signed in.

    Signing in with a passkey shows one, too. Who has none is led to where one is set up.
    """
    user = signed_in(request)
    if not has_second_proof(user):
        return reverse("mfa_index")
    shown = get_authentication_records(request, user)
    if any(one.get("method") == "mfa" for one in shown):
        return ""
    return reverse("mfa_reauthenticate")
