"""A plan that the processor knows nothing of any more is ended by its donor, and by nobody's mistake."""

from contextlib import suppress
from typing import Any

import pytest

from broadsheet.donations.card import plans
from broadsheet.donations.card.errors import CardAwayError, CardRefusedError
from broadsheet.donations.models import Mailing, Plan
from broadsheet.donations.tests.card.at_the_processor import Processor, a_paid_plan
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
S = Plan.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Paper) -> None:
    """All of it happens at a paper."""


def mails() -> int:
    return Mailing.objects.filter(kind="plan_ended").count()


def forget_there(plan: Plan) -> None:
    """Let the processor know nothing of a plan, as after its account was emptied."""
    Plan.objects.filter(pk=plan.pk).update(ref="sub_of_yesterday")
    plan.refresh_from_db()


@pytest.mark.parametrize("act", [plans.end_plan, plans.pause_plan, plans.try_again])
def test_a_plan_that_the_processor_no_longer_knows_can_be_ended_by_its_donor(
    processor: Processor, act: Any
):
    plan = a_paid_plan(processor)
    forget_there(plan)

    with suppress(CardRefusedError):
        act(plan)

    plan.refresh_from_db()
    assert (plan.state, plan.end_reason, plan.next_due) == (S.ENDED, "not known there", None)
    assert plan.ended_at is not None
    assert mails() == 1


def test_a_live_plan_of_another_account_is_not_believed_to_be_gone(processor: Processor):
    plan = a_paid_plan(processor)
    forget_there(plan)
    Plan.objects.filter(pk=plan.pk).update(is_test=False, account="acct_of_before")
    plan.refresh_from_db()

    with pytest.raises(CardRefusedError, match="Write to us or call"):
        plans.end_plan(plan)

    plan.refresh_from_db()
    assert plan.state == S.ACTIVE
    assert mails() == 0


def test_a_plan_goes_on_while_the_processor_does_not_answer(processor: Processor, impatient: None):
    plan = a_paid_plan(processor)
    processor.fail_next(50, status=500)

    with pytest.raises(CardAwayError):
        plans.end_plan(plan)

    plan.refresh_from_db()
    assert plan.state == S.ACTIVE
