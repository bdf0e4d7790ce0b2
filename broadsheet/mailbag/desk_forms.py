"""What editors fill in about what readers entrusted to the paper, the same at every desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.mailbag.typed import Line


class ClaimForm(forms.Form):
    """Why what somebody told of herself is kept beyond its time, for a legal claim, and until when."""

    because = Line(label=gettext_lazy("Why it is kept"), max_length=300)
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise ValidationError(_("That day has passed. Choose one to come."))
        return until
