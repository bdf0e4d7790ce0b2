"""What editors fill in: a story, and a correction of one."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import site_of
from broadsheet.stories.breaking_field import before, refuse_moment
from broadsheet.stories.errors import BreakingError
from broadsheet.stories.pasting import part_paragraphs
from broadsheet.stories.translations import refuse_translation
from broadsheet.stories.wording import put_words_right

# Kept in the database until someone writes a headline: a draft is never lost for want of one.
NO_HEADLINE = "Untitled story"


class StoryForm(WagtailAdminPageForm):
    """A story as it is written, with the one question that no field of it holds: a new address or not."""

    new_address = forms.BooleanField(
        label=gettext_lazy("Give the story a new address"),
        required=False,
        help_text=gettext_lazy(
            "At the next publication it moves to the words above. The old address keeps working: it leads to the new "
            "one."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story = self.instance
        if not self._may_publish():
            # What leads the front is for those who publish.
            self.fields.pop("breaking_until", None)
        if "new_address" not in self.fields:
            return
        if not story.permalink:
            del self.fields["new_address"]
            return
        is_asked = bool(story.address_wanted) and story.address_wanted == story.story_slug
        self.initial["new_address"] = is_asked and f"/{story.story_slug}/" not in story.permalink
        self.fields["story_slug"].help_text = _(
            "Readers find the story at %(address)s. Changing these words alone changes nothing for them."
        ) % {"address": story.permalink}

    def _may_publish(self) -> bool:
        if self.for_user is None:
            return True
        if self.instance.pk:
            return bool(self.instance.permissions_for_user(self.for_user).can_publish())
        above = self.parent_page
        return bool(above and above.permissions_for_user(self.for_user).can_publish_subpage())

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"].strip()
        if self.is_deferred_validation:
            return title or NO_HEADLINE
        if title in ("", NO_HEADLINE):
            raise forms.ValidationError(_("Write a headline before the story goes on."))
        return title

    def clean_breaking_until(self) -> datetime | None:
        """Refuse a moment that cannot be; leave alone what was not touched, whoever marked it meanwhile."""
        name = self.add_prefix("breaking_until")
        if self.data.get(before(name)) == self.data.get(name):
            untouched: datetime | None = self.instance.breaking_until
            return untouched
        until: datetime | None = self.cleaned_data["breaking_until"]
        if until is not None:
            try:
                refuse_moment(until)
            except BreakingError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return until

    def clean_is_live_coverage(self) -> bool:
        is_covered: bool = self.cleaned_data["is_live_coverage"]
        if not is_covered and self.instance.pk and self.instance.live_entries.exists():
            raise forms.ValidationError(
                _("It has entries, which readers would lose. End the coverage at the live desk.")
            )
        return is_covered

    def clean_body(self) -> Any:
        from broadsheet.stories.embed_lookups import fill_embeds

        return fill_embeds(part_paragraphs(self.cleaned_data["body"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        site = site_of(self.parent_page or self.instance)
        paper = facts_of(site) if site else None
        put_words_right(
            cleaned,
            cleaned.get("language") or (paper.language if paper else "en"),
            sets_marks=bool(paper and paper.smart_quotes) and not cleaned.get("verbatim"),
        )
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and not self.is_deferred_validation:
            try:
                refuse_translation(self.instance)
            except forms.ValidationError as refusal:
                self.add_error(None, refusal)

    def save(self, commit: bool = True) -> Any:
        if "new_address" in self.fields:
            is_asked = self.cleaned_data.get("new_address")
            self.instance.address_wanted = (
                self.cleaned_data.get("story_slug", "") if is_asked else ""
            )
        return super().save(commit=commit)


class BylineForm(WagtailAdminModelForm):
    """One name over a story; a draft may leave it open."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_removed = cleaned.get("DELETE")
        is_named = cleaned.get("journalist") or (cleaned.get("name") or "").strip()
        if not is_named and not is_removed and not self.is_deferred_validation:
            raise forms.ValidationError(_("Choose a journalist, or write a name."))
        return cleaned


class CorrectionForm(forms.Form):
    """What was wrong, and what is right."""

    wrong = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy(
            "A sentence for readers: An earlier version gave the wrong day for the ferry."
        ),
        error_messages={"required": gettext_lazy("Say in a sentence what was wrong.")},
    )
    right = forms.CharField(
        label=gettext_lazy("What is right"),
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("A sentence for readers: It runs on Mondays."),
        error_messages={"required": gettext_lazy("Say in a sentence what is right.")},
    )
