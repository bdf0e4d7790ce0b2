"""Batches on the screen: a form for each row, by keyboard alone, with scripts or without."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from broadsheet.donations import batches, donors
from broadsheet.donations.desk.forms import RowForm, SlipForm, looks_like_code, refuse
from broadsheet.donations.desk.looking import at_hand, paper_asked_for, papers, screen
from broadsheet.donations.errors import DonationError, NamesakeError, SameChequeError
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Batch, BatchLine
from broadsheet.donations.typed_rows import Typed
from broadsheet.newsroom.rights import signed_in

A_LEAF = 50


def batches_list(request: HttpRequest) -> HttpResponse:
    """List batches, the open ones first."""
    found = Batch.objects.filter(site__in=papers(request)).select_related("settlement", "site")
    found = found.annotate(is_open=Q(settlement=None)).order_by("-is_open", "-received_on", "-pk")
    pages = Paginator(found, A_LEAF)
    shown = screen(_("Batches"), page=pages.get_page(request.GET.get("p")))
    return render(request, "donations/desk/batches.html", shown)


def begin_batch(request: HttpRequest) -> HttpResponse:
    """Open a batch."""
    site = paper_asked_for(request)
    first = {"received_on": today_at(site)}
    form = SlipForm(request.POST or None, site=site, initial=first)
    if form.is_valid():
        try:
            batch = batches.open_batch(site, **form.cleaned_data, by=signed_in(request))
        except DonationError as refusal:
            refuse(form, refusal, "received_on")
        else:
            return redirect("gifts_batch", batch.pk)
    shown = screen(_("Open a batch"), (_("Batches"), "gifts_batches"), form=form, site=site)
    status = 422 if form.is_bound else 200
    return render(request, "donations/desk/batch_begin.html", shown, status=status)


def batch_screen(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show a batch; keep a row that is sent to it."""
    batch = at_hand(request, Batch, batch_id, "settlement")
    if request.method != "POST":
        return _show(request, batch)
    form = RowForm(request.POST, site=batch.site, currency=batch.currency)
    if form.is_blank:
        return _nothing_typed(request, batch)
    asked: dict[str, Any] = {}
    if form.is_valid():
        asked = _keep(batch, form)
    if form.errors:
        return _refused(request, batch, form, asked)
    if _wants_json(request):
        return JsonResponse({"lines": _lines(request, batch), "said": _("Kept.")})
    stays = {"method": form.cleaned_data["method"], "campaign": form.data.get("campaign", "")}
    return redirect(f"{reverse('gifts_batch', args=[batch.pk])}?{urlencode(stays)}")


def _nothing_typed(request: HttpRequest, batch: Batch) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"lines": _lines(request, batch), "said": ""})
    return redirect("gifts_batch", batch.pk)


def _keep(batch: Batch, form: RowForm) -> dict[str, Any]:
    """Keep a row, or say in its form why not; return what the screen asks besides."""
    told = dict(form.cleaned_data)
    key = told.pop("key")
    for name in ("who", "is_name", "street", "town"):
        told.pop(name)
    lines = [form.cleaned_data[name] for name in ("street", "town")]
    typed = Typed(**told, address="\n".join(filter(None, lines)))
    try:
        batches.keep_line(batch, key, typed)
    except SameChequeError as refusal:
        refuse(form, refusal, "cheque_number")
        return {"is_same": True}
    except NamesakeError as refusal:
        refuse(form, refusal, "who")
        same = donors.namesakes(batch.site, typed.name)
        return {"namesakes": [(one, donors.described(one)) for one in same]}
    except DonationError as refusal:
        refuse(form, refusal, "who" if typed.code else None)
    return {}


def _refused(
    request: HttpRequest, batch: Batch, form: RowForm, asked: dict[str, Any]
) -> HttpResponse:
    if not _wants_json(request):
        return _show(request, batch, row=form, status=422, **asked)
    told = {name or "": [str(one) for one in errors] for name, errors in form.errors.items()}
    same = [{"donor": one.pk, "label": label} for one, label in asked.get("namesakes", [])]
    answer = {"isSame": "is_same" in asked, "isNoCode": form.is_no_code, "namesakes": same}
    return JsonResponse({"errors": told, **answer}, status=422)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _show(request: HttpRequest, batch: Batch, *, status: int = 200, **more: Any) -> HttpResponse:
    first = {"key": RowForm.new_key(), "method": "cheque", **_stays(request)}
    asked = request.GET.get("row", "")
    line = batch.lines.filter(key=asked).select_related("donor", "pledge").first()
    if line is not None:
        first = _typed_before(line)
    slip = {
        "received_on": batch.received_on,
        "slip": batches.slip_of(batch).plain,
        "slip_number": batch.slip_number,
        "is_long_ago": True,
    }
    own = {"site": batch.site, "currency": batch.currency}
    shown = {
        "row": RowForm(initial=first, **own),
        "slip_form": SlipForm(initial=slip, auto_id="slip_%s", **own),
        **_of(batch),
        **more,
    }
    label = _("Batch of %(day)s") % {"day": date_format(batch.received_on)}
    shown = screen(label, (_("Batches"), "gifts_batches"), **shown)
    return render(request, "donations/desk/batch.html", shown, status=status)


