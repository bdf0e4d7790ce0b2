"""The desks in the newsroom: listed, added and changed by those who work for their paper."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.models import Site
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.masthead.workplaces import sites_of
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import PanelForSeveralPapers


class DeskForm(WagtailAdminModelForm):
    """Offers the papers for which whoever fills it in works; with one alone, it is that paper's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = sites_of(self.for_user) if self.for_user is not None else []
        field: Any = self.fields["site"]
        field.queryset = Site.objects.filter(pk__in=[site.pk for site in self.own])
        field.required = len(self.own) > 1

    def clean_site(self) -> Site:
        chosen: Site | None = self.cleaned_data["site"] or next(iter(self.own), None)
        if chosen is None:
            raise ValidationError(_("You work for no paper here."))
        return chosen


class DeskViewSet(SnippetViewSet):
    """What the paper's desks are, and how each is reached."""

    model = Desk
    icon = "group"
    menu_label = gettext_lazy("Desks")
    menu_order = 120
    add_to_settings_menu = True
    list_display = ("name", "about", "order")
    edit_handler = ObjectList(
        [
            PanelForSeveralPapers("site"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("order")]),
            FieldPanel("about"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("hours")],
                heading=gettext_lazy("What readers see"),
            ),
            MultiFieldPanel(
                [FieldPanel("takes_messages"), FieldPanel("mail_to")],
                heading=gettext_lazy("Messages"),
            ),
        ],
        base_form_class=DeskForm,
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Desk]":
        return Desk.objects.filter(site__in=sites_of(request.user))


register_snippet(DeskViewSet)


@hooks.register("before_edit_snippet")
def refuse_another_papers_desk(request: HttpRequest, desk: Any) -> None:
    """Refuse whoever does not work for the desk's paper.

    Errors:
        PermissionDenied: as said.
    """
    if isinstance(desk, Desk) and desk.site not in sites_of(request.user):
        raise PermissionDenied


@hooks.register("before_delete_snippet")
def refuse_another_papers_desks(request: HttpRequest, found: list[Any]) -> None:
    for one in found:
        refuse_another_papers_desk(request, one)
