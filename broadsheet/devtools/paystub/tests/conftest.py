from collections.abc import Iterator

import pytest
import stripe

from broadsheet.devtools.paystub import Paystub
from broadsheet.devtools.paystub.tests.asking import client_of


@pytest.fixture
def stub() -> Iterator[Paystub]:
    with Paystub() as started:
        yield started


@pytest.fixture
def client(stub: Paystub) -> stripe.StripeClient:
    return client_of(stub)
