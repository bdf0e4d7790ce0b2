"""Who must have a second proof beside the password, since when, and until when they may do without."""

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.staff.models import SignInRules, Standing

# Recovery codes alone are none: they are what one falls back on.
PROOFS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]


class Asked(NamedTuple):
    """What is asked of someone: a second proof, by a moment; `has` says that there is one already."""

    until: datetime | None
    has: bool

    @property
    def is_due(self) -> bool:
        """Whether nothing else can be done before there is one."""
        return not self.has and self.until is not None and self.until <= timezone.now()


def needs_second_proof(user: User, rules: SignInRules | None = None) -> bool:
    """Say whether one of someone's roles asks for a second proof. Administrators have every role."""
    roles = (rules or SignInRules.load()).roles.all()
    if user.is_superuser:
        return bool(roles)
    return bool({role.pk for role in roles}.intersection(user.groups.values_list("pk", flat=True)))


def has_second_proof(user: User) -> bool:
    return bool(is_mfa_enabled(user, PROOFS))


def asked_of(user: User) -> Asked:
    """Return what is asked of someone now; the days of grace begin when they are first asked."""
    rules = SignInRules.load()
    if not needs_second_proof(user, rules):
        return Asked(None, has_second_proof(user))
    standing, _made = Standing.objects.get_or_create(
        user=user, defaults={"asked_since": timezone.now()}
    )
    since = max(standing.asked_since, rules.since)
    return Asked(since + timedelta(days=rules.days_of_grace), has_second_proof(user))


def must_keep_second_proof(proof: Authenticator) -> bool:
    """Say whether someone's role asks for a second proof, and this is the last they have."""
    user = proof.user
    if proof.type not in PROOFS or not isinstance(user, User) or not needs_second_proof(user):
        return False
    others = Authenticator.objects.filter(user=user, type__in=PROOFS).exclude(pk=proof.pk)
    return not others.exists()
