"""One's own account: there each journalist chooses by which ways readers reach her."""

from typing import Any

from django.forms import ModelForm, Textarea
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from broadsheet.newsroom.models import Journalist, User
from broadsheet.newsroom.own_ways import WAYS


class OwnWaysForm(ModelForm[Journalist]):
    """The ways by which readers reach whoever is signed in."""

    class Meta:
        model = Journalist
        fields = WAYS
        widgets = {"public_key": Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"})}


class OwnWaysPanel(BaseSettingsPanel):
    """Stands in the account of those who sign stories."""

    name = "ways"
    title = _("How readers reach you")
    order = 150
    form_class = OwnWaysForm

    def is_active(self) -> bool:
        return self.person is not None

    @property
    def person(self) -> Journalist | None:
        return Journalist.objects.filter(user=self.user, is_current=True).first()

    def get_form(self) -> OwnWaysForm:
        sent = self.request.POST if self.request.method == "POST" else None
        # Another's form of the same page, sent without these, leaves them as they are.
        if sent is not None and f"{self.name}-email" not in sent:
            sent = None
        return OwnWaysForm(sent, instance=self.person, prefix=self.name)


@hooks.register("register_account_settings_panel")
def own_ways(request: HttpRequest, user: User, profile: Any) -> OwnWaysPanel:
    return OwnWaysPanel(request, user, profile)
