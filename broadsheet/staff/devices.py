"""Browsers that someone has signed in with before: they are told apart from strangers' by a cookie for nothing else."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.newsroom.models import User
from broadsheet.staff.models import Device

A_YEAR = 365 * 24 * 3600
# Whole names only, in the order in which they must be looked for: most browsers claim to be some other one, too.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def fingerprint_of(secret: str) -> str:
    """Return what is kept of a secret: enough to know it again, not to use it."""
    return sha256(secret.encode()).hexdigest()


def kind_of(user_agent: str) -> str:
    """Return browser and system in words.

    >>> kind_of("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0")
    'Firefox, Linux'
    """
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or _("a browser that says no name")


def is_known(request: HttpRequest, name: str) -> bool:
    """Say whether the person of this name, or this e-mail, has signed in with this browser before."""
    secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    theirs = Q(user__username__iexact=name) | Q(user__email__iexact=name)
    return (
        bool(secret) and Device.objects.filter(theirs, fingerprint=fingerprint_of(secret)).exists()
    )


def remember(request: HttpRequest, response: HttpResponse, user: User) -> Device | None:
    """Remember that someone has signed in with this browser; return it if it is new to them and not their first."""
    secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or secrets.token_urlsafe(32)
    is_first = not Device.objects.filter(user=user).exists()
    device, is_new = Device.objects.get_or_create(
        user=user,
        fingerprint=fingerprint_of(secret),
        defaults={"kind": kind_of(request.headers.get("User-Agent", ""))},
    )
    if not is_new:
        device.last_seen = timezone.now()
        device.save(update_fields=["last_seen"])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        secret,
        max_age=A_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return device if is_new and not is_first else None
