"""What editors fill in for a page of the tree."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from broadsheet.masthead.reserved import refuse_reserved


class PaperPageForm(WagtailAdminPageForm):
    """A page of the tree; it learns here, while it has no place in it yet, that an address is the program's own."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        depth = self.parent_page.depth if self.parent_page is not None else 0
        if depth >= 2 and "slug" in cleaned:
            try:
                refuse_reserved(cleaned["slug"], under_a_section=depth > 2)
            except ValidationError as refusal:
                self.add_error("slug", refusal.message_dict["slug"])
        return cleaned
