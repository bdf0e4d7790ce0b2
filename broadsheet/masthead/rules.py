"""What a paper may insist on before a story is published. The rooms that check it register each rule by its name."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

# Name: what is promised of a story, in a sentence; in the order in which the rooms registered them.
RULES: dict[str, Any] = {}


def register_rules(rules: dict[str, Any]) -> None:
    """Offer these rules in the paper's settings: a name, and a sentence of what a story must have."""
    RULES.update(rules)


class RuleList(models.JSONField):
    """The names of the rules that a paper has chosen; in its settings, a box to tick for each."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            label=kwargs.get("label", _("Rules: a story is not published without")),
            help_text=kwargs.get("help_text", self.help_text),
            choices=lambda: list(RULES.items()),
            initial=kwargs.get("initial", []),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def deconstruct(self) -> Any:
        """Migrations know it as the list that is kept."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
