"""A letter to the editor, as it came and as it stands: never with its writer's address, phone or e-mail."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.letters.states import OPEN, State
from broadsheet.mailbag.counting import words_in

SECRET_BYTES = 18


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


class Letter(models.Model):
    """A letter or a guest column that somebody sent."""

    class Kind(models.TextChoices):
        LETTER = "letter", pgettext_lazy("to the editor", "Letter")
        COLUMN = "column", _("Guest column")

    class CameBy(models.TextChoices):
        FORM = "form", _("The form")
        MAIL = "mail", _("E-mail")
        POST = "post", pgettext_lazy("a letter came by", "Post")
        PHONE = "phone", _("Phone")

    class Why(models.TextChoices):
        """Why it is declined; each has words for its writer (`declining.py`)."""

        SPACE = "space", _("No room for all")
        LENGTH = "length", _("Too long")
        OFTEN = "often", _("Too soon after the last one")
        ELSEWHERE = "elsewhere", _("Printed or sent elsewhere")
        TEXT = "text", _("Not in the writer's own words")
        COPIES = "copies", _("One of many with the same words")
        PLACE = "place", _("Not from our area")
        FACTS = "facts", _("Facts that we could not confirm")
        PERSON = "person", _("About a private person")
        ELECTION = "election", _("By the rules of the election")
        UNREACHED = "unreached", _("The writer could not be reached")
        OTHER = "other", _("In words of our own")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LETTER)
    state = models.CharField(max_length=12, choices=State, default=State.MAILBAG)
    # Grows with each act: of two people who decide at once, one finds it grown.
    version = models.PositiveIntegerField(default=0)
    came_by = models.CharField(max_length=8, choices=CameBy, default=CameBy.FORM)
    came_at = models.DateTimeField(default=timezone.now)
    # When the mail that asks for the confirmation went out.
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    scheduled_for = models.DateTimeField(null=True)

    headline = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    name = models.CharField(max_length=120)
    town = models.CharField(max_length=80)
    stake = models.CharField(max_length=300, blank=True)
    own_words = models.BooleanField(default=False)
    only_here = models.BooleanField(default=False)
    machine = models.CharField(max_length=300, blank=True)
    answers = models.ForeignKey(
        "stories.Story", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    race = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=120, blank=True)
    is_candidates = models.BooleanField(default=False)

    edited_headline = models.CharField(max_length=120, blank=True)
    edited_text = models.TextField(blank=True)
    objection = models.TextField(blank=True)
    # What an editor looks for in it (`reading_for.py`).
    criticises = models.CharField(
        _("who is criticized by name"),
        max_length=120,
        blank=True,
        help_text=_("Empty: nobody. Whoever it is may answer in the same issue."),
    )
    reply = models.CharField(
        _("what came of offering a reply"),
        max_length=300,
        blank=True,
        help_text=_("Asked when and by which way; the answer, or that there was none."),
    )
    accuses = models.BooleanField(_("it says that somebody broke the law"), default=False)
    tells_of_private = models.BooleanField(
        _("it tells of somebody who is not in public life"), default=False
    )
    tells_of_child = models.BooleanField(_("a child can be known from it"), default=False)
    cleared_because = models.CharField(
        _("why it may be printed all the same"), max_length=300, blank=True
    )
    no_new_charge = models.BooleanField(
        _("it brings no new charge against anybody who runs"), default=False
    )
    # Whether readers are told how many sent nearly the same words.
    tells_copies = models.BooleanField(default=False)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    story = models.OneToOneField(
        "stories.Story", null=True, blank=True, on_delete=models.SET_NULL, related_name="letter"
    )
    # Marks of words that tell copies (`alike.py`; none before it was compared), and which of them this one is counted among.
    sketch = models.BinaryField(null=True, editable=False)
    cluster = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    overlap = models.PositiveSmallIntegerField(default=0)
    # Why one whose words are mostly another's is printed all the same.
    released_because = models.CharField(max_length=300, blank=True)
    # Which mailbox, phone, and name with town it came from, by their marks alone.
    mailbox_mark = models.CharField(max_length=40, blank=True)
    phone_mark = models.CharField(max_length=40, blank=True)
    name_mark = models.CharField(max_length=40, blank=True)
    # Names the letter in the links that its writer gets; another after each answer of hers.
    secret = models.CharField(max_length=32, unique=True, default=new_secret)

    class Meta:
        verbose_name = pgettext_lazy("to the editor", "letter")
        verbose_name_plural = pgettext_lazy("to the editor", "letters")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("handle_letters", "Handle letters to the editor"),
            ("verify_writers", "See where writers of letters live, and call them"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "state", "-came_at"], name="letters_queue"),
            models.Index(fields=["phone_mark"], name="letters_phone"),
            models.Index(fields=["name_mark"], name="letters_name"),
            models.Index(fields=["state", "came_at"], name="letters_age"),
            # What the worker looks for every few seconds: a handful.
            models.Index(
                fields=["came_at"],
                name="letters_arrivals",
                condition=models.Q(sketch=None) & ~models.Q(state=State.MAILBAG),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the letter is called: by its headline, else by its first words."""
        return self.edited_headline or self.headline or " ".join(self.text.split()[:8]) + " …"

    @property
    def words(self) -> int:
        return words_in(self.as_printed)

    @property
    def as_printed(self) -> str:
        """The text as it would be printed now."""
        return self.edited_text or self.text

    @property
    def headline_as_printed(self) -> str:
        return self.edited_headline or self.headline

    @property
    def is_edited(self) -> bool:
        return bool(self.edited_text) and (
            self.edited_text != self.text or self.edited_headline not in ("", self.headline)
        )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
