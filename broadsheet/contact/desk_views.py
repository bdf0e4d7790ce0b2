"""The messages in the newsroom: what came, and whether it was read, mailed and answered."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.contact.models import Message
from broadsheet.contact.reading import messages_for, reads_any
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.sealing import LockedError
from broadsheet.newsroom.rights import signed_in

A_PAGE = 50
LISTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "open": (gettext_lazy("To answer"), {"answered_at": None}),
    "answered": (gettext_lazy("Answered"), {"answered_at__isnull": False}),
}


@never_cache
@require_safe
def messages_screen(request: HttpRequest) -> HttpResponse:
    """Show what came, the newest first."""
    if not reads_any(request.user):
        raise PermissionDenied
    asked = request.GET.get("which", "open")
    which = asked if asked in LISTS else "open"
    found = messages_for(request.user).filter(**LISTS[which][1])
    newest = found.select_related("desk", "journalist").order_by("-came_at", "-pk")
    page = Paginator(newest, A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_of_messages": page,
        "shown": [(one, opened(one)) for one in page],
        "which": which,
        "lists": [(name, label) for name, (label, _chosen) in LISTS.items()],
        "can_mail": can_mail(),
        "header_title": _("Messages"),
        "header_icon": "mail",
        "breadcrumbs_items": trail(),
    }
    return render(request, "contact/desk/messages.html", context)


@never_cache
@require_safe
def message_screen(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message, which is read from then on."""
    message = message_at_hand(request, message_id)
    if message.read_at is None and request.method == "GET":
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())
    context = {
        "message": message,
        "written": opened(message),
        "header_title": _("Message"),
        "header_icon": "mail",
        "breadcrumbs_items": trail(_("Message")),
    }
    return render(request, "contact/desk/message.html", context)


@require_POST
def act_on_message(request: HttpRequest, message_id: int, act: str) -> HttpResponse:
    """Do one thing with a message."""
    message = message_at_hand(request, message_id)
    if act not in DONE:
        raise Http404
    messages.success(request, DONE[act](request, message))
    return redirect("messages_screen")


def message_at_hand(request: HttpRequest, message_id: int) -> Message:
    """Return a message that this person reads."""
    found = messages_for(request.user).select_related("desk", "journalist", "answered_by")
    return get_object_or_404(found, pk=message_id)


def opened(message: Message) -> dict[str, Any]:
    """Return what was written; or in `locked`, why it cannot be read."""
    try:
        return message.open()
    except LockedError as error:
        return {"locked": str(error)}


def trail(label: str = "") -> list[dict[str, str]]:
    """Return the line of links above a screen."""
    lines = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("messages_screen"), "label": _("Messages")},
    ]
    return [*lines, {"url": "", "label": label}] if label else lines


def _change(message: Message, **fields: Any) -> None:
    Message.objects.filter(pk=message.pk).update(**fields)


def _answered(request: HttpRequest, message: Message) -> str:
    _change(message, answered_at=timezone.now(), answered_by=signed_in(request))
    return _("Noted: it is answered.")


def _open_again(_request: HttpRequest, message: Message) -> str:
    _change(message, answered_at=None, answered_by=None)
    return _("It stands among those to answer again.")


def _unread(_request: HttpRequest, message: Message) -> str:
    _change(message, read_at=None)
    return _("It is marked as not read.")


def _delete(_request: HttpRequest, message: Message) -> str:
    message.delete()
    return _("The message is deleted.")


DONE: dict[str, Callable[[HttpRequest, Message], str]] = {
    "answered": _answered,
    "open": _open_again,
    "unread": _unread,
    "delete": _delete,
}
