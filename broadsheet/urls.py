"""Every public address, in one list."""

from django.urls import include, path, re_path, register_converter
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as newsroom_urls
from wagtail.documents import urls as document_urls
from wagtail.views import authenticate_with_password

from broadsheet.archive import views as archive
from broadsheet.contact import views as contact
from broadsheet.doors import views as doors
from broadsheet.feeds import views as feeds
from broadsheet.health import views as health
from broadsheet.letters import own_views as own_letters
from broadsheet.letters import views as letters
from broadsheet.masthead import views as masthead
from broadsheet.newsroom import documents, refusals
from broadsheet.newsroom import views as newsroom
from broadsheet.photos import views as photos
from broadsheet.sections import views as sections
from broadsheet.staff.showing_views import shown_draft
from broadsheet.standards import views as standards
from broadsheet.stories import gatherings_views as gatherings
from broadsheet.stories import views as stories


class YearConverter:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class MonthConverter(YearConverter):
    """01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class WeekConverter(MonthConverter):
    """01 to 53."""

    regex = "0[1-9]|[1-4][0-9]|5[0-3]"


class PageNumberConverter:
    """From 1, without zeros before it: each page has one address."""

    regex = "[1-9][0-9]{0,6}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SectionConverter:
    """The path of a section, or of one nested in another."""

    regex = r"[\w-]+(?:/[\w-]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PageNumberConverter, "page-number")
register_converter(SectionConverter, "section")
register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")
register_converter(WeekConverter, "ww")

handler400 = doors.bad_request
handler403 = refusals.forbidden
handler404 = masthead.not_found
handler500 = health.server_error

urlpatterns = [
    # Before Wagtail's own: some of its screens would read the whole archive.
    path("newsroom/", include("broadsheet.staff.urls")),
    path("preview/<str:secret>/", shown_draft, name="shown_draft"),
    path("newsroom/", include("broadsheet.sections.desk_urls")),
    path("newsroom/tips/", include("broadsheet.tips.urls")),
    path("newsroom/", include(newsroom_urls)),
    re_path(r"^documents/(\d+)/(.*)$", documents.hand_out, name="wagtaildocs_serve"),
    path("documents/", include(document_urls)),
    path("media/<path:name>", photos.media_file),
    path("feed/", feeds.paper_feed, name="feed"),
    path("sitemap.xml", feeds.sitemap_index),
    path("sitemap-<yyyy:year>-<mm:month>.xml", feeds.sitemap_month, name="sitemap-month"),
    path("sitemap-pages.xml", feeds.sitemap_pages),
    path("news-sitemap.xml", feeds.news_sitemap),
    path("robots.txt", feeds.robots),
    path(".well-known/security.txt", feeds.security),
    path("icon.svg", masthead.icon),
    path("favicon.ico", masthead.icon),
    path("style-<slug:edition_asked>.css", masthead.style_sheet, name="styles"),
    path("text-<slug:edition_asked>.css", masthead.text_style_sheet),
    path("text/", masthead.text_edition, name="text-front"),
    path("text/<path:rest>", masthead.text_edition),
    path("display.css", masthead.display_style),
    path("display/", masthead.choose_display, name="display"),
    # The tip line answers before Django does (`asgi.py`): here nothing else may.
    re_path("^tips/", masthead.never_here),
    path("contact/", masthead.contact, name="contact"),
    path("contact/people/<slug:slug>/", contact.write_to_person, name="write_to_person"),
    path("contact/desks/<int:desk_id>/", contact.write_to_desk, name="write_to_desk"),
    path("contact/pass/", contact.message_pass, name="message_pass"),
    path("contact/sent/", contact.message_sent, name="message_sent"),
    path("support/", include("broadsheet.donations.card.urls")),
    path("letters/", letters.letters, name="letters"),
    path("letters/rules/", letters.letter_rules, name="letter_rules"),
    path("letters/<yyyy:year>/<ww:week>/", letters.letters_of_week, name="letters_of_week"),
    path("letters/pass/", letters.letter_pass, name="letter_pass"),
    path("letters/sent/", letters.letter_sent, name="letter_sent"),
    path("letters/yours/<str:secret>/", own_letters.own_letter, name="own_letter"),
    path("support/mine/", include("broadsheet.donations.own.urls")),
    path("support/", include("broadsheet.donations.asking.urls")),
    path("corrections/", stories.corrections, name="corrections"),
    path("corrections/report/", standards.report_error, name="report_error"),
    path("corrections/report/sent/", standards.error_reported, name="error_reported"),
    path("corrections/unpublish/", standards.ask_to_unpublish, name="ask_to_unpublish"),
    path("corrections/unpublish/sent/", standards.unpublish_asked, name="unpublish_asked"),
    path("corrections/report/pass/", standards.report_pass, name="report_pass"),
    path("corrections/unpublish/pass/", standards.unpublish_pass, name="unpublish_pass"),
    re_path(r"^share(?P<address>/(?:.+/)?)card\.jpg$", stories.share_card, name="share-card"),
    path("topics/", gatherings.topics, name="topics"),
    path("topics/<slug:slug>/", gatherings.topic, name="topic"),
    path("topics/<slug:slug>/feed/", feeds.topic_feed, name="topic-feed"),
    path("topics/<slug:slug>/page/<page-number:number>/", gatherings.topic_page),
    path("series/<slug:slug>/", gatherings.series, name="series"),
    path("corrections/<yyyy:year>/", stories.corrections, name="corrections-of-year"),
    path("people/<slug:slug>/", newsroom.journalist, name="journalist"),
    path("people/<slug:slug>/key.asc", newsroom.public_key, name="public_key"),
    path("republish/<path:rest>", stories.republish, name="republish"),
    path("<yyyy:year>/<mm:month>/", archive.month, name="month"),
    path("<yyyy:year>/<mm:month>/page/<page-number:number>/", archive.month, name="month-days"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/", stories.read_story, name="story"),
    # Below a story's address, its own or one that it kept.
    re_path(
        r"^(?P<path>.+?)/earlier/(?P<number>[1-9][0-9]{0,4})/$",
        stories.read_earlier,
        name="earlier",
    ),
    # Wagtail leads readers of private pages to this name.
    path(
        "page/sign-in/",
        RedirectView.as_view(url="/newsroom/login/", query_string=True),
        name="wagtailcore_login",
    ),
    path("!/<int:status>/", masthead.notice),
    path("!/text/<int:status>/", masthead.notice, {"edition": "text"}),
    re_path(
        r"^(?P<section_path>[\w-]+(?:/[\w-]+)?)/feed/$", feeds.section_feed, name="section-feed"
    ),
    path("<section:section_path>/page/<page-number:number>/", sections.section_page),
    path(
        "page/password/<int:page_view_restriction_id>/<int:page_id>/",
        never_cache(authenticate_with_password),
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(wagtail_urls.serve_pattern, stories.read_kept_address, name="wagtail_serve"),
    re_path(r"^(?P<path>.+)$", stories.read_kept_address, name="kept-address"),
]
