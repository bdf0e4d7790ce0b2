"""The part of a photo that one use of it shows, as it is kept, asked for in forms, and compared between versions."""

from typing import Any

from django import forms
from django.db import models
from django.forms import Script
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    FieldComparison,
    TextDiff,
    register_comparison_class,
)

from broadsheet.photos.crops import check_crop, read_crop
from broadsheet.photos.use_words import BESIDE_PHOTO

# “1000,1000,1000,1000@3f9c2a”
LONGEST = 26
LABEL = gettext_lazy("Part shown here")
SAID = gettext_lazy(
    "%(width)s percent wide, %(height)s percent high; %(left)s percent from the left, %(top)s percent from the top"
)


def in_words(kept: str) -> str:
    """Return what a kept crop shows, in words for people."""
    crop = read_crop(kept)
    if crop is None:
        return _("the whole photo")
    numbers = {
        name: number_format(number / 10, decimal_pos=number % 10 and 1)
        for name, number in crop._asdict().items()
    }
    return SAID % numbers


class CropInput(forms.TextInput):
    """A frame over the chosen photo, moved and sized by pointer, keys or numbers. Without its script it keeps what it has.

    `photo` is the name of the field beside it that holds the photo, chosen or sent as a file.
    """

    template_name = "photos/desk/crop.html"

    def __init__(self, photo: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**BESIDE_PHOTO, "data-of-photo": photo, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "said": SAID}

    class Media:
        css = {"all": ["photos/newsroom_crop.css"]}
        js = (
            Script("photos/newsroom_use.js", type="module"),
            Script("photos/newsroom_crop.js", type="module"),
        )


class CropField(models.CharField):  # type: ignore[type-arg]
    """A crop as `crops.read_crop` reads it, “120,0,760,1000@3f9c2a”; empty for the whole photo."""

    default_validators = [check_crop]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {
            "verbose_name": gettext_lazy("part shown here"),
            "max_length": LONGEST,
            "blank": True,
        }
        super().__init__(*args, **{**fixed, **kwargs})


class CropFormField(forms.CharField):
    """Asks for the crop of the photo in another field of the form."""

    default_validators = [check_crop]

    def __init__(self, photo: str, **kwargs: Any) -> None:
        fixed = {"label": LABEL, "max_length": LONGEST, "required": False}
        super().__init__(**{**fixed, "widget": CropInput(photo), **kwargs})


class CropBlock(blocks.FieldBlock):
    """The crop of the photo in the block beside this one."""

    def __init__(self, photo: str = "photo", **kwargs: Any) -> None:
        self.field = CropFormField(photo)
        super().__init__(**kwargs)

    def get_comparison_class(self) -> type[BlockComparison]:
        return CropBlockComparison

    class Meta:
        icon = "cut"
        label = LABEL
        default = ""


class CropBlockComparison(BlockComparison):
    """Two crops of a block, in words."""

    def htmlvalue(self, val: str) -> str:
        return in_words(val)

    def htmldiff(self) -> str:
        return _compared(self.val_a, self.val_b)


class CropComparison(FieldComparison):
    """Two crops of a field, in words."""

    def htmldiff(self) -> str:
        return _compared(self.val_a, self.val_b)


def _compared(one: str, other: str) -> str:
    before, now = in_words(one), in_words(other)
    if before == now:
        return now
    html: str = TextDiff([("deletion", before), ("addition", now)], separator=" ").to_html()
    return html


register_comparison_class(CropField, comparison_class=CropComparison)
