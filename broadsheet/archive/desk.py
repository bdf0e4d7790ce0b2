"""The newsroom's screen for pages of other systems: bring a page, put right what was read, file a draft.

Nothing is kept between the two steps but what the screen itself sends back.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Comment

from broadsheet.archive.desk_forms import (
    KINDS,
    PageForm,
    Row,
    StoryOfPageForm,
    first_values,
    posted_rows,
    rows_of,
)
from broadsheet.archive.importing import file_page
from broadsheet.newsroom.rights import signed_in
from broadsheet.sections.models import Section
from broadsheet.stories.desk import trail
from broadsheet.stories.models import Story


def import_page(request: HttpRequest) -> HttpResponse:
    """Ask for a page, show what of it is the story, and file that as a draft."""
    sections = sections_for(request)
    if not sections:
        raise PermissionDenied
    if request.method != "POST":
        return ask(request, PageForm())
    if request.POST.get("step") == "file":
        return check_or_file(request, sections)
    form = PageForm(request.POST, request.FILES)
    if not form.is_valid():
        return ask(request, form)
    rows, left_out = rows_of(form.reading)
    story_form = StoryOfPageForm(initial=first_values(form.reading), sections=sections, rows=rows)
    return show(request, story_form, rows, left_out, form.reading.others)


def sections_for(request: HttpRequest) -> list[Section]:
    """Return the sections in which this person may write."""
    user = signed_in(request)
    return [
        section
        for section in Section.objects.order_by("path")
        if section.permissions_for_user(user).can_add_subpage()
    ]


def check_or_file(request: HttpRequest, sections: list[Section]) -> HttpResponse:
    rows = posted_rows(*(request.POST.getlist(name) for name in ("kind", "line", "reason")))
    asked = request.POST.get("section", "")
    elsewhere = Section.objects.exclude(pk__in=[section.pk for section in sections])
    if asked.isdecimal() and elsewhere.filter(pk=asked).exists():
        raise PermissionDenied
    form = StoryOfPageForm(request.POST, sections=sections, rows=rows)
    is_asked_again = "again" in request.POST
    if is_asked_again or not form.is_valid():
        count = request.POST.get("left_out", "")
        left_out = int(count) if count.isdecimal() and len(count) < 9 else 0
        return show(request, form, rows, left_out, request.POST.getlist("other"))
    story = file_draft(request, form)
    messages.success(
        request,
        _("“%(headline)s” is filed as a draft. Readers cannot see it.") % {"headline": story.title},
    )
    return redirect("wagtailadmin_pages:edit", story.pk)


@transaction.atomic
def file_draft(request: HttpRequest, form: StoryOfPageForm) -> Story:
    """File the story, with its photos' captions as a note beside it: their photos are not on the page.

    Errors:
        PermissionDenied: the person may not write in the section.
    """
    user, section = signed_in(request), form.cleaned_data["section"]
    story = file_page(
        form.reading(),
        section=section,
        published=form.cleaned_data["date"],
        permalink=form.cleaned_data["permalink"] or None,
        drafted_by=user,
    )
    if captions := form.captions():
        note = "\n\n".join([_("Captions of photos on the page that was imported:"), *captions])
        Comment.objects.create(page=story, user=user, text=note, contentpath="title")
    return story


def ask(request: HttpRequest, form: PageForm) -> HttpResponse:
    return render(
        request,
        "archive/desk/import_page.html",
        {"form": form, "header_title": _("Import a page"), "breadcrumbs_items": our_trail()},
        status=422 if form.errors else 200,
    )


def show(
    request: HttpRequest, form: StoryOfPageForm, rows: list[Row], left_out: int, others: list[str]
) -> HttpResponse:
    return render(
        request,
        "archive/desk/check_page.html",
        {
            "form": form,
            "rows": rows,
            "kinds": list(KINDS.items()),
            "left_out": left_out,
            "others": others,
            "header_title": _("Import a page"),
            "breadcrumbs_items": our_trail(),
        },
        status=422 if form.errors and "again" not in request.POST else 200,
    )


def our_trail() -> list[dict[str, str]]:
    return [
        *trail("")[:-1],
        {"url": reverse("import_page"), "label": _("Import a page")},
    ]
