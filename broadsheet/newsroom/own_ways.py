"""The ways by which readers reach one person, as that person chose them."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Site

from broadsheet.masthead.workplaces import sites_of
from broadsheet.newsroom.public_keys import read_key

if TYPE_CHECKING:
    from broadsheet.newsroom.models import Journalist, User

WAYS = ("takes_messages", "email", "phone", "signal", "by_post", "public_key")


def clean_ways(person: "Journalist") -> None:
    """Refuse ways that would lead nowhere; leave of a key what others need.

    Errors:
        ValidationError: by field, what to do.
    """
    faults: dict[str, Any] = {}
    if person.takes_messages and person.user is None:
        faults["takes_messages"] = _(
            "Messages stand in the newsroom, under an account. Choose this person's account first, or leave this unticked."
        )
    if person.public_key:
        try:
            person.public_key = read_key(person.public_key).armoured
        except ValidationError as fault:
            faults["public_key"] = fault.messages
    if faults:
        raise ValidationError(faults)


class JournalistForm(WagtailAdminModelForm):
    """Offers the desks of the papers for which whoever fills it in works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "desk" not in self.fields:
            return
        field: Any = self.fields["desk"]
        if self.for_user is not None:
            own = [site.pk for site in sites_of(self.for_user)]
            kept = [self.instance.desk.site_id] if self.instance.desk else []
            field.queryset = field.queryset.filter(site__in=[*own, *kept]).select_related("site")
        if Site.objects.count() > 1:
            field.label_from_instance = lambda desk: f"{desk.name} ({desk.site})"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        desk, paper = given.get("desk"), given.get("works_for", self.instance.works_for)
        if desk is not None and paper is not None and desk.site_id != paper.pk:
            self.add_error(
                "desk", _("That desk is another paper's. Choose one of this person's own paper.")
            )
        return given


def follow_accounts() -> None:
    """Let pages follow when an account is shut or deleted: a form leads to those alone who can sign in."""
    from broadsheet.newsroom.models import User

    post_save.connect(_note_account, sender=User, dispatch_uid="newsroom:account-saved")
    pre_delete.connect(_note_account, sender=User, dispatch_uid="newsroom:account-deleted")


def _note_account(instance: "User", **about: Any) -> None:
    fields = about.get("update_fields")
    if about.get("created") or (fields is not None and "is_active" not in fields):
        return
    person = getattr(instance, "journalist", None)
    if person is not None and person.takes_messages:
        person.note("account changed")
