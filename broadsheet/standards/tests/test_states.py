"""The ways of reports and requests: what is possible, who comes first, and what is erased when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings, strategies

from broadsheet.mailbag.models import MailSent
from broadsheet.standards import housekeeping
from broadsheet.standards.acting import act
from broadsheet.standards.errors import MovedOnError, StandardsError
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.states import (
    DECIDED,
    REPORT_ACTS,
    REPORT_OPEN,
    REQUEST_ACTS,
    REQUEST_OPEN,
    ReportState,
    RequestState,
    may,
)

pytestmark = pytest.mark.django_db
MACHINES = [
    (REPORT_ACTS, ReportState, REPORT_OPEN),
    (REQUEST_ACTS, RequestState, REQUEST_OPEN),
]
CASES = [
    *((ErrorReport, state) for state in ReportState.values),
    *((UnpublishRequest, state) for state in RequestState.values),
]


@pytest.mark.parametrize("machine", MACHINES, ids=["report", "request"])
@settings(deadline=None, max_examples=150)
@given(data=strategies.data())
def test_whatever_is_tried_in_whatever_order_it_stands_where_its_way_leads(
    machine: Any, data: strategies.DataObject
):
    acts, states, open_states = machine
    tried = data.draw(strategies.lists(strategies.sampled_from(sorted(acts)), max_size=12))
    state = "new"
    for name in tried:
        before = state
        if may(acts, name, state):
            state = acts[name].after or state
        assert state in states
        assert (state in DECIDED) != (state in open_states)
        # What was corrected in public never becomes anything else; what is over is opened again by a person's act alone.
        if before == ReportState.CORRECTED:
            assert state == before
        if before in DECIDED and state in open_states:
            assert name in ("reopen", "undo")
        if state == RequestState.DECIDED and before != state:
            assert name == "decide"


def make(kind: Any, site: Any, story: Any, state: str = "new") -> Any:
    case = kind(site=site, story=story, state=state, wants_answer=True)
    case.lock_up({"wrong": "All of it."}, {"name": "Jon Abbey", "email": "jon@example.org"})
    case.save()
    return case


@pytest.mark.parametrize(("kind", "state"), CASES)
def test_an_act_is_done_where_it_may_be_and_refused_elsewhere(
    site: Any, published_story: Any, kind: Any, state: str
):
    for name, known in kind.acts.items():
        case = make(kind, site, published_story, state)
        if case.may(name):
            done = act(case, name, seen=case.version)
            assert done.state == (known.after or state)
            if known.after:
                assert (done.decided_at is not None) == (done.state in DECIDED)
            assert done.steps.filter(act=name, after=done.state).exists()
        else:
            with pytest.raises(StandardsError):
                act(case, name, seen=case.version)
            case.refresh_from_db()
            assert case.state == state
            assert not case.steps.exists()


@pytest.mark.parametrize("kind", [ErrorReport, UnpublishRequest])
def test_of_two_editors_who_decide_at_once_one_wins_and_the_other_is_told(
    site: Any, published_story: Any, editor: Any, publisher: Any, kind: Any
):
    case = make(kind, site, published_story)
    act(case, "drop", seen=0, by=editor)

    with pytest.raises(MovedOnError, match="agnes was first"):
        act(case, "take", seen=0, by=publisher)

    case.refresh_from_db()
    assert case.state == "dropped"


@pytest.mark.parametrize("kind", [ErrorReport, UnpublishRequest])
def test_what_was_entrusted_is_erased_90_days_after_the_decision_unless_a_claim_keeps_it(
    site: Any, published_story: Any, kind: Any
):
    def after(days: int, **kept: Any) -> bool:
        case = make(kind, site, published_story)
        decided_at = timezone.now() - timedelta(days=days)
        kind.objects.filter(pk=case.pk).update(state="dropped", decided_at=decided_at, **kept)
        housekeeping.keep_house()
        case.refresh_from_db()
        assert bool(case.sealed_words) == bool(case.sealed_sender)
        return bool(case.sealed_sender)

    today = timezone.localdate()
    assert after(89)
    assert not after(91)
    assert after(91, kept_until=today, kept_because="A claim")
    assert not after(91, kept_until=today - timedelta(days=1), kept_because="A claim")


def test_what_nobody_decided_on_is_erased_after_a_year(reported: ErrorReport):
    ErrorReport.objects.update(came_at=timezone.now() - timedelta(days=366))

    housekeeping.keep_house()

    reported.refresh_from_db()
    assert (reported.words, reported.sender) == ({}, {})
    assert reported.passage == "The ferry runs again"


def test_who_could_not_be_told_is_told_later_and_once(
    reported: ErrorReport, editor: Any, mailoutbox: list[Any], settings: Any
):
    reported.refresh_from_db()
    act(reported, "slip", seen=reported.version, by=editor, answer="Right.", is_to_be_told=True)
    MailSent.objects.all().delete()

    for _time in range(2):
        housekeeping.keep_house()

    [mail] = mailoutbox
    assert mail.to == ["jon.abbey@example.org"]
    assert "Right." in mail.body
    reported.refresh_from_db()
    assert reported.told_at is not None


def test_a_mailbox_that_has_had_its_share_waits(
    reported: ErrorReport, editor: Any, mailoutbox: list[Any]
):
    from broadsheet.mailbag.mailing import mail_to_reader

    mail_to_reader("jon.abbey@example.org", "Something else", "Words")
    reported.refresh_from_db()
    act(reported, "slip", seen=reported.version, by=editor, answer="Right.", is_to_be_told=True)

    housekeeping.keep_house()
    assert len(mailoutbox) == 1

    MailSent.objects.update(at=timezone.now() - timedelta(minutes=11))
    housekeeping.keep_house()
    assert len(mailoutbox) == 2
