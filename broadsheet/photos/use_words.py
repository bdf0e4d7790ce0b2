"""Asking for the caption and the alt text of one use of a photo, with the photo's own beside them.

What readers get if nothing is typed is shown, never filled in: an editor sees that she is asked.
"""

from typing import Any

from django import forms
from django.forms import Script
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

# Of a field that follows the photo chosen beside it: where the script asks about a photo, its number in place of the 0.
BESIDE_PHOTO = {"data-photo-facts": reverse_lazy("chosen_photo", args=[0])}
LONGEST_ALT = 300
ALT_HELP = _("What is to be seen, for a reader who cannot see it. Not the caption again.")


class CaptionInput(AdminAutoHeightTextInput):
    """The caption of this use. `photo` is the name of the field beside it that holds the photo."""

    own = "caption"
    sentences = {
        "data-own-words": _("Empty, readers get the photo's own: “%(words)s”"),
        "data-own-none": _(
            "The photo has no caption of its own: say who does what, where and when."
        ),
    }

    def __init__(self, photo: str, attrs: dict[str, Any] | None = None) -> None:
        follows = {**BESIDE_PHOTO, "data-of-photo": photo, "data-own": self.own}
        super().__init__({**follows, **self.sentences, **(attrs or {})})

    class Media:
        js = (Script("photos/newsroom_use.js", type="module"),)


class AltInput(CaptionInput):
    """The alt text of this use."""

    own = "alt"
    sentences = {
        **CaptionInput.sentences,
        "data-own-none": _("The photo has no alt text of its own: say what is to be seen."),
    }


class CaptionBlock(blocks.TextBlock):
    """The caption of the photo in the block `photo` beside this one."""

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=CaptionInput("photo"), **self.field_options)

    class Meta:
        label = _("Caption here")


class AltBlock(blocks.TextBlock):
    """The alt text of the photo in the block `photo` beside this one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_ALT, "help_text": ALT_HELP, **kwargs})

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=AltInput("photo"), **self.field_options)

    class Meta:
        label = _("Alt text here")
