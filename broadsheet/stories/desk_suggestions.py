"""What might stand beside the story being written: a panel beside the text, from which an editor takes what fits."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from broadsheet.stories.suggesting import suggest_beside


class StorySuggestions(BaseSidePanel):
    """Stories that share topics or rare words; Wagtail renders it again after each saving."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle what might be related")
        icon_name = "link"
        # It would be counted once, when the screen opens, and then be wrong.
        has_counter = False

    name = "story-suggestions"
    title = gettext_lazy("Related?")
    template_name = "newsroom/desk/story_suggestions.html"
    order = 160

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        # Nothing is written yet in a story that was never saved.
        found = suggest_beside(self.object) if self.object.pk else []
        return {**context, "suggestions": found}
