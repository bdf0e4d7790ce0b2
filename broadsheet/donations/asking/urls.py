"""The addresses under /support/ that readers open to give. Those of the donor's own pages and of cards stand in their rooms."""

from django.urls import path, register_converter

from broadsheet.donations.asking import views


class OftenConverter:
    """How often a gift comes, as addresses say it."""

    regex = "once|monthly|yearly"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OftenConverter, "often")
urlpatterns = [
    path("", views.support, name="support"),
    path("monthly/", views.support, {"often": "monthly"}, name="support_monthly"),
    path("yearly/", views.support, {"often": "yearly"}, name="support_yearly"),
    path("<often:often>/<str:amount>/", views.support, name="support_sum"),
    path("pass/", views.support_pass, name="support_pass"),
    path("noted/<slug:way>/<str:code>/", views.gift_noted, name="gift_noted"),
    path("slip/", views.blank_slip, name="blank_slip"),
    path("slip/<str:code>/", views.gift_slip, name="gift_slip"),
    path("poster/", views.support_poster, name="support_poster"),
    path("scanned/", views.support_scanned, name="support_scanned"),
    path("thanks/", views.support_wall, name="support_wall"),
    path("elsewhere/", views.support_elsewhere, name="support_elsewhere"),
    path("sponsor/", views.support_sponsor, name="support_sponsor"),
]
