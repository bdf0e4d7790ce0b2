"""Forms about people's accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from broadsheet.newsroom.models import User


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, be it nothing; None if the form is only looked at."""
    return request.POST if request.method == "POST" else None


class SignInForm(LoginForm):
    """Name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your name or e-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ForgottenForm(forms.Form):
    """Who wants a new password; whether there is such a person is not told."""

    name = forms.CharField(
        label=_("Your name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class ShowingForm(forms.Form):
    """Who is to read a draft, and for how long."""

    DAYS = (1, 3, 7, 30)

    shown_to = forms.CharField(
        label=_("Who is to read it"),
        max_length=80,
        help_text=_("For your colleagues and the record; the reader of the link does not see it."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial=7,
        choices=[
            (days, ngettext_lazy("%(days)d day", "%(days)d days", days) % {"days": days})
            for days in DAYS
        ],
    )


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, typed twice, long enough and in no list of common ones."""


class LeavingForm(forms.Form):
    """Who takes over what someone who leaves had taken."""

    heir = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Stories taken by this person pass to"),
        required=False,
        empty_label=_("nobody: they are set free"),
    )

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        assert isinstance(field, forms.ModelChoiceField)
        others = User.objects.filter(is_active=True).exclude(pk=leaver.pk)
        field.queryset = others.order_by("username")
