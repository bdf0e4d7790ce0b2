"""The screens on which a file of another site is sent in, looked at, and brought in."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.donations.desk.looking import at_hand, paper_asked_for, papers, screen
from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.forms import ColumnsForm, FileOfGiftsForm
from broadsheet.donations.importing.kept_files import bring_file, keep, look_at, table_of
from broadsheet.donations.importing.lines import KNOWN, NEW, REFUSED, Looked
from broadsheet.donations.importing.reading import Row, Table
from broadsheet.donations.models import GiftFile
from broadsheet.newsroom.rights import signed_in

LINES_SHOWN = 50
ROWS_SHOWN = 3


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
        return _screen(request, file, None, _Seen())
    table = table_of(file)
    first = {name: getattr(file, name) for name in ("processor", "order", "receipts", "good_lines")}
    posted = request.POST if request.method == "POST" else None
    about = {"site": file.site, "names": table.names, "columns": file.columns}
    form = ColumnsForm(posted, **about, initial=first)
    if posted is None or not form.is_valid():
        return _screen(request, file, form, _look(file, table))
    file.columns = form.columns
    for name in first:
        setattr(file, name, form.cleaned_data[name])
    file.save()
    if "bring" not in posted:
        return redirect("gifts_imported_file", file.pk)
    if form.reads_anew:
        messages.warning(
            request, _("The file is read in another way now. Look at it, then bring it in.")
        )
        return redirect("gifts_imported_file", file.pk)
    return _bring(request, file, form, _look(file, table))


@dataclass
class _Seen:
    """What a file holds, or why nobody can say; then the first of its rows are shown as they are."""

    looked: Looked | None = None
    why: str = ""
    names: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def _look(file: GiftFile, table: Table) -> _Seen:
    try:
        return _Seen(look_at(file))
    except DonationError as refusal:
        return _Seen(None, str(refusal), table.names, table.rows[:ROWS_SHOWN])


def _bring(request: HttpRequest, file: GiftFile, form: ColumnsForm, seen: _Seen) -> HttpResponse:
    looked = seen.looked
    if looked is None:
        form.add_error(None, seen.why)
        return _screen(request, file, form, seen)
    if looked.alike and not form.cleaned_data["alike"]:
        form.add_error(
            "alike", _("Tick this if they are other gifts, or take those lines out of the file.")
        )
        return _screen(request, file, form, seen)
    if looked.having(REFUSED) and not file.good_lines:
        return _screen(request, file, form, seen, is_refused=True)
    file.state = GiftFile.State.BRINGING
    file.save(update_fields=["state"])
    bring_file.enqueue(file.pk)
    messages.success(request, _("The gifts are being brought in."))
    return redirect("gifts_imported_file", file.pk)


def _screen(
    request: HttpRequest,
    file: GiftFile,
    form: ColumnsForm | None,
    seen: _Seen,
    *,
    is_refused: bool = False,
) -> HttpResponse:
    shown = screen(
        _("Gifts of another site"),
        (_("Books"), "gifts_books"),
        file=file,
        form=form,
        looked=seen.looked,
        seen=seen,
        parts=_parts(seen.looked) if seen.looked else [],
        is_refused=is_refused,
    )
    status = 422 if is_refused or (form is not None and form.errors) else 200
    return render(request, "donations/reckoning/imported.html", shown, status=status)


def _parts(looked: Looked) -> list[dict[str, Any]]:
    """Return the lines of a file by what becomes of them."""
    new = [line for line in looked.having(NEW) if not line.is_alike]
    return [
        {
            "title": title,
            "is_open": is_open,
            "count": len(lines),
            "lines": lines[:LINES_SHOWN],
            "more": max(len(lines) - LINES_SHOWN, 0),
        }
        for title, is_open, lines in (
            (_("Cannot be brought in"), True, looked.having(REFUSED)),
            (_("New, and perhaps in the books already"), True, looked.alike),
            (_("New"), True, new),
            (_("Tests, left out"), False, looked.tests),
            (_("No gifts, left out"), False, looked.no_gifts),
            (_("Known already"), False, looked.having(KNOWN)),
        )
    ]
