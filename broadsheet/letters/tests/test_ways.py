"""The way of a letter: what is possible, who comes first, and what is erased when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies

from broadsheet.letters import housekeeping
from broadsheet.letters.acting import act
from broadsheet.letters.errors import ChangedMeanwhileError, LetterError
from broadsheet.letters.lacking import what_is_missing
from broadsheet.letters.models import Call, KnownWriter, Letter, LetterRules, Step, Whereabouts
from broadsheet.letters.publishing import know_writer, publish, withdraw
from broadsheet.letters.states import ACTS, DECIDED, OPEN, State, may
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


def called(letter: Letter, editor: Any) -> Letter:
    Call.objects.create(letter=letter, by=editor, outcome=Call.Outcome.YES)
    return act(letter, "vouch", seen=letter.version, by=editor)


@settings(deadline=None, max_examples=150)
@given(acts=strategies.lists(strategies.sampled_from(sorted(ACTS)), max_size=12))
def test_whatever_is_tried_in_whatever_order_a_letter_stands_where_its_way_leads(acts: list[str]):
    state = State.MAILBAG
    for name in acts:
        before = state
        if may(name, state):
            state = ACTS[name].after
        assert state in State
        # Nothing gets out of the mailbag but by its writer, and nothing into print that is not known whose it is.
        if before == State.MAILBAG and state != before:
            assert name == "confirm"
        if state == State.PUBLISHED and before != state:
            assert before in (State.CALLED, State.APPROVED, State.SCHEDULED)
        if before == State.WITHDRAWN:
            assert state == before


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    tried=strategies.lists(
        strategies.tuples(strategies.sampled_from(sorted(ACTS)), strategies.booleans()), max_size=10
    )
)
def test_l12_of_all_that_is_tried_what_is_possible_is_done_once_and_written_down(
    site: Any, tried: list[tuple[str, bool]]
):
    letter = Letter.objects.create(site=site, text="The ferry.", name="Nell Roe", town="Larkmere")
    done = []
    for name, is_late in tried:
        state, version = letter.state, letter.version
        try:
            letter = act(letter, name, seen=version - is_late)
        except LetterError:
            letter.refresh_from_db()
            assert (letter.state, letter.version) == (state, version)
            assert is_late or not may(name, state)
        else:
            done.append(name)
            assert not is_late
            assert letter.version == version + 1
            assert (letter.decided_at is not None) == (letter.state in DECIDED)
    assert [step.act for step in Step.objects.filter(letter=letter)] == done


@pytest.mark.sampled(40)
@pytest.mark.parametrize("name", sorted(ACTS))
@pytest.mark.parametrize("state", State.values)
def test_an_act_is_done_where_it_may_be_and_refused_elsewhere(
    confirmed: Letter, name: str, state: str
):
    Letter.objects.filter(pk=confirmed.pk).update(state=state)
    confirmed.refresh_from_db()

    if may(name, state):
        done = act(confirmed, name, seen=confirmed.version)
        assert done.state == ACTS[name].after
        assert (done.decided_at is not None) == (done.state in DECIDED)
        assert Step.objects.filter(letter=confirmed, act=name).exists()
    else:
        with pytest.raises(LetterError):
            act(confirmed, name, seen=confirmed.version)
        confirmed.refresh_from_db()
        assert confirmed.state == state


def test_l12_of_two_editors_who_decide_at_once_one_wins_and_the_other_is_told(
    confirmed: Letter, editor: Any, publisher: Any
):
    seen = confirmed.version
    act(confirmed, "decline", seen=seen, by=editor, why="space")

    with pytest.raises(ChangedMeanwhileError, match="agnes was first"):
        act(confirmed, "vouch", seen=seen, by=publisher)

    confirmed.refresh_from_db()
    assert confirmed.state == State.DECLINED


def test_a_letter_becomes_a_story_with_name_and_town_alone(
    confirmed: Letter, editor: Any, published_story: Any, read: Any
):
    Letter.objects.filter(pk=confirmed.pk).update(answers=published_story)
    confirmed.refresh_from_db()
    known = called(confirmed, editor)

    printed = publish(known, seen=known.version, by=editor)

    story = Story.objects.get(letter=printed)
    assert story.live
    assert story.opinion_kind == "letter"
    assert [one.name for one in story.bylines.all()] == ["Nell Roe, Larkmere"]
    page = read(story.permalink).text
    assert "It should run on Tuesdays too." in page
    for secret in ("Alder", "715 555", "nell.roe@", "supper"):
        assert secret not in page


def test_l08_a_letter_is_not_printed_before_its_writer_was_reached(confirmed: Letter, editor: Any):
    known = act(confirmed, "vouch", seen=confirmed.version, by=editor)

    with pytest.raises(LetterError, match="has not been reached"):
        publish(known, seen=known.version, by=editor)

    assert not Story.objects.exists()


def test_a_paper_may_ask_for_no_more_than_a_confirmed_address(
    confirmed: Letter, editor: Any, rules: LetterRules
):
    rules.proof = LetterRules.Proof.MAIL
    rules.save()
    known = act(confirmed, "vouch", seen=confirmed.version, by=editor)

    assert what_is_missing(known, rules) == []


def test_an_edit_is_printed_only_when_its_writer_has_approved_it(confirmed: Letter, editor: Any):
    known = called(confirmed, editor)
    edited = act(
        known,
        "edit",
        seen=known.version,
        by=editor,
        edited_text="Shorter.",
        edited_headline="Ferry",
    )
    sent = act(edited, "send_edit", seen=edited.version, by=editor)
    with pytest.raises(LetterError):
        publish(sent, seen=sent.version, by=editor)

    approved = act(sent, "approve", seen=sent.version)

    assert publish(approved, seen=approved.version, by=editor).state == State.PUBLISHED


def test_l03_a_second_letter_within_30_days_is_known_by_phone_or_by_name_and_town(
    send: Any, confirmed: Letter, editor: Any, rules: LetterRules, mailoutbox: list[Any]
):
    from broadsheet.letters.checking import flags_of

    known = called(confirmed, editor)
    publish(known, seen=known.version, by=editor)
    send(email="n.e.l.l+2@gmail.com", phone="(715) 555-0134", name="N. R.")
    by_phone = Letter.objects.latest("pk")
    send(email="other@example.org", phone="715 555 9999", name="ROE, Nell")
    by_name = Letter.objects.latest("pk")
    send(email="third@example.org", phone="715 555 7777", name="Tom Reyes")
    another = Letter.objects.latest("pk")

    flags = [
        {flag.name for flag in flags_of(letter, rules)} for letter in (by_phone, by_name, another)
    ]
    assert ["often" in found for found in flags] == [True, True, False]


def test_l13_a_writer_takes_back_what_was_printed(
    confirmed: Letter, editor: Any, read: Any, press: Any
):
    known = called(confirmed, editor)
    printed = publish(known, seen=known.version, by=editor)
    assert printed.story
    path = printed.story.permalink
    assert read(path).status == 200

    withdraw(printed, seen=printed.version)
    press.print_all()

    assert read(path).status == 410
    assert not Whereabouts.objects.exists()


def test_whereabouts_are_erased_90_days_after_the_decision(confirmed: Letter, editor: Any):
    declined = act(confirmed, "decline", seen=confirmed.version, by=editor, why="space")

    for days, left in ((89, 1), (91, 0)):
        Letter.objects.filter(pk=declined.pk).update(
            decided_at=timezone.now() - timedelta(days=days)
        )
        housekeeping.erase_whereabouts()
        assert Whereabouts.objects.count() == left


def test_a_claim_stops_the_clock_until_its_day(confirmed: Letter, editor: Any):
    declined = act(confirmed, "decline", seen=confirmed.version, by=editor, why="space")
    Letter.objects.filter(pk=declined.pk).update(decided_at=timezone.now() - timedelta(days=91))
    today = timezone.localdate()

    Whereabouts.objects.update(kept_until=today + timedelta(days=1), kept_because="A claim")
    housekeeping.erase_whereabouts()
    assert Whereabouts.objects.count() == 1

    Whereabouts.objects.update(kept_until=today - timedelta(days=1))
    housekeeping.erase_whereabouts()
    assert Whereabouts.objects.count() == 0


def test_a_writer_is_known_for_24_months(confirmed: Letter, editor: Any):
    know_writer(confirmed, called_at=timezone.now())
    assert KnownWriter.objects.count() == 1
    KnownWriter.objects.update(until=timezone.now() - timedelta(days=1))

    housekeeping.forget_writers()

    assert not KnownWriter.objects.exists()


def test_what_nobody_decided_on_expires_and_its_writer_hears_of_it(
    confirmed: Letter, mailoutbox: list[Any]
):
    Letter.objects.update(came_at=timezone.now() - timedelta(days=57))

    housekeeping.expire_undecided()

    confirmed.refresh_from_db()
    assert confirmed.state == State.EXPIRED
    assert "waited with us longer" in mailoutbox[-1].body


def test_a_scheduled_letter_is_printed_at_its_moment(confirmed: Letter, editor: Any):
    from broadsheet.letters.publishing import print_due, schedule

    known = called(confirmed, editor)
    schedule(known, timezone.now() + timedelta(minutes=5), seen=known.version, by=editor)
    assert print_due() == 0
    Letter.objects.update(scheduled_for=timezone.now())

    assert print_due() == 1

    confirmed.refresh_from_db()
    assert confirmed.state == State.PUBLISHED
    assert all(state in State for state in OPEN)
