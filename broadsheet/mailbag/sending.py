"""How what a reader sends by a form is taken, the same for every form: asked where it comes from, checked, read over, kept once.

Nothing typed is ever lost on the way: each answer that is not "it has arrived" holds all of it.
"""

from typing import Any, ClassVar

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import MailbagError, PassError
from broadsheet.mailbag.limits import Limit
from broadsheet.mailbag.passes import Pass
from broadsheet.masthead.display import is_from_here
from broadsheet.press.twins import TEXT, edition_template, is_text

NEVER_KEPT = "no-store"


class Sending:
    """One form that readers send. Each kind says what its form is, what it keeps, and which pages it shows."""

    # Its name in passes; the page of the form, the page on which it is read over, and the one without a database.
    name: ClassVar[str]
    page: ClassVar[str]
    read_over: ClassVar[str]
    not_now: ClassVar[str] = "mailbag/not_now.html"
    # The field that may be typed on in the page without a database.
    main_field: ClassVar[str] = "text"
    limit: ClassVar[Limit]
    form_class: ClassVar[type[forms.Form]]

    def __init__(self, request: HttpRequest, site: Site) -> None:
        self.request, self.site = request, site

    def form(self, given: Any = None) -> forms.Form:
        return self.form_class(given)

    def context(self) -> dict[str, Any]:
        """Return what the pages need beside the form."""
        return {}

    def template(self, name: str) -> str:
        """Return the template of a page: in the text-only edition, of its twin."""
        return edition_template(self.request, name)

    def take(self, form: Any, given: Pass) -> str:
        """Keep what was sent, and return where its sender is led.

        Errors:
            MailbagError: it is not taken now.
        """
        raise NotImplementedError

    def given(self) -> Any:
        """Return what was sent."""
        return self.request.POST

    def with_story(self, field: str) -> Any:
        """Return what was sent, with the story that the form was opened from where no script could fill it in."""
        given = self.request.POST.copy()
        came_from = self.request.headers.get("Referer", "")
        if not given.get(field) and "?story=" in came_from:
            given[field] = came_from.partition("?story=")[2].partition("&")[0]
        return given

    def show(self, form: Any = None, refused: str = "", status: int = 200) -> HttpResponse:
        """Show the form; with what was typed, if it was sent and not taken."""
        context = {**self.context(), "form": form or self.form(), "refused": refused}
        response = render(self.request, self.template(self.page), context, status=status)
        return self._unkept(response) if self.request.method == "POST" else response

    def answer(self) -> HttpResponse:
        """Answer to what was sent."""
        if not is_from_here(self.request):
            return HttpResponse(status=403)
        try:
            return self._answer()
        except DatabaseError:
            return self.show_not_now(self.request)

    def _answer(self) -> HttpResponse:
        form = self.form(self.given())
        if "change" in self.request.POST:
            return self.show(form)
        if not form.is_valid():
            sentence = _("This is not sent yet. Put right what is marked:")
            return self.show(form, sentence, status=422)
        if not passes.has_pass(self.request.POST):
            return self._read_over(form)
        try:
            found = passes.check(self.name, self.request.POST)
            self.limit.refuse_too_many(self.request)
            return HttpResponseRedirect(self.take(form, found))
        except PassError as refusal:
            return self._read_over(form, str(refusal))
        except MailbagError as refusal:
            return self.show(form, str(refusal), status=429)

    def _read_over(self, form: Any, refused: str = "") -> HttpResponse:
        sent = [(field, words) for field, words in form.data.items() if field in form.fields]
        context = {
            **self.context(),
            "shown": form.cleaned_data,
            "sent": sent,
            "pass": passes.page_pass(self.name),
            "refused": refused,
        }
        return self._unkept(render(self.request, self.template(self.read_over), context))

    @classmethod
    def show_not_now(cls, request: HttpRequest) -> HttpResponse:
        """Say, without the database, that nothing can be taken now, and give back what was typed."""
        typed = [
            (field, words)
            for field, words in request.POST.items()
            if field in cls.form_class.base_fields
        ]
        context = {"typed": typed, "main_field": cls.main_field, "action": request.path}
        if is_text(request):
            # Sent again from here, it is answered in text as before.
            context["edition"] = TEXT
        response = render(request, cls.not_now, context, status=503)
        response["Retry-After"] = "120"
        return cls._unkept(response)

    @staticmethod
    def _unkept(response: HttpResponse) -> HttpResponse:
        response["Cache-Control"] = NEVER_KEPT
        return response
