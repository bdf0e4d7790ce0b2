"""The record of acts, as publishers read it."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from broadsheet.newsroom.acts import KINDS, Act


class RecordView(PermissionRequiredMixin, ListView[Act]):
    """Each act, newest first, a page at a time; `?kind=` and `?who=` narrow it."""

    permission_required = "newsroom.view_act"
    raise_exception = True
    template_name = "staff/record.html"
    paginate_by = 50
    # As Wagtail's links between pages have it.
    page_kwarg = "p"

    def get_queryset(self) -> QuerySet[Act]:
        acts = Act.objects.all()
        kind, who = self.request.GET.get("kind", ""), self.request.GET.get("who", "").strip()
        if kind in KINDS:
            acts = acts.filter(kind=kind)
        if who:
            acts = acts.filter(by_name__iexact=who)
        return acts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        asked = {"kind": self.request.GET.get("kind", ""), "who": self.request.GET.get("who", "")}
        return {**found, "kinds": KINDS.items(), "asked": asked, "heading": _("Record of acts")}
