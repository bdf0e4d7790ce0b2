"""Choosing a story's topics among hundreds: a list of boxes to tick, which a field above narrows to the words typed."""

from typing import Any

from django.forms import CheckboxSelectMultiple, Script


class TopicChoice(CheckboxSelectMultiple):
    """Boxes to tick; those ticked stand first. Without a script the list is whole, and the field is not there."""

    template_name = "stories/desk/topic_choice.html"

    class Media:
        js = (Script("stories/newsroom_topics.js", type="module"),)

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not group[1][0]["selected"])
