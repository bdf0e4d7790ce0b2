"""Rich text is cleaned when it is kept, and again whenever it is shown, by whichever way it came into the database."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import TextField
from draftjs_exporter.error import ExporterException
from wagtail import blocks, rich_text
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.fields import RichTextField
from wagtail.rich_text.rewriters import MultiRuleRewriter

from broadsheet.lib.cleaning import clean_kept, clean_text

wagtails_rewriter = rich_text.get_rewriter
# By which Wagtail's converter ends where its own editor cannot have sent what came.
UNREADABLE = (
    *(ValueError, LookupError, TypeError, AttributeError, RecursionError),
    ExporterException,
)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor; what no editor of ours can have sent is refused instead of ending in an error."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            html: str | None = super().value_from_datadict(data, files, name)
        except UNREADABLE as error:
            raise BadRequest("A text came that no editor of ours can have sent.") from error
        return clean_kept(html) if html else html


class Cleaning:
    """The last of Wagtail's rewriters, each of which turns kept rich text a bit more into what is shown."""

    def __call__(self, html: str) -> str:
        return clean_text(html)

    def extract_references(self, _html: str) -> Iterator[Any]:
        return iter(())


@cache
def rewriter() -> Any:
    return MultiRuleRewriter([wagtails_rewriter(), Cleaning()])


def clean_all_rich_text() -> None:
    # Wagtail has no setting for this. All that shows rich text ends in the first, all that keeps it in the others.
    rich_text.get_rewriter = rewriter
    blocks.RichTextBlock.get_prep_value = lambda _block, value: clean_kept(value.source)
    RichTextField.get_prep_value = _keep


def _keep(field: Any, value: Any) -> Any:
    kept = TextField.get_prep_value(field, value)
    return clean_kept(kept) if isinstance(kept, str) else kept
