"""What is known of who made a photo and how the paper got it."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """How the paper got a photo."""

    UNKNOWN = "", _("Not said")
    STAFF = "staff", _("Our own staff")
    FREELANCE = "freelance", _("Made for us")
    WIRE = "wire", _("An agency")
    PROVIDED = "provided", _("Provided")
    COURTESY = "courtesy", _("Courtesy")
    HANDOUT = "handout", _("Handout")
    READER = "reader", _("A reader")
    SCREEN_SHOT = "screen-shot", _("Screen shot")
    ILLUSTRATION = "illustration", _("Illustration")
    PHOTO_ILLUSTRATION = "photo-illustration", _("Photo illustration")
    AI = "ai", _("Made with AI")


@dataclass(frozen=True)
class Credit:
    """A credit, part by part. All are words as readers see them.

    - creators: those who made it, in their order.
    - organisation: whom they work for, or who gave it.
    - for_whom: who ordered it (“for The Ledger”).
    - via: through whom it came (“via AP”).
    - platform: of a screen shot, where it was seen; of a picture made with AI, what made it.
    - account: of a screen shot, whose it was.
    - is_video: a screen shot of someone's video.
    - is_file: it comes from the files, and does not show what the story tells.
    - licence: its short name (“CC BY-SA 4.0”).
    - made_from: of a photo illustration, those whose photo it was made of.
    - words: the line as it came; it is what is printed when `is_read` is False.
    """

    creators: tuple[str, ...] = ()
    organisation: str = ""
    relation: str = Relation.UNKNOWN
    for_whom: str = ""
    via: str = ""
    platform: str = ""
    account: str = ""
    is_video: bool = False
    is_file: bool = False
    licence: str = ""
    made_from: tuple[str, ...] = ()
    is_read: bool = True
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named and nothing is said."""
        return replace(self, words="", is_read=True) == NOTHING

    def parts(self) -> dict[str, Any]:
        """Return what is known, without what is not, as JSON can carry it."""
        known = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
            if value or name in ("words", "is_read")
        }

    @classmethod
    def of_parts(cls, parts: dict[str, Any]) -> "Credit":
        """Return the credit that `parts` was made of."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in parts.items()
            if name in cls.__dataclass_fields__
        }
        return cls(**known)


NOTHING = Credit()
