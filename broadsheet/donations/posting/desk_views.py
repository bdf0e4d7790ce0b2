"""The screen for mail to donors that somebody has to look at, and the button by which staff send a donor her link."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Site

from broadsheet.donations.models import Donor, Mailing
from broadsheet.donations.post import ON_PAPER
from broadsheet.donations.posting.sending import queue_link, send_again
from broadsheet.donations.trail import note_deed
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.workplaces import sites_of

State = Mailing.State
A_SCREEN: Final = 200
WAITING: Final = (State.UNSURE, State.FAILED)
# What commonly stands in the way, by the name of the error; nobody's address is in it.
_WHY: Final = {
    "SMTPRecipientsRefused": gettext_lazy("there is no such mailbox"),
    "ValidationError": gettext_lazy("the address is none of e-mail"),
    "LockedError": gettext_lazy("the key in the folder of secrets is another one"),
}


@never_cache
@require_safe
def donors_mail(request: HttpRequest) -> HttpResponse:
    """Show the mail that was perhaps sent, the mail that was not taken, and how much waits."""
    found = _of_own_papers(request)
    looked_at = found.filter(state__in=WAITING).select_related("donor").order_by("made_at", "pk")
    context = {
        "unsure": [_shown(one) for one in looked_at.filter(state=State.UNSURE)[:A_SCREEN]],
        "failed": [_shown(one) for one in looked_at.filter(state=State.FAILED)[:A_SCREEN]],
        "waiting": found.filter(state=State.DUE).count(),
        "tried": found.filter(state=State.DUE, tries__gt=0).count(),
        "can_mail": can_mail(),
        "header_title": _("Mail to donors"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Mail to donors")},
        ],
    }
    return render(request, "donations/mail_desk/mail.html", context)


@require_POST
def act_on_mail(request: HttpRequest, mailing_id: int, act: str) -> HttpResponse:
    """Do what somebody has decided on one mail."""
    if act not in _ACTS or mailing_id >= 2**63:
        raise Http404
    mailing = get_object_or_404(_of_own_papers(request), pk=mailing_id)
    label, do = _ACTS[act]
    if do(mailing):
        messages.success(request, label)
    else:
        messages.warning(request, _("A colleague has decided on it meanwhile."))
    return redirect("donors_mail")


@require_POST
def send_own_link(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Send a donor the link to her gifts, to the address that stands in her record."""
    if donor_id >= 2**63:
        raise Http404
    found = Donor.objects.filter(site__in=_papers(request), erased_at=None, merged_into=None)
    donor = get_object_or_404(found.select_related("site"), pk=donor_id)
    if donor.email and can_mail():
        queue_link(donor)
        note_deed(donor.site, "link_sent", str(donor.uuid))
        messages.success(request, _("The link is on its way. It works once, within 30 minutes."))
    else:
        messages.warning(
            request, _("No link can be sent: there is no e-mail address, or no mail server.")
        )
    return redirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """Return the screen that the button stood on; the newsroom's first, if it says another place."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/newsroom/") and "\\" not in back
    return back if is_ours else reverse("wagtailadmin_home")


def _papers(request: HttpRequest) -> list[Site]:
    if not request.user.has_perm("donations.handle_gifts"):
        raise PermissionDenied
    return sites_of(request.user)


def _of_own_papers(request: HttpRequest) -> "QuerySet[Mailing]":
    return Mailing.objects.filter(site__in=_papers(request), donor__erased_at=None)


def _shown(mailing: Mailing) -> dict[str, Any]:
    trouble = mailing.trouble
    return {
        "mailing": mailing,
        "why": _WHY.get(trouble, trouble),
        "can_be_printed": mailing.kind in ON_PAPER,
    }


def _move(mailing: Mailing, state: str) -> bool:
    kept = Mailing.objects.filter(pk=mailing.pk, state__in=WAITING)
    return bool(kept.update(state=state, trouble=""))


def _print(mailing: Mailing) -> bool:
    return mailing.kind in ON_PAPER and _move(mailing, State.PAPER)


_ACTS: Final[dict[str, Any]] = {
    "again": (pgettext_lazy("mail", "It is sent once more."), send_again),
    "arrived": (
        pgettext_lazy("mail", "Noted: it has arrived."),
        lambda mailing: _move(mailing, State.SENT),
    ),
    "print": (pgettext_lazy("mail", "It waits among what is to be printed."), _print),
    "drop": (
        pgettext_lazy("mail", "It is not sent any more."),
        lambda mailing: _move(mailing, State.MOOT),
    ),
}


@hooks.register("register_admin_urls")
def mail_addresses() -> list[URLPattern]:
    return [
        path("gifts/mail/", donors_mail, name="donors_mail"),
        path("gifts/mail/<int:mailing_id>/<slug:act>/", act_on_mail, name="act_on_donors_mail"),
        path("gifts/donors/<int:donor_id>/link/", send_own_link, name="send_own_link"),
    ]
