"""The screens on which a file of another site is sent in, looked at, and brought in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.donations.desk.looking import at_hand, paper_asked_for, papers, screen
from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.forms import ColumnsForm, FileOfGiftsForm
from broadsheet.donations.importing.kept_files import bring_file, keep, look_at, table_of
from broadsheet.donations.importing.looking import KNOWN, NEW, PASSED, REFUSED, Looked
from broadsheet.donations.models import GiftFile
from broadsheet.newsroom.rights import signed_in

LINES_SHOWN = 50


def import_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file."""
    site = paper_asked_for(request)
    form = FileOfGiftsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(site, form.cleaned_data["file"].read(), by=signed_in(request))
        except DonationError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("gifts_imported_file", kept.pk)
    shown = screen(
        _("Gifts of another site"),
        (_("Books"), "gifts_books"),
        form=form,
        site=site,
        papers=papers(request),
    )
    status = 422 if form.errors else 200
    return render(request, "donations/reckoning/import.html", shown, status=status)


def imported_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Show what is in a file and what would become of it; on demand look again, or bring it in."""
    file = at_hand(request, GiftFile, file_id)
    if not file.sealed:
        return _screen(request, file, None, None)
    table = table_of(file)
    first = {name: getattr(file, name) for name in ("processor", "order", "receipts", "good_lines")}
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, names=table.names, columns=file.columns, initial=first)
    if posted is not None and form.is_valid():
        file.columns = form.columns
        for name in first:
            setattr(file, name, form.cleaned_data[name])
        file.save()
        if "bring" in posted:
            return _bring(request, file, form)
        return redirect("gifts_imported_file", file.pk)
    return _screen(request, file, form, _looked(file, form))


def _bring(request: HttpRequest, file: GiftFile, form: ColumnsForm) -> HttpResponse:
    looked = _looked(file, form)
    if looked is None or (looked.having(REFUSED) and not file.good_lines):
        return _screen(request, file, form, looked, is_refused=looked is not None)
    file.state = GiftFile.State.BRINGING
    file.save(update_fields=["state"])
    bring_file.enqueue(file.pk)
    messages.success(request, _("The gifts are being brought in."))
    return redirect("gifts_imported_file", file.pk)


def _looked(file: GiftFile, form: ColumnsForm) -> Looked | None:
    try:
        return look_at(file)
    except DonationError as refusal:
        if form.is_bound and form.is_valid():
            form.add_error(None, str(refusal))
        return None


def _screen(
    request: HttpRequest,
    file: GiftFile,
    form: ColumnsForm | None,
    looked: Looked | None,
    *,
    is_refused: bool = False,
) -> HttpResponse:
    parts: list[dict[str, Any]] = []
    for outcome, title in (
        (REFUSED, _("Cannot be brought in")),
        (NEW, _("New")),
        (PASSED, _("No gifts, left out")),
        (KNOWN, _("Known already")),
    ):
        lines = looked.having(outcome) if looked else []
        parts.append(
            {
                "title": title,
                "name": outcome,
                "count": len(lines),
                "lines": lines[:LINES_SHOWN],
                "more": max(len(lines) - LINES_SHOWN, 0),
            }
        )
    shown = screen(
        _("Gifts of another site"),
        (_("Books"), "gifts_books"),
        file=file,
        form=form,
        looked=looked,
        parts=parts,
        is_refused=is_refused,
    )
    status = 422 if is_refused or (form is not None and form.errors) else 200
    return render(request, "donations/reckoning/imported.html", shown, status=status)
