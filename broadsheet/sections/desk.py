"""The newsroom's door, and the first steps of a new paper."""

import zoneinfo
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.home import HomeView
from wagtail.models import Site

from broadsheet.masthead.models import LANGUAGES, Paper, set_up
from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.sections.errors import FoundingError
from broadsheet.sections.founding import found_paper
from broadsheet.sections.founding_pages import write_missing_pages
from broadsheet.sections.models import Front
from broadsheet.stories.desk import may_write

CUSTOMARY_SECTIONS = gettext_lazy("Local News\nGovernment\nSchools\nSports\nOpinion\nObituaries")
MACHINES_ZONE = Path("/etc/localtime")


def zone_of_this_machine() -> str:
    """Return the name of the time zone that the machine is set to; UTC if it does not say."""
    target = str(MACHINES_ZONE.resolve())
    name = target.partition("zoneinfo/")[2]
    return name if name in zoneinfo.available_timezones() else "UTC"


class Home(HomeView):
    """The first screen after sign-in; before there is a paper, the way to one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        site = Site.find_for_request(request)
        if site is not None and not set_up(site) and may_found(request):
            return redirect("first_steps")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "may_write": may_write(signed_in(self.request))}


def may_found(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("masthead.change_paper"))


class FirstStepsForm(forms.Form):
    """All that a paper needs before its first story."""

    name = forms.CharField(
        label=gettext_lazy("Name of the paper"),
        max_length=80,
        help_text=gettext_lazy("As on the front page: The Larkmere Ledger."),
        error_messages={"required": gettext_lazy("Write the paper's name.")},
    )
    town = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=80,
        help_text=gettext_lazy("Where the paper is at home."),
        error_messages={"required": gettext_lazy("Write the town where the paper is at home.")},
    )
    region = forms.CharField(
        label=gettext_lazy("Home state"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("In full: Wisconsin. Datelines of this state leave it out."),
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Type a city and choose: America/Chicago. Every date readers see follows it."
        ),
        error_messages={"required": gettext_lazy("Choose the time zone of the town.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the pages"), choices=LANGUAGES)
    sections = forms.CharField(
        label=gettext_lazy("Sections"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One on each line, in the order of the navigation. All of it can be changed later."
        ),
        error_messages={"required": gettext_lazy("Name at least one section, one on each line.")},
    )
    legal_kind = forms.ChoiceField(
        label=gettext_lazy("Who publishes it"),
        choices=Paper.LegalKind.choices,
        help_text=gettext_lazy("Decides what the pages say about gifts and taxes."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Newsroom's e-mail"),
        required=False,
        help_text=gettext_lazy("Where readers write to the newsroom. It stands on every page."),
        error_messages={
            "invalid": gettext_lazy("Write an e-mail address as in news@larkmereledger.example.")
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Newsroom's phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Where readers call it. One of the two is needed."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_reachable = cleaned.get("email") or cleaned.get("phone")
        if not is_reachable and "email" not in self.errors:
            self.add_error(
                "email", _("Write an e-mail or a phone by which readers reach the newsroom.")
            )
        return cleaned

    def clean_time_zone(self) -> str:
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_")
        by_small_letters = {zone.lower(): zone for zone in zoneinfo.available_timezones()}
        # One that is unknown is refused by `found_paper`, in its words.
        return by_small_letters.get(typed.lower(), typed)

    def clean_sections(self) -> list[str]:
        return self.cleaned_data["sections"].splitlines()


def first_steps(request: HttpRequest) -> HttpResponse:
    """Found the paper from one form."""
    site = Site.find_for_request(request)
    if site is None or not may_found(request):
        raise PermissionDenied
    if set_up(site):
        messages.warning(
            request, _("This paper has been set up already. Change it in Settings, Paper.")
        )
        return redirect("wagtailadmin_home")
    form = FirstStepsForm(request.POST or None, initial=first_guesses())
    if form.is_valid():
        try:
            front = found(site, form.cleaned_data, by=signed_in(request))
        except FoundingError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            greeting = _(
                "%(paper)s is set up. Read the pages about it that were written from your answers (Front and "
                "sections), change what is not so, and write its first story."
            ) % {"paper": front.title}
            messages.success(request, greeting)
            return redirect("wagtailadmin_home")
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
    return render(
        request,
        "newsroom/desk/first_steps.html",
        {
            "form": form,
            "zones": zones,
            "header_title": _("First steps"),
            "action": reverse("first_steps"),
        },
    )


@transaction.atomic
def found(site: Site, answers: dict[str, Any], *, by: User) -> Front:
    """Make the paper and its standing pages, or nothing.

    Errors:
        FoundingError: something of it is missing or impossible.
    """
    front = found_paper(site, **answers)
    write_missing_pages(site, by=by)
    return front


def first_guesses() -> dict[str, Any]:
    """Return what the form holds before anyone has typed."""
    return {
        "time_zone": zone_of_this_machine(),
        "language": LANGUAGES[0][0],
        "sections": CUSTOMARY_SECTIONS,
        "legal_kind": Paper.LegalKind.BUSINESS,
    }
