"""The screens of the letters desk: the queue, a letter, and a letter that is typed in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Site

from broadsheet.letters import alike
from broadsheet.letters.checking import elections_on, flags_of, known_writer
from broadsheet.letters.clusters import compare_now
from broadsheet.letters.comparing import compared
from broadsheet.letters.desk import forms
from broadsheet.letters.desk.balance import balance_of
from broadsheet.letters.desk.exporting import as_spreadsheet
from broadsheet.letters.desk.queue import LISTS, letters_for, queue
from broadsheet.letters.forms import TypedForm
from broadsheet.letters.lacking import what_is_missing
from broadsheet.letters.looking import look_up, may_handle, may_look
from broadsheet.letters.models import Letter, rules_of
from broadsheet.letters.states import ACTS, OPEN, may
from broadsheet.letters.taking import type_in
from broadsheet.mailbag.desk_forms import ClaimForm
from broadsheet.mailbag.mailing import can_mail
from broadsheet.mailbag.sealing import LockedError
from broadsheet.masthead.kept_words import PUT_BACK, note_saved
from broadsheet.masthead.workplaces import sites_of
from broadsheet.press.recorder import one_memory


def trail(label: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """Return the line of links above a screen."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("letters_desk"), "label": _("Letters")},
        *({"url": url, "label": words} for words, url in between),
        {"url": "", "label": label},
    ]


def refuse_strangers(request: HttpRequest) -> None:
    """Refuse whoever does not handle letters.

    Errors:
        PermissionDenied: this person does not.
    """
    if not may_handle(request.user):
        raise PermissionDenied


def letters_desk(request: HttpRequest) -> HttpResponse:
    """Show the queue."""
    refuse_strangers(request)
    asked = request.GET.get("which", "open")
    which = asked if asked in LISTS else "open"
    with one_memory():
        find = request.GET.get("find", "").strip()[:100]
        rows, more = queue(request.user, which, find)
    context = {
        "rows": rows,
        "more": more,
        "find": find,
        "which": which,
        "lists": [(name, label) for name, (label, _states) in LISTS.items()],
        "can_mail": can_mail(),
        "balances": [
            (site, balance)
            for site in sites_of(request.user)
            if (balance := balance_of(site, rules_of(site)))
        ],
        "header_title": _("Letters"),
        "header_icon": "mail",
        "breadcrumbs_items": trail(_("Letters"))[:2],
    }
    return render(request, "letters/desk/queue.html", context)


def letters_as_spreadsheet(request: HttpRequest) -> StreamingHttpResponse:
    """Send one list of the queue as a spreadsheet."""
    refuse_strangers(request)
    which = request.GET.get("which", "")
    _label, states = LISTS.get(which, LISTS["published"])
    letters = letters_for(request.user).filter(state__in=states).order_by("came_at")
    response = StreamingHttpResponse(
        as_spreadsheet(letters), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="letters-{timezone.localdate()}.csv"'
    return response


def letter_at_hand(request: HttpRequest, letter_id: int) -> Letter:
    """Return a letter that this person may handle."""
    refuse_strangers(request)
    letters = letters_for(request.user).select_related(
        "site", "story", "answers", "held_by", "cluster"
    )
    return get_object_or_404(letters, pk=letter_id)


def letter_screen(
    request: HttpRequest, letter_id: int, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show a letter: what came, what is to be known of it, and what can be done now."""
    letter = letter_at_hand(request, letter_id)
    compare_now(letter)
    rules = rules_of(letter.site)
    given = bound or {}
    has_copies = letter.copies.exists()
    is_quiet = any(one.is_quiet for one in elections_on(rules))
    context = {
        "letter": letter,
        "flags": flags_of(letter, rules),
        "missing": what_is_missing(letter, rules) if letter.is_open else [],
        "known": known_writer(letter) is not None,
        "may": {name: may(name, letter.state) for name, act in ACTS.items() if act.by == "editor"},
        "may_look": may_look(request.user) and hasattr(letter, "whereabouts"),
        "edit": compared(letter.text, letter.edited_text) if letter.edited_text else None,
        "steps": letter.steps.select_related("by"),
        "calls": letter.calls.select_related("by"),
        "notes": letter.notes.select_related("by"),
        "copies": letter.copies.order_by("came_at")[:50],
        "can_mail": can_mail(),
        "edit_form": given.get("edit")
        or forms.EditForm(
            initial={"headline": letter.headline_as_printed, "text": letter.as_printed}
        ),
        "call_form": given.get("vouch") or forms.CallForm(),
        "note_form": given.get("note") or forms.NoteForm(),
        "send_form": given.get("send_edit") or forms.SendEditForm(),
        "decline_form": given.get("decline") or forms.DeclineForm(),
        "reading_form": given.get("reading")
        or forms.ReadingForm(instance=letter, is_quiet=is_quiet),
        "publish_form": given.get("publish") or forms.PublishForm(asks=has_copies),
        "schedule_form": given.get("schedule") or forms.ScheduleForm(asks=has_copies),
        "copies_form": given.get("decline_copies")
        or forms.DeclineForm(initial={"why": Letter.Why.COPIES}, auto_id="copies_%s"),
        "open_copies": letter.copies.filter(state__in=OPEN).count(),
        "is_held": letter.overlap >= alike.HELD and not letter.released_because,
        "release_form": given.get("release") or forms.ReleaseForm(),
        "claim_form": given.get("claim") or ClaimForm(),
        "is_unsaved": "edit" in given,
        "whereabouts": given.get("whereabouts"),
        "header_title": letter.title,
        "header_icon": "mail",
        "breadcrumbs_items": trail(letter.title),
    }
    return render(request, "letters/desk/letter.html", context, status=status)


def see_whereabouts(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show where a letter's writer can be reached: asked for by a button, and recorded."""
    letter = letter_at_hand(request, letter_id)
    if request.method != "POST":
        return redirect("letter_screen", letter_id)
    try:
        found = look_up(letter, request.user)
    except LockedError as refusal:
        messages.error(request, str(refusal))
        return redirect("letter_screen", letter_id)
    if found is None:
        messages.warning(request, _("What told where this writer lives is erased."))
        return redirect("letter_screen", letter_id)
    named = {TypedForm.base_fields[name].label: words for name, words in found.items()}
    return letter_screen(request, letter_id, bound={"whereabouts": named})


def type_letter(request: HttpRequest) -> HttpResponse:
    """Take in a letter that came by post, phone or mail."""
    refuse_strangers(request)
    site = _own_site(request)
    posted = request.POST if request.method == "POST" else None
    form = TypedForm(posted, site=site, rules=rules_of(site))
    if posted is not None and PUT_BACK not in posted and form.is_valid():
        letter = type_in(site, form.cleaned_data, by=request.user)
        messages.success(request, _("“%(title)s” is in the queue.") % {"title": letter.title})
        return note_saved(request, redirect("letter_screen", letter.pk))
    context = {
        "form": form,
        "is_unsaved": posted is not None,
        "header_title": _("Type in a letter"),
        "header_icon": "mail",
        "breadcrumbs_items": trail(_("Type in a letter")),
    }
    return render(request, "letters/desk/type_in.html", context)


def _own_site(request: HttpRequest) -> Site:
    """Return the paper for which this person works; of several, the one that was asked for, else the first."""
    own = sites_of(request.user)
    asked = request.GET.get("site") or request.POST.get("site") or ""
    chosen = [site for site in own if str(site.pk) == asked]
    if not own:
        raise PermissionDenied
    return (chosen or own)[0]