def _stays(request: HttpRequest) -> dict[str, str]:
    """Return what the next row begins with where no script remembers it."""
    return {name: request.GET[name] for name in ("method", "campaign") if name in request.GET}


def _typed_before(line: BatchLine) -> dict[str, Any]:
    """Return a row as it stands in the form again: sent under its key, it is the same row."""
    donor, name = line.donor, line.donor.name if line.donor is not None else ""
    code = line.pledge.code if line.pledge is not None else line.slip_code
    told: dict[str, Any] = {
        **{name: getattr(line, name) for name in ("key", "cheque_number", "cheque_bank", "method")},
        "amount": line.amount.plain,
        "who": code or name,
        # Who has no name is known by her number alone.
        "donor": donor.pk if donor is not None and not name and not code else None,
        "campaign": line.campaign_id,
        "is_no_copy": line.is_no_copy,
        "is_name": looks_like_code(name) and not code,
    }
    if donor is not None and donor.made_at >= line.batch.opened_at:
        street, _comma, town = donors.address_of(donor).partition("\n")
        told |= {"street": street, "town": town, "email": donor.email}
    return told


def _of(batch: Batch) -> dict[str, Any]:
    lines = batches.lines_of(batch)
    return {
        "batch": batch,
        "lines": lines,
        "total": batches.total_in(batch).exact,
        "slip": batches.slip_of(batch).exact,
        "gap": batches.gap_in_words(batch),
    }


def _lines(request: HttpRequest, batch: Batch) -> str:
    return render_to_string("donations/desk/batch_lines.html", _of(batch), request)


@require_POST
def look_up(request: HttpRequest, site_id: int) -> JsonResponse:
    """Say who may be meant by what is typed. Sent as a form, so that no name stands in a log of addresses."""
    site = next((one for one in papers(request) if one.pk == site_id), None)
    if site is None:
        raise Http404
    found = donors.look_up(site, request.POST.get("typed", ""))
    told = [
        {
            "donor": one.donor.pk if one.donor else None,
            "name": one.code or (one.donor.name if one.donor else ""),
            "label": one.label,
            "isCode": bool(one.code),
        }
        for one in found
    ]
    return JsonResponse({"found": told})


# Acts ---------------------------------------------------------------------------------------------
@require_POST
def change_slip(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Change what the rows are compared with."""
    batch = at_hand(request, Batch, batch_id, "settlement")
    form = SlipForm(request.POST, site=batch.site, currency=batch.currency, auto_id="slip_%s")
    if form.is_valid():
        try:
            batches.change_slip(batch, **form.cleaned_data)
        except DonationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The slip is changed."))
            return redirect("gifts_batch", batch.pk)
    return _show(request, batch, slip_form=form, status=422)


@require_POST
def drop_row(request: HttpRequest, batch_id: int, line_id: int) -> HttpResponse:
    """Take a row out of a batch."""
    batch = at_hand(request, Batch, batch_id)
    try:
        batches.drop_line(batch, min(line_id, 2**62))
    except DonationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The row is taken out."))
    return redirect("gifts_batch", batch.pk)


@require_POST
def close_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Book all rows, if they come to the slip's total."""
    batch = at_hand(request, Batch, batch_id)
    try:
        batches.close_batch(batch, by=signed_in(request))
    except DonationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The batch is closed: its gifts are in the books."))
    return redirect("gifts_batch", batch.pk)


def throw_away(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Ask once more, then throw an open batch away."""
    batch = at_hand(request, Batch, batch_id)
    if request.method != "POST":
        shown = screen(_("Throw this batch away"), (_("Batches"), "gifts_batches"), **_of(batch))
        return render(request, "donations/desk/batch_drop.html", shown)
    try:
        batches.drop_batch(batch, by=signed_in(request))
    except DonationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The batch is thrown away; nothing of it was in the books."))
    return redirect("gifts_batches")


def print_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show a batch as it goes into a folder."""
    batch = at_hand(request, Batch, batch_id, "settlement__closed_by", "opened_by")
    return render(request, "donations/desk/batch_print.html", _of(batch))
