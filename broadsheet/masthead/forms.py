"""What editors fill in for a page of the tree."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

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
        if cleaned.get("slug") and is_a_storys_address(
            self.instance, self.parent_page, cleaned["slug"]
        ):
            self.add_error("slug", _("A story stands at this address. Choose another word."))
        return cleaned


def is_a_storys_address(page: Page, parent: Page | None, slug: str) -> bool:
    """Return whether a story that kept its old address would stand before a page of the tree."""
    story_model = apps.get_model("stories.Story")
    if parent is None or isinstance(page, story_model):
        # A story's place in the tree is not its address.
        return False
    above = parent.url_path.split("/")[2:-1]
    path = "/" + "/".join([*above, slug])
    return bool(story_model.objects.filter(permalink__in=(path, f"{path}/")).exists())
