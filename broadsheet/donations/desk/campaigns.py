"""Campaigns in the newsroom: listed, added and changed by those who set how their paper asks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.donations.models import Campaign
from broadsheet.masthead.workplaces import sites_of
from broadsheet.newsroom.desk_screens import DeskForm as OwnPapersForm
from broadsheet.newsroom.models import PanelForSeveralPapers


class CampaignViewSet(SnippetViewSet):
    """The appeals of a paper."""

    model = Campaign
    icon = "pick"
    menu_label = pgettext_lazy("for gifts", "Campaigns")
    menu_order = 131
    add_to_settings_menu = True
    list_display = ("name", "begins", "ends", "goal")
    edit_handler = ObjectList(
        [PanelForSeveralPapers("site"), *Campaign.panels], base_form_class=OwnPapersForm
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Campaign]":
        return Campaign.objects.filter(site__in=sites_of(request.user))


register_snippet(CampaignViewSet)


@hooks.register("before_edit_snippet")
def refuse_another_papers_campaign(request: HttpRequest, campaign: Any) -> None:
    """Refuse whoever does not work for the campaign's paper.

    Errors:
        PermissionDenied: as said.
    """
    if isinstance(campaign, Campaign) and campaign.site not in sites_of(request.user):
        raise PermissionDenied


@hooks.register("before_delete_snippet")
def refuse_another_papers_campaigns(request: HttpRequest, found: list[Any]) -> None:
    for one in found:
        refuse_another_papers_campaign(request, one)
