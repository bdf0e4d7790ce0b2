"""What is asked about accounts: a new password, the sessions one has, links for others, and leaving."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.newsroom.rights import signed_in
from broadsheet.staff.addresses import block_asked_from
from broadsheet.staff.devices import kind_of
from broadsheet.staff.errors import LastPublisherError, LinkOverError
from broadsheet.staff.forms import ChoosePasswordForm, ForgottenForm, LeavingForm, typed
from broadsheet.staff.leaving import let_go
from broadsheet.staff.links import can_mail, mail_link, make_link, open_link, use_link
from broadsheet.staff.models import Link
from broadsheet.staff.proving import after_proof
from broadsheet.staff.sessions import end_sessions, sessions_of
from broadsheet.staff.tasks import send_new_password


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Take a name and say the same whoever it is; the worker looks whether it is anybody's, and writes to them."""
    form = ForgottenForm(typed(request))
    asked = False
    if can_mail() and request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="forgotten", key=block_asked_from(request)):
            send_new_password.enqueue(key_of(form.cleaned_data["name"]))
        asked = True
    return render(
        request,
        "staff/forgotten.html",
        {"form": form, "asked": asked, "can_mail": can_mail()},
    )


def key_of(name: str) -> int:
    """Return the key of whoever has this name or e-mail; 0 if nobody has, or more than one."""
    theirs = Q(username__iexact=name) | Q(email__iexact=name)
    keys = list(User.objects.filter(theirs, is_active=True).values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else 0


@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest, secret: str) -> HttpResponse:
    """Let someone choose a password by the link they were given. To look at the link does not use it up."""
    link = open_link(secret)
    if link is None:
        return link_is_over(request)
    form = ChoosePasswordForm(link.user, typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            use_link(link, form.cleaned_data["new_password1"])
        except LinkOverError:
            return link_is_over(request)
        messages.success(request, _("Your password is kept. Sign in with it."))
        return redirect("account_login")
    response = render(request, "staff/choose_password.html", {"form": form, "link": link})
    # The address is the secret: no other site may learn it. With "no-referrer", browsers would not say where the form
    # comes from either, and it would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def link_is_over(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/link_is_over.html", status=404)


@require_admin_access
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where someone is signed in, and sign them out there."""
    user = signed_in(request)
    if request.method == "POST":
        ended = end_sessions(user, but=request.session.session_key)
        if ended:
            note_act("signed_out_elsewhere", by=user, about=user.get_username())
        messages.success(request, _("You are signed in nowhere else now."))
        return redirect("sessions")
    return render(
        request,
        "staff/sessions.html",
        {
            "sessions": [(kind_of(one.user_agent), one) for one in sessions_of(user)],
            "this": request.session.session_key,
        },
    )


may_keep_people = permission_required("newsroom.change_user", raise_exception=True)


@may_keep_people
@after_proof
def give_link(request: HttpRequest, key: int) -> HttpResponse:
    """Make a link to a new password for someone, mail it if that can be done, and show it to who made it."""
    user = person(request, key)
    if request.method != "POST":
        return render(request, "staff/give_link.html", {"person": user})
    if not user.is_active:
        # Whoever comes back comes back by a link.
        user.is_active = True
        user.save(update_fields=["is_active"])
    purpose = Link.Purpose.RESET if user.has_usable_password() else Link.Purpose.INVITE
    return show_link(request, user, purpose)


def show_link(request: HttpRequest, user: User, purpose: str) -> HttpResponse:
    # Without an address in the settings the program answers at this machine's own names alone.
    base = f"{request.scheme}://{request.get_host()}"
    address = make_link(user, purpose, by=signed_in(request), base=base)
    is_mailed = can_mail() and bool(user.email)
    if is_mailed:
        mail_link(user, address, purpose)
    response = render(
        request,
        "staff/link.html",
        {"person": user, "address": "" if is_mailed else address, "is_mailed": is_mailed},
    )
    response["Cache-Control"] = "no-store"
    return response


@may_keep_people
@after_proof
def leaving(request: HttpRequest, key: int) -> HttpResponse:
    """End someone's account, after saying what that does."""
    user = person(request, key)
    form = LeavingForm(typed(request), leaver=user)
    if request.method == "POST" and form.is_valid():
        try:
            let_go(user, by=signed_in(request), heir=form.cleaned_data["heir"])
        except LastPublisherError:
            form.add_error(
                None, _("Nobody else here can let people in. Make another publisher first.")
            )
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": user})
            return redirect(reverse("wagtailusers_users:index"))
    return render(request, "staff/leaving.html", {"form": form, "person": user})


def person(request: HttpRequest, key: int) -> User:
    """Return someone whose account the person who asks may look after: only administrators, that of an administrator."""
    found = get_object_or_404(User, pk=key)
    if found == request.user:
        raise Http404
    if found.is_superuser and not signed_in(request).is_superuser:
        raise PermissionDenied
    return found
