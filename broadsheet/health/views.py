"""The publisher's page of how the paper is doing, the list of errors, and what people get when something broke."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import ListView
from wagtail.admin import messages

from broadsheet.health.alerts import in_the_papers_words, paper_name, people_to_mail, post_to_chat
from broadsheet.health.mail import can_mail, explained, reason, send_test_mail
from broadsheet.health.models import LONG_AGO, Alerts, LastAlert, NotedError, Trouble
from broadsheet.health.noted import write_errors_down
from broadsheet.health.programs import this_machine
from broadsheet.health.state import State
from broadsheet.health.states import states
from broadsheet.lib.error_numbers import as_typed
from broadsheet.masthead import views as masthead
from broadsheet.masthead.kept_words import FIELD
from broadsheet.masthead.last_words import BARE
from broadsheet.masthead.middleware import NEWSROOM
from broadsheet.newsroom.refusals import is_script
from broadsheet.newsroom.rights import signed_in
from broadsheet.newsroom.typed import typed_words
from broadsheet.press.notices import NUMBER_HERE
from broadsheet.press.out_of_order import HEADER

logger = logging.getLogger(__name__)
may_see = permission_required("health.view_trouble", raise_exception=True)


# How it is ------------------------------------------------------------------------------------------------
@may_see
def how_it_is(request: HttpRequest) -> HttpResponse:
    """Say in words how each thing is, since when, and what to do."""
    found = states()
    wrong = sum(not state.is_well for state in found)
    summary = ngettext("One thing needs you.", "%(count)d things need you.", wrong)
    last = LastAlert.objects.first()
    return render(
        request,
        "health/desk/how_it_is.html",
        {
            "page_title": _("How the paper is doing"),
            "header_title": _("How the paper is doing"),
            "header_icon": "view",
            "summary": summary % {"count": wrong} if wrong else _("All is well."),
            "is_well": not wrong,
            # What needs someone comes first.
            "states": [
                (state, since(state)) for state in sorted(found, key=lambda one: one.is_well)
            ],
            "errors": errors_since_yesterday(),
            "mailed": len(people_to_mail()) if can_mail() else 0,
            "can_mail": can_mail(),
            "has_chat": bool(Alerts.load().webhook),
            "alerted_at": last.at if last and last.at > LONG_AGO else None,
            "machine": this_machine(),
        },
    )


@may_see
def facts(request: HttpRequest) -> HttpResponse:
    """Say the same to a machine: by name, whether it is well, since when not, and the sentences."""
    told = {
        state.name: {
            "well": state.is_well,
            "since": since(state),
            "says": state.says,
            "troubles": state.troubles,
        }
        for state in states()
    }
    return JsonResponse({"well": all(one["well"] for one in told.values()), **told})


def since(state: State) -> datetime | None:
    """Return since when a thing is as it should not be; None if it is well, or that was not noted yet."""
    if state.is_well:
        return None
    noted = Trouble.objects.filter(name=state.name, over_at=None)
    if state.is_of_machine:
        noted = noted.filter(machine=this_machine())
    first = noted.order_by("since").first()
    return first.since if first else None


def errors_since_yesterday() -> int:
    """Return how often something broke on whoever was asking, since yesterday."""
    write_errors_down()
    new = NotedError.objects.filter(last_at__gte=timezone.now() - timedelta(days=1))
    return new.aggregate(times=Sum("times"))["times"] or 0


# Trying it out ----------------------------------------------------------------------------------------------
@may_see
@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """Send a test mail to whoever asks, or a test message into the chat."""
    if request.POST.get("to") == "chat":
        said, is_sent = try_chat()
    else:
        said, is_sent = try_mail(signed_in(request).email)
    (messages.success if is_sent else messages.error)(request, said)
    return redirect("how_it_is")


def try_chat() -> tuple[str, bool]:
    """Return what came of a test message, in a sentence, and whether it was taken."""
    webhook = Alerts.load().webhook
    if not webhook:
        return _("No chat is set. Name its webhook in Settings, Alerts."), False
    with in_the_papers_words():
        text = _("A test message from %(paper)s: here it tells you when something stops.")
        said = text % {"paper": paper_name()}
    if post_to_chat(webhook, said):
        return _("The chat has taken the message."), True
    return _("The chat did not take the message. The log says why."), False


def try_mail(address: str) -> tuple[str, bool]:
    """Return what came of a test mail, in a sentence, and whether it was taken."""
    if not can_mail():
        return _("No mail can be sent: set MAIL first, and start the paper again."), False
    if not address:
        return _("Your account has no e-mail. Write one into it, and try again."), False
    try:
        with in_the_papers_words():
            send_test_mail(address, paper_name())
    except OSError as error:
        logger.warning("A test mail was refused: %s", reason(error))
        said = _("The mail server did not take it (%(why)s). Look into the setting MAIL.")
        return said % {"why": explained(reason(error))}, False
    return _("The mail server has taken it. Look whether it arrives."), True


# Errors -----------------------------------------------------------------------------------------------------
class ErrorsView(PermissionRequiredMixin, ListView[NotedError]):
    """Each fault that was met, the newest first; `?number=` finds the one that a reader has told."""

    permission_required = "health.view_notederror"
    raise_exception = True
    template_name = "health/desk/errors.html"
    paginate_by = 50
    # As Wagtail's links to further pages write it.
    page_kwarg = "p"

    def get_queryset(self) -> QuerySet[NotedError]:
        write_errors_down()
        asked = self.request.GET.get("number", "").strip()
        found = NotedError.objects.all()
        return found.filter(number=as_typed(asked)) if asked else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "asked": self.request.GET.get("number", ""),
            "page_title": gettext_lazy("Errors"),
            "header_title": gettext_lazy("Errors"),
            "header_icon": "warning",
        }


# When something broke -----------------------------------------------------------------------------------------
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's own 500: in the newsroom a page with what was typed, elsewhere the printed one; both with a number."""
    if not request.path.startswith(NEWSROOM):
        return masthead.server_error(request)
    number = getattr(request, "error_number", "")
    if is_script(request):
        response = HttpResponse(number, status=500, content_type="text/plain")
    else:
        response = HttpResponse(newsroom_page(request, number), status=500)
    response["Cache-Control"] = "no-store"
    response[HEADER] = number
    return response


def newsroom_page(request: HttpRequest, number: str) -> str:
    """Return the newsroom's page for an error; it needs no database and no session, since one of them may be what failed."""
    try:
        template = get_template("health/desk/broken.html")
        return template.render(
            {
                "number": number,
                "typed": typed_words(request),
                "is_kept": is_kept(request),
            }
        )
    except Exception:
        logger.exception("The page of an error failed too")
        return BARE.replace(NUMBER_HERE, number)


def is_kept(request: HttpRequest) -> bool:
    """Say whether the browser keeps what was sent, and offers it again (`newsroom/keeping.py`)."""
    try:
        return FIELD in request.POST
    except Exception:  # noqa: BLE001 (what was sent may be what failed)
        return False
