"""What editors fill in for a page of the tree."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from broadsheet.masthead.reserved import refuse_reserved


class PaperPageForm(WagtailAdminPageForm):
    """A page of the tree; it learns here, while it has no place in it yet, that an address is the program's own."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_at_the_top = self.parent_page is not None and self.parent_page.depth == 2
        if is_at_the_top and "slug" in cleaned:
            try:
                refuse_reserved(cleaned["slug"])
            except ValidationError as refusal:
                self.add_error("slug", refusal.message_dict["slug"])
        return cleaned
