"""The terms of photos in the newsroom: entered by the desk, with where they are said."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.photos.models import Terms, Use


class TermsForm(WagtailAdminModelForm):
    """Asks where else than in the paper's own word the terms are said."""

    uses = forms.MultipleChoiceField(
        label=gettext_lazy("May be shown"),
        choices=Use.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What is not ticked is refused, unless an editor allows it with a reason."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if not given.get("said_in", "").strip():
            self.add_error(
                "said_in",
                _(
                    "Say where this stands: the contract and its paragraph, the license's page, a letter. Whoever asks later needs it."
                ),
            )
        if given.get("one_story") and Use.AGAIN in given.get("uses", ()):
            self.add_error(
                "uses",
                _("“One story only” and “with further stories” cannot both hold. Untick one."),
            )
        return given


class TermsViewSet(SnippetViewSet):
    """What may be done with photos of one kind."""

    model = Terms
    icon = "key"
    menu_label = gettext_lazy("Rights of photos")
    menu_order = 530
    add_to_admin_menu = True
    list_display = ("name", "said_in", "days")
    search_fields = ("name", "organisation")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("said_in"),
            FieldPanel("uses"),
            FieldRowPanel([FieldPanel("one_story"), FieldPanel("days")]),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("relation"), FieldPanel("organisation")])],
                heading=gettext_lazy("For new photos"),
            ),
            FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_url")]),
        ],
        base_form_class=TermsForm,
    )
