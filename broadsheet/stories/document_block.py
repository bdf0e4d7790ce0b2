"""A document that a story hands to its readers: a report, a ruling, a table of figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentValue(blocks.StructValue):
    """The use of a document: its title here, its kind in letters, its size in bytes."""

    @property
    def name(self) -> str:
        return self["title"] or (self["document"].title if self["document"] else "")

    @property
    def kind(self) -> str:
        return self["document"].file_extension.upper()

    @property
    def size(self) -> int | None:
        return self["document"].file_size


class DocumentBlock(blocks.StructBlock):
    """One document, to be read or kept. Readers are told its kind and size before they ask for it."""

    document: Any = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False, label=_("Title here"), help_text=_("Empty: the document's own title.")
    )
    about = blocks.TextBlock(
        required=False,
        label=_("What it is"),
        help_text=_(
            "In a sentence: The engineer's report, 14 pages, with the addresses of residents taken out."
        ),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "stories/blocks/document.html"
        value_class = DocumentValue
