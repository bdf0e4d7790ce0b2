"""Holds people to the rules for signing in."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from broadsheet.masthead.middleware import NEWSROOM
from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.staff.rules import asked_of

# In the session: that this person has a second proof, or was let in without one that is due.
HAS, OWES, ASKED_AT = "has_second_proof", "owes_second_proof", "second_proof_asked_at"
# Days are not over by the minute: who has none yet is looked at once in so many seconds.
LOOK_AGAIN = 600
# What may be done before there is one.
ALWAYS_OPEN = ("sign-in/", "login/", "logout/", "jsi18n/", "sprite")


class SecondProofDue:
    """Sends those whose days of grace are over to where a second proof is set up; nothing else is open to them.

    Who was at work when the days ended finishes what they are doing: a page that is asked for anew leads there, and what
    was typed is saved first.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_held(request):
            return redirect(reverse("mfa_index"))
        return self.answer(request)

    def is_held(self, request: HttpRequest) -> bool:
        path = request.path
        if not path.startswith(NEWSROOM) or path.removeprefix(NEWSROOM).startswith(ALWAYS_OPEN):
            return False
        user = request.user
        if not isinstance(user, User) or request.session.get(HAS):
            return False
        if request.session.get(OWES) and not asked_of(user).is_due:
            del request.session[OWES]
        elif not request.session.get(OWES) and is_page(request):
            self.look_again(request, user)
        return bool(request.session.get(OWES))

    def look_again(self, request: HttpRequest, user: User) -> None:
        """See whether someone's days are over, once in `LOOK_AGAIN`."""
        if time.time() - request.session.get(ASKED_AT, 0) < LOOK_AGAIN:
            return
        request.session[ASKED_AT] = int(time.time())
        asked = asked_of(user)
        if asked.has:
            request.session[HAS] = True
        elif asked.is_due:
            request.session[OWES] = True


def is_page(request: HttpRequest) -> bool:
    """Say whether a whole page is asked for, not something within one."""
    is_whole = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and is_whole


class ExportsNoted:
    """Writes down who takes a list out of the newsroom as a file."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        is_export = request.path.startswith(NEWSROOM) and "export" in request.GET
        if is_export and "attachment" in response.headers.get("Content-Disposition", ""):
            note_act("exported", by=signed_in(request), about=request.path)
        return response
