"""What readers type into forms, as it is kept: plain text, lines as lines, nothing hidden."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from broadsheet.mailbag.mailing import NOT_ONE_LINE

# What no text needs and what turns lines around or hides in them.
HIDDEN = dict.fromkeys(
    [
        *range(0x09),
        *(0x0B, 0x0C),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        *(0xAD, 0x200B, 0x2060, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)


def plain_text(words: str) -> str:
    """Return a text as plain text: lines as lines, without signs that nobody sees or that turn the others around.

    >>> plain_text("One\\r\\n\\u202etwo\\u202c\\n\\n\\n\\nthree ")
    'One\\ntwo\\n\\nthree'
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").translate(HIDDEN).split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


class Line(forms.CharField):
    """Words in one line, written from the side from which their own language is."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return attrs if "dir" in widget.attrs else {**attrs, "dir": "auto"}

    def to_python(self, value: Any) -> str:
        if value and NOT_ONE_LINE.search(str(value)):
            raise ValidationError(gettext_lazy("Write this in one line."))
        return plain_text(super().to_python(value) or "")
