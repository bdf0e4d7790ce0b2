"""What django-allauth asks this program: who may try to sign in, how often, and how keys are kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.models import facts_of
from broadsheet.staff import devices
from broadsheet.staff.addresses import block_of
from broadsheet.staff.links import can_mail
from broadsheet.staff.proving import has_just_signed_in
from broadsheet.staff.rules import must_keep_second_proof
from broadsheet.staff.secrets_kept import lock_up, take_out
from broadsheet.staff.tasks import tell_of_device

# What a try that failed counts towards; how many are let through stands in the settings (ACCOUNT_RATE_LIMITS).
FROM_BLOCK, AT_NAME, AT_NAME_FROM_BLOCK = "from_block", "at_name", "at_name_from_block"


class Accounts(DefaultAccountAdapter):
    """Signing in by name or e-mail and password. Nobody signs up: people are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_email_password_mismatch": _(
            "This name and this password do not belong together."
        ),
        "username_password_mismatch": _("This name and this password do not belong together."),
        "email_password_mismatch": _("This name and this password do not belong together."),
        "too_many_login_attempts": _(
            "Too many tries. Wait ten minutes, or sign in with a passkey: that works at any time."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            # No address at all, such as https://[.
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the block that a request comes from: no closer address is counted, shown or kept."""
        return block_of(super().get_client_ip(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether someone must show again that it is them: not if they have just signed in."""
        return not has_just_signed_in(context.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a try where too many have failed: from this block of addresses, or at this name.

        A browser that this person has signed in with before is not kept out by what others try at the name.
        """
        for action, key in self._counted(request, credentials):
            if not ratelimit.consume(request, action=action, key=key, dry_run=True):
                raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        for action, key in self._counted(request, credentials):
            ratelimit.consume(request, action=action, key=key)

    def _counted(self, request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[str, str]]:
        name = str(credentials.get("username") or credentials.get("email") or "").casefold()
        block = self.get_client_ip(request)
        counted = [(FROM_BLOCK, block), (AT_NAME_FROM_BLOCK, f"{name} from {block}")]
        if not devices.is_known(request, name):
            counted.append((AT_NAME, name))
        return counted

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        device = devices.remember(request, response, user)
        if device is not None and can_mail() and user.email:
            tell_of_device.enqueue(device.pk)
        return response

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the newsroom says what matters in its own words."""

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing: who signs in from where is told in our own words (`noting.py`)."""


class SecondProofs(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes."""

    def encrypt(self, text: str) -> str:
        return lock_up(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return take_out(encrypted_text)
        except InvalidToken:
            # Locked up with a key that is gone: no code fits it. An empty secret would be one that anyone knows.
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not must_keep_second_proof(authenticator)

    def get_totp_issuer(self) -> str:
        return _site_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _site_name()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 (its name there)
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


def _site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    name = facts_of(site).name if site else ""
    return name or "Broadsheet"
