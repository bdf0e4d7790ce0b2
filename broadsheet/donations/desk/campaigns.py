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

from broadsheet.donations.errors import WordingError
from broadsheet.donations.models import Campaign
from broadsheet.donations.wording import refuse_charitys_words
from broadsheet.masthead.workplaces import sites_of
from broadsheet.newsroom.desk_screens import DeskForm as OwnPapersForm
from broadsheet.newsroom.models import PanelForSeveralPapers

# What readers see of a campaign, and in which only a charity may speak of taxes.
SHOWN = ("name", "appeal", "restricted_to", "matcher", "benefit")


class CampaignForm(OwnPapersForm):
    """A campaign of one of the papers for which whoever fills it in works."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        site = cleaned.get("site")
        for name in SHOWN if site else ():
            try:
                refuse_charitys_words(site, cleaned.get(name) or "")
            except WordingError as refusal:
                self.add_error(name, str(refusal))
        return cleaned


class CampaignViewSet(SnippetViewSet):
    """The appeals of a paper."""

    model = Campaign
    icon = "pick"
    menu_label = pgettext_lazy("for gifts", "Campaigns")
    menu_order = 131
    add_to_settings_menu = True
    list_display = ("name", "begins", "ends", "goal")
    edit_handler = ObjectList(
        [PanelForSeveralPapers("site"), *Campaign.panels], base_form_class=CampaignForm
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
