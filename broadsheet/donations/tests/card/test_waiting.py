"""While the processor is waited for, nobody else waits for the database."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.donations.card import plans, talking
from broadsheet.donations.card.refunding import refund
from broadsheet.donations.card.sweeping import sweep
from broadsheet.donations.models import Refund, Settlement
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    a_card_gift,
    a_paid_gift,
    a_paid_plan,
    balance_of,
    books_of,
    pay,
)


@pytest.mark.django_db(transaction=True)
def test_the_processor_is_never_asked_within_a_transaction(
    paper: Any, processor: Processor, monkeypatch: pytest.MonkeyPatch
):
    asked = []
    client = talking.client

    def watched() -> Any:
        asked.append(connection.in_atomic_block)
        return client()

    monkeypatch.setattr(talking, "client", watched)

    gift = a_paid_gift(processor)
    plan = a_paid_plan(processor)
    plans.pause_plan(plan)
    plans.resume_plan(plan)
    plans.end_plan(plan)
    request = Refund.objects.create(
        payment=gift.payments.get(), amount_minor=500, currency="USD", request=uuid.uuid4()
    )
    refund(request)
    pay(processor, a_card_gift(4200))
    processor.take_elsewhere(900)
    processor.advance(days=3)
    processor.pay_out()
    processor.advance(days=2)
    sweep(timezone.now() - timedelta(days=3), thorough=True)

    assert len(asked) > 20
    assert not any(asked)
    assert books_of() == balance_of(processor)
    assert Settlement.objects.get().state == Settlement.State.BALANCED
