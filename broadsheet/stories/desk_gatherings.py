"""Topics and series in the newsroom: their own place in the menu, in our words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.stories.models import Series, Topic

name_panels: list[Any] = [
    FieldRowPanel([TitleFieldPanel("name", targets=["slug"]), FieldPanel("slug")]),
    FieldPanel("description"),
]


class TopicViewSet(SnippetViewSet):
    """What stories are about."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 510
    add_to_admin_menu = True
    list_display = ("name", "slug")
    search_fields = ("name",)
    panels = name_panels


class SeriesViewSet(SnippetViewSet):
    """Stories that belong together in an order."""

    model = Series
    icon = "list-ol"
    menu_label = _("Series")
    menu_order = 520
    add_to_admin_menu = True
    list_display = ("name", "parts_planned", "slug")
    search_fields = ("name",)
    panels = (*name_panels, FieldPanel("parts_planned"))
