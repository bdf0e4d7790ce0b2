"""Forms that change only what their person changed: what a colleague wrote meanwhile stays, or is shown beside it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput


class MomentField(forms.DateTimeField):
    """Asks for a moment to the minute. What is kept to the second is not changed by being shown."""

    widget = AdminDateTimeInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        whole = (
            initial.replace(second=0, microsecond=0) if isinstance(initial, datetime) else initial
        )
        return super().has_changed(whole, data)


class OnlyWhatChanged:
    """Goes before a model's form. Each field carries along what stood in it when the form was opened."""

    fields: dict[str, Any]
    data: Any
    instance: Any
    is_bound: bool
    changed_data: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._watched():
            # A program that sends a form of its own making sends no such thing along.
            is_told = self._field(name).html_initial_name in self.data
            self.fields[name].show_hidden_initial = is_told or not self.is_bound

    def as_opened(self) -> list[SafeString]:
        """Return the hidden fields by which the form tells what stood in it. Wagtail's fields leave them out."""
        return [
            self._field(name).as_hidden(only_initial=True)
            for name in self._watched()
            if self.fields[name].show_hidden_initial
        ]

    def _watched(self) -> list[str]:
        """Return the fields of single values that people see; tags and files are none."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        return [
            name
            for name, field in self.fields.items()
            if name in columns and not field.widget.is_hidden and name != "file"
        ]

    def _field(self, name: str) -> Any:
        return self[name]  # type: ignore[index]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        for name in self._watched():
            if not self.fields[name].show_hidden_initial or name not in cleaned:
                continue
            if name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
            elif self._is_theirs(name):
                self._show_theirs(name)
        return cleaned

    def _is_theirs(self, name: str) -> bool:
        """Say whether someone else changed a field since this form was opened, and not to the same."""
        opened_with = self.data.get(self._field(name).html_initial_name)
        return self._differs(name, opened_with) and self._differs(name, self._field(name).data)

    def _differs(self, name: str, sent: Any) -> bool:
        field, now = self.fields[name], self._field(name).initial
        if isinstance(now, str) and isinstance(sent, str):
            # Browsers send other ends of lines than they were given.
            return " ".join(now.split()) != " ".join(sent.split())
        if isinstance(field, MomentField) and sent:
            sent = field.to_python(sent)
            return sent != now
        return field.has_changed(now, sent)

    def _show_theirs(self, name: str) -> None:
        field, now = self._field(name), self.fields[name].prepare_value(self._field(name).initial)
        # Sent once more, it is meant.
        self.data = self.data.copy()
        self.data[field.html_initial_name] = "" if now is None else str(now)
        words = (
            ""
            if now is None
            else str(dict(getattr(self.fields[name], "choices", ())).get(now, now))
        )
        self.add_error(  # type: ignore[attr-defined]
            name,
            _(
                "Someone else changed this meanwhile: “%(words)s”. Yours stands here; save again to put it in its place."
            )
            % {"words": words or "–"},
        )
