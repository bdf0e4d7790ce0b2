"""Wagtail's fields without scripts that stand in the page: the newsroom's Content-Security-Policy lets none run.

Each field that needs a script says in a `<template data-starts>` which of Wagtail's functions starts it, and with what;
`newsroom_starts.js` calls it. The templates beside Wagtail's own (`wagtailadmin/panels`, `wagtailadmin/widgets`) say the
same for inline panels and dates.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser


def chooser(
    self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """Return a chooser's field, with what starts it."""
    key = (attrs or {})["id"]
    chosen = self.get_value_data(value)
    return format_html(
        '{}<template data-starts="{}" data-of="{}" data-with="{}"></template>',
        self.render_html(name, chosen, attrs),
        self.js_constructor,
        key,
        json.dumps(self.get_js_init_options(key, name, chosen)),
    )


def start_without_scripts() -> None:
    """Have all of Wagtail's choosers say what starts them."""
    # Wagtail has no setting for this; whatever chooses something in a form is drawn by this method.
    BaseChooser.render = chooser
