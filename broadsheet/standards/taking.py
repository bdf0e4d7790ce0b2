"""Taking in what readers send to the standards desk: kept first, whole, and only then told of."""

from typing import Any

from django.db import transaction
from wagtail.models import Site

from broadsheet.mailbag.passes import Pass, spend
from broadsheet.mailbag.sealing import mark
from broadsheet.standards.finding import find, own_words, words_of
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.states import REPORT_OPEN, RequestState


def take_report(site: Site, cleaned: dict[str, Any], *, given: Pass) -> ErrorReport:
    """Keep a report of an error, beside others of the same passage that are not decided on yet.

    Errors:
        PassError: the pass was used meanwhile; nothing is kept.
    """
    story, passage = cleaned["story"], cleaned["passage"]
    place = find(story, passage)
    report = ErrorReport(
        site=site,
        story=story,
        place=place.key if place else "",
        passage=own_words(place, passage) if place else "",
        passage_mark="" if place else mark("passage", words_of(passage)),
        wants_answer=cleaned["tell"],
    )
    told = {name: cleaned[name] for name in ("wrong", "right", "source")}
    if not place:
        # It may hold anything: the reader's, not ours.
        told["passage"] = passage
    report.lock_up(told, {name: cleaned[name] for name in ("name", "email")})
    with transaction.atomic():
        spend(given)
        first = _same(report)
        if first is not None:
            report.same_as, report.state = first, first.state
        report.save()
        report.steps.create(act="sent", after=report.state)
    return report


def _same(report: ErrorReport) -> ErrorReport | None:
    """Return the first open report of the same passage."""
    found = ErrorReport.objects.select_for_update(of=("self",)).filter(
        site=report.site,
        story=report.story,
        place=report.place,
        passage_mark=report.passage_mark,
        state__in=REPORT_OPEN,
        same_as=None,
    )
    words = words_of(report.passage)
    return next((one for one in found.order_by("pk") if _overlap(words, one.passage)), None)


def _overlap(words: str, passage: str) -> bool:
    """Say whether one of two passages of a paragraph holds the other."""
    other = words_of(passage)
    return f" {words} " in f" {other} " or f" {other} " in f" {words} "


def take_request(site: Site, cleaned: dict[str, Any], *, given: Pass) -> UnpublishRequest:
    """Keep a request about a story.

    Errors:
        PassError: the pass was used meanwhile; nothing is kept.
    """
    request = UnpublishRequest(
        site=site,
        story=cleaned["story"],
        asker=cleaned["asker"],
        reason=cleaned["reason"],
        wants_answer=True,
    )
    request.lock_up(
        {name: cleaned[name] for name in ("why", "asks")},
        {name: cleaned[name] for name in ("name", "email", "phone")},
    )
    with transaction.atomic():
        spend(given)
        request.save()
        request.steps.create(act="sent", after=RequestState.NEW)
    return request
