"""What is written into the record of acts, from the signals of those who do them; and what people are told by mail."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_login_failed
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import ModelLogEntry, PageLogEntry

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.staff.addresses import block_asked_from
from broadsheet.staff.devices import kind_of


def where_of(request: HttpRequest) -> str:
    """Return browser, system and block of addresses of a request."""
    return f"{kind_of(request.headers.get('User-Agent', ''))}, {block_asked_from(request)}"


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    note_act("signed_in", by=user, where=where_of(request))


@receiver(user_login_failed)
def note_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Write down a try at an account that there is. A name that is nobody's may be a password: it is kept nowhere."""
    name = credentials.get("username") or credentials.get("email") or ""
    theirs = Q(username__iexact=name) | Q(email__iexact=name)
    user = User.objects.filter(theirs).first() if name else None
    if user is not None and request is not None:
        note_act("sign_in_failed", about=user.get_username(), where=where_of(request))


@receiver(authenticator_added)
def note_proof(user: User, **_kwargs: Any) -> None:
    note_act("proof_added", by=user, about=user.get_username())


@receiver(authenticator_removed)
def note_proof_gone(user: User, **_kwargs: Any) -> None:
    note_act("proof_removed", by=user, about=user.get_username())


@receiver(authenticator_reset)
def note_codes(user: User, **_kwargs: Any) -> None:
    note_act("codes_made", by=user, about=user.get_username())


@receiver(password_changed)
def note_password(user: User, **_kwargs: Any) -> None:
    note_act("password_changed", by=user, about=user.get_username())


@receiver(m2m_changed, sender=User.groups.through)
def note_roles(instance: Any, action: str, reverse: bool, **_kwargs: Any) -> None:
    """Write down the roles that someone has from now on."""
    if action in ("post_add", "post_remove", "post_clear") and not reverse:
        roles = ", ".join(sorted(group.name for group in instance.groups.all())) or "-"
        note_act("roles_changed", about=f"{instance.get_username()}: {roles}")


def note_what_wagtail_logs(instance: ModelLogEntry | PageLogEntry, created: bool, **_: Any) -> None:
    """Write down what the newsroom's own log says of deletions and of settings."""
    # What the program does by itself, such as the first page that it takes away, nobody did.
    if not created or instance.user is None:
        return
    kind = instance.content_type.model_class() if instance.content_type else None
    if instance.action == "wagtail.delete":
        note_act(
            "deleted", by=instance.user, about=f"{instance.object_verbose_name}: {instance.label}"
        )
    elif kind is not None and issubclass(kind, AbstractSetting):
        note_act("settings_changed", by=instance.user, about=str(kind._meta.verbose_name))
    elif kind is User and instance.action in ("wagtail.create", "wagtail.edit"):
        what = "account_made" if instance.action == "wagtail.create" else "account_changed"
        note_act(what, by=instance.user, about=instance.label)


for entry in (ModelLogEntry, PageLogEntry):
    post_save.connect(note_what_wagtail_logs, sender=entry)
