"""How a form asks for a file: each field lets in only what `admitting.py` lets in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from broadsheet.incoming.admitting import admit
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.uses import DOCUMENT, PICTURE, Use

# Named, and not image/*: a telephone then hands over its own kind as one that browsers know.
KINDS_OF_PICTURE = "image/jpeg,image/png,image/webp,image/avif,image/gif"
TOO_LARGE = _("The file is larger than 40 MB. Save it smaller.")


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Turn a refusal into the sentence beside a field."""
    try:
        yield
    except IncomingError as error:
        raise forms.ValidationError(str(error)) from error


class LookedAt(forms.FileField):
    """A field whose file is looked at before anything else is done with it."""

    use: Use

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        with refused_in_words():
            admit(data, self.use)
        # Not what a further kind of field would do, such as decoding a picture to learn its size.
        return forms.FileField.to_python(self, data)


class IncomingField(LookedAt):
    """Asks for a file of any use.

    Args:
        use: one of `uses.py`, or of the room that reads the file.
    """

    def __init__(self, *, use: Use, **kwargs: Any) -> None:
        # The name under which it came is not kept, however long it is.
        super().__init__(**{**kwargs, "max_length": None})
        self.use = use


class PictureField(LookedAt, WagtailImageField):
    """Asks for a picture, where Wagtail would ask with its own field."""

    use = PICTURE

    def __init__(self, *args: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = PICTURE.most_bytes
        self.widget.attrs["accept"] = KINDS_OF_PICTURE
        self.help_text = help_text or _(
            "JPEG, PNG, WebP, AVIF or GIF, up to 40 MB and 50 million pixels."
        )
        # Said by the browser, where several are sent at once.
        self.error_messages["file_too_large_unknown_size"] = TOO_LARGE
        self.error_messages["invalid_image_extension"] = _(
            "Save it as JPEG, PNG, WebP, AVIF or GIF. HEIC and SVG are not taken in."
        )


class DocumentField(LookedAt, WagtailDocumentField):
    """Asks for a document, where Wagtail would ask with its own field."""

    use = DOCUMENT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = DOCUMENT.most_bytes
        self.help_text = _("PDF, Word, Excel, OpenDocument text, CSV or plain text, up to 40 MB.")
        self.error_messages["file_too_large_unknown_size"] = TOO_LARGE
