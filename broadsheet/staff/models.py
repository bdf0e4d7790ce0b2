"""What is kept about the people who work here, beside their accounts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting


class Limit(models.Model):
    """What is counted about signing in (`limits.py`); the columns are those of Django's database cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "staff_limit"

    def __str__(self) -> str:
        return self.cache_key


@register_setting(icon="key", order=160)
class SignInRules(BaseGenericSetting):
    """Who must have a second proof beside the password."""

    roles = models.ManyToManyField(
        Group,
        blank=True,
        verbose_name=_("Roles that need a second proof"),
        help_text=_(
            "A passkey or an authenticator app, beside the password. Without it, one stolen password is enough to "
            "publish in the paper's name."
        ),
    )
    days_of_grace = models.PositiveSmallIntegerField(
        _("Days until it is needed"),
        default=14,
        validators=[MaxValueValidator(90)],
        help_text=_("From the day someone first signs in with such a role, or from today."),
    )
    since = models.DateTimeField(default=timezone.now, editable=False)

    panels = [FieldPanel("roles"), FieldPanel("days_of_grace")]

    class Meta:
        verbose_name = _("Signing in")


class Standing(models.Model):
    """How someone stands with the rules for signing in: since when a second proof is asked of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standing"
    )
    asked_since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} since {self.asked_since:%Y-%m-%d}"


class Device(models.Model):
    """A browser that someone has signed in with, known by a cookie of which only a fingerprint is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=80, help_text=_("Firefox on Linux"))
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "fingerprint"], name="one_device_once")
        ]

    def __str__(self) -> str:
        return self.kind


class Link(models.Model):
    """A link that lets someone choose a password, once. Only the fingerprint of its secret is kept."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("invitation")
        RESET = "reset", _("new password")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} for {self.user_id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.ends_at > timezone.now() and self.user.is_active


class Showing(models.Model):
    """A draft shown to somebody without an account, a source or a lawyer, by a link whose fingerprint alone is kept.

    It shows the version that stood when it was made, never what was added later: that may be about somebody else.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="showings")
    version = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    shown_to = models.CharField(_("Who is to read it"), max_length=80)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ends_at = models.DateTimeField()
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.shown_to

    @property
    def is_open(self) -> bool:
        """Whether the link still shows the draft: its time is not over, and nothing of the page was published since."""
        published = self.page.last_published_at
        return self.ends_at > timezone.now() and (published is None or published < self.made_at)
