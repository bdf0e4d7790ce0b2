"""What the forms of photos and documents, which Wagtail makes, have in common."""

from typing import Any

from broadsheet.incoming.names import plain_words


class FileForm:
    """Goes before Wagtail's own form, with a field `file` of `fields.py`."""

    _meta: Any
    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked, left_out = self._meta.fields, self._meta.exclude or ()
        # Where several were sent at once, their titles are asked for afterwards.
        if "file" in left_out or (asked is not None and "file" not in asked):
            self.fields.pop("file", None)

    def clean_title(self) -> str:
        return plain_words(self.cleaned_data["title"])
