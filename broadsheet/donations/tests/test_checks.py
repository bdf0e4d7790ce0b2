"""Whatever is done to the books behind the program's back, `broadsheet check donations` tells of it, and names nobody."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from broadsheet.donations.errors import DonationError
from broadsheet.donations.models import Donor, Gift, Pledge, ProviderEvent, Receipt, Settlement
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.reckoning.checks.known import CHECKS
from broadsheet.donations.registry import FINDS_DIFFERENCES
from broadsheet.donations.tests.made import the_site
from broadsheet.donations.tests.whole_books import behind_our_back, whole_books
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def gifts(paper: Any, publisher: User, books_kept: None) -> dict[str, Gift]:
    """Books with something of everything, all of it well."""
    made = whole_books(publisher)
    assert {one.check.number: one.differences for one in check_books() if not one.is_well} == {}
    return made


def told(number: int) -> list[str]:
    """Return what one check tells; it never names a donor."""
    [found] = [one for one in check_books() if one.check.number == number]
    assert "Ada" not in str(found.differences)
    return found.differences


def test_all_sixteen_things_are_looked_at(gifts: dict[str, Gift]):
    assert sorted(CHECKS) == list(range(1, 17))


def test_books_01_a_gift_that_was_lost_or_counted_twice_is_told(gifts: dict[str, Gift]):
    lost, twice = gifts["card"], gifts["cheque"]
    behind_our_back(
        f"DELETE FROM donations_entry WHERE gift_id = {lost.pk} AND kind = 'gift'",
        "INSERT INTO donations_entry (site_id, provider, account, ref, kind, gift_id, payment_id, amount_minor, currency, "
        "occurred_at, day, recorded_at, is_test) SELECT site_id, provider, account, 'again', kind, gift_id, payment_id, "
        f"amount_minor, currency, occurred_at, day, recorded_at, is_test FROM donations_entry WHERE gift_id = {twice.pk}",
    )

    said = " ".join(told(1))

    assert f"{lost.code}: its payment stands in the books 0 times" in said
    assert f"{twice.code}: its payment stands in the books 2 times" in said
    assert f"{twice.code}: another sum has come" in said


def test_books_02_a_gift_that_stands_otherwise_than_its_entries_is_told(gifts: dict[str, Gift]):
    Gift.objects.filter(pk=gifts["refunded"].pk).update(state="paid")
    Gift.objects.filter(pk=gifts["card"].pk).update(received_on="2025-12-31")

    assert [gifts["card"].code in told(2)[0], gifts["refunded"].code in told(2)[1]] == [True, True]


def test_books_03_more_that_goes_back_than_came_is_told(gifts: dict[str, Gift]):
    behind_our_back("UPDATE donations_refund SET amount_minor = 5001 WHERE amount_minor = 2000")

    assert told(3) == [f"Gift {gifts['part'].code}: more goes back than came."]


def test_books_03_an_entry_that_takes_more_than_came_is_told(gifts: dict[str, Gift]):
    behind_our_back(
        "UPDATE donations_entry SET amount_minor = -5001 WHERE kind = 'refund' AND amount_minor = -2000"
    )

    assert told(3) == [f"Gift {gifts['part'].code}: more went back than came."]


def test_books_04_another_currency_within_a_gift_is_told(gifts: dict[str, Gift]):
    gift = gifts["card"]
    behind_our_back(f"UPDATE donations_entry SET currency = 'CAD' WHERE gift_id = {gift.pk}")

    assert f"Gift {gift.code}: something of it is in another currency." in told(4)


def test_books_05_a_fraction_or_another_amount_is_told(gifts: dict[str, Gift]):
    gift = gifts["card"]
    spoil = {
        "sqlite": f"UPDATE donations_payment SET amount_minor = 2500.5 WHERE gift_id = {gift.pk}",
        "postgresql": "ALTER TABLE donations_payment ALTER COLUMN amount_minor TYPE numeric",
    }
    behind_our_back(
        f"UPDATE donations_payment SET amount_minor = 1 WHERE gift_id = {gifts['part'].pk}",
        spoil[connection.vendor],
    )

    said = " ".join(told(5))

    assert "donations_payment.amount_minor" in said
    assert f"Gift {gifts['part'].code}: its payment is of another amount." in said


def test_books_06_a_number_that_is_missing_is_told(gifts: dict[str, Gift]):
    receipt = Receipt.objects.get(series="", number=2)
    for table in ("receipt_gifts", "receiptperson"):
        behind_our_back(f"DELETE FROM donations_{table} WHERE receipt_id = {receipt.pk}")
    behind_our_back(f"DELETE FROM donations_receipt WHERE id = {receipt.pk}")

    assert told(6) == [f"Receipts {receipt.year}: these numbers are missing: 2."]


def test_books_06_a_receipt_for_no_money_and_one_in_the_wrong_series_are_told(
    gifts: dict[str, Gift],
):
    receipt = gifts["cheque"].receipts.get()
    behind_our_back(
        f"DELETE FROM donations_receipt_gifts WHERE receipt_id = {receipt.pk}",
        f"UPDATE donations_gift SET is_test = NOT is_test WHERE id = {gifts['card'].pk}",
    )

    said = " ".join(told(6))

    assert f"Receipt {receipt.name} is for no money that came." in said
    assert f"Receipt {gifts['card'].receipts.get().name} mixes test gifts and real ones." in said


def test_books_06_a_counter_that_was_put_back_is_told(gifts: dict[str, Gift]):
    behind_our_back("UPDATE donations_receiptcounter SET last = last - 1 WHERE series = ''")

    assert "the counter is not at the last number" in told(6)[0]


def test_books_07_a_receipt_that_was_changed_is_told(gifts: dict[str, Gift]):
    receipt = gifts["cheque"].receipts.get()
    spoil = {
        "sqlite": "json_set(snapshot, '$.title', 'Tax receipt')",
        "postgresql": """jsonb_set(snapshot, '{title}', '"Tax receipt"')""",
    }[connection.vendor]
    behind_our_back(f"UPDATE donations_receipt SET snapshot = {spoil} WHERE id = {receipt.pk}")

    assert told(7) == [f"Receipt {receipt.name} was changed after it was issued."]


def test_books_07_a_refund_that_left_its_receipt_standing_is_told(gifts: dict[str, Gift]):
    receipt = gifts["refunded"].receipts.get()
    behind_our_back(f"DELETE FROM donations_receiptvoid WHERE receipt_id = {receipt.pk}")

    assert told(7) == [
        f"Gift {gifts['refunded'].code}: what was kept of it and its receipt differ."
    ]


def test_books_08_a_wording_that_was_emptied_or_changed_is_told(gifts: dict[str, Gift]):
    behind_our_back("UPDATE donations_disclosure SET text = ' '")
    assert told(8)[0] == "Wording 1 says nothing."
    assert f"Receipt {gifts['cheque'].receipts.get().name} says a wording" in " ".join(told(8))

    behind_our_back("UPDATE donations_disclosure SET text = 'Gifts are tax deductible.'")
    assert told(8)[0] == "Wording 1 was changed after it was shown."


def test_books_09_a_promise_that_is_shown_as_money_is_told(gifts: dict[str, Gift]):
    Gift.objects.filter(pk=gifts["begun"].pk).update(state="paid", received_on="2026-05-04")
    Gift.objects.filter(pk=gifts["card"].pk).update(provider="link")
    pledge = Pledge.objects.get()
    Pledge.objects.update(state="fulfilled")

    assert told(9) == [
        f"Gift {gifts['begun'].code} is shown as received, and nothing came.",
        f"Gift {gifts['card'].code} came by a way that takes no money.",
        f"Pledge {pledge.code} does not stand as what came of it says.",
    ]


def test_books_10_a_guard_of_the_database_that_is_gone_is_told(gifts: dict[str, Gift]):
    name = {
        "sqlite": "donations_entry_stays_delete",
        "postgresql": "donations_entry_stays",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {name}"
            + (" ON donations_entry" if connection.vendor == "postgresql" else "")
        )

    assert told(10) == [
        f"The database does not guard the books: {name} is missing. Run migrate, or bring back a backup."
    ]


def test_books_11_a_cheque_of_nobody_and_a_slip_that_is_off_are_told(gifts: dict[str, Gift]):
    behind_our_back(
        f"UPDATE donations_payment SET entered_by_id = NULL WHERE gift_id = {gifts['pledged'].pk}",
        "UPDATE donations_settlement SET expected_minor = expected_minor + 1",
        "UPDATE donations_batch SET slip_minor = slip_minor + 1",
    )

    said = told(11)

    assert len(said) == 3
    assert gifts["pledged"].code in said[0]
    assert said[1] == "Deposit slip-1: its checks do not add up to its slip."


def test_books_12_a_mail_that_was_written_down_twice_is_told(gifts: dict[str, Gift]):
    key = f"receipt:{gifts['cheque'].receipts.get().pk}"
    # The same rows, without what keeps them apart.
    behind_our_back(
        "CREATE TABLE mails AS SELECT * FROM donations_mailing",
        "DROP TABLE donations_mailing",
        "ALTER TABLE mails RENAME TO donations_mailing",
        f"INSERT INTO donations_mailing SELECT * FROM donations_mailing WHERE key = '{key}'",
    )

    assert told(12) == [f"Mail “{key}” was written down 2 times."]


def test_books_13_an_event_of_another_account_that_was_worked_on_is_told(
    gifts: dict[str, Gift],
):
    paid = gifts["card"].payments.get()
    for number, account, is_live in (
        (1, "acct_1", True),
        (2, "acct_2", True),
        (3, "", False),
        (4, "", True),
    ):
        ProviderEvent.objects.create(
            provider="stripe",
            account=account,
            event=f"evt_{number}",
            type="payment_intent.succeeded",
            about={"object": "payment_intent", "id": paid.ref},
            is_live=is_live,
            state="done",
        )
    behind_our_back(
        f"UPDATE donations_entry SET is_test = NOT is_test WHERE gift_id = {gifts['cheque'].pk}"
    )

    assert told(13) == [
        "Event evt_2 of another account or mode was worked on.",
        "Event evt_3 of another account or mode was worked on.",
        f"Gift {gifts['cheque'].code}: an entry is of another account, site or mode.",
    ]


def test_books_14_what_the_processor_has_and_we_have_not_is_told(
    gifts: dict[str, Gift], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(FINDS_DIFFERENCES, "stripe", lambda: ["txn_9 is not in the books."])
    assert told(14) == ["txn_9 is not in the books."]

    def is_away() -> list[str]:
        raise DonationError("The processor does not answer.")

    monkeypatch.setitem(FINDS_DIFFERENCES, "stripe", is_away)
    assert told(14) == ["The processor does not answer."]


def test_books_14_what_the_sweep_has_noted_and_a_payout_that_differs_are_told(
    gifts: dict[str, Gift],
):
    ProviderEvent.objects.create(
        provider="stripe",
        event="sweep:txn_9",
        type="sweep.differs",
        about={"object": "balance_transaction", "id": "txn_9"},
        state="dead",
        trouble="It is not in the paper's books.",
    )
    Settlement.objects.create(
        site=the_site(),
        kind="payout",
        provider="stripe",
        ref="po_1",
        expected_minor=100,
        currency="USD",
        arrived_on="2026-05-06",
        state="differs",
    )

    assert told(14) == [
        "Movement txn_9: It is not in the paper's books.",
        "Payout po_1 differs from the books.",
    ]


def test_books_15_what_is_left_of_an_erased_donor_and_what_is_lost_of_gifts_is_told(
    gifts: dict[str, Gift],
):
    donor = gifts["cheque"].donor
    assert donor is not None
    receipt = gifts["cheque"].receipts.get()
    Donor.objects.filter(pk=donor.pk).update(erased_at="2026-05-05T00:00Z", notes="Her notes")
    lost = gifts["part"].receipts.latest("pk")
    behind_our_back(f"DELETE FROM donations_receipt_gifts WHERE receipt_id = {lost.pk}")

    said = told(15)

    assert f"Donor {donor.pk} was erased, and something of her is left." in said
    assert f"Receipt {receipt.name} names a donor who was erased." in said
    assert f"Receipt {lost.name} has lost a gift." in said


@pytest.mark.parametrize(
    "words",
    [
        "Card 4242 4242 4242 4242, thanks",
        "4242-4242-4242-4242",
        "378282246310005",
        "DE89 3704 0044 0532 0130 00",
        "sk_live_0123456789abcdef",
        "whsec_0123456789abcdef",
        "CVC: 123",
    ],
)
def test_books_16_a_card_number_or_key_that_stands_anywhere_is_told(
    gifts: dict[str, Gift], words: str
):
    Gift.objects.filter(pk=gifts["card"].pk).update(message=words)

    assert told(16) == [f"donations_gift.message of row {gifts['card'].pk} holds a number or key."]


@pytest.mark.parametrize(
    "words", ["Call (608) 555-0142", "4242 4242 4242 4241", "For 2025 and 2026", "DE00 3704 0044"]
)
def test_books_16_other_numbers_are_left_in_peace(gifts: dict[str, Gift], words: str):
    Gift.objects.filter(pk=gifts["card"].pk).update(message=words)

    assert told(16) == []


def test_the_command_says_that_all_is_well(gifts: dict[str, Gift]):
    out = StringIO()
    call_command("check_donations", stdout=out)

    assert out.getvalue().count(" well ") == 16


def test_the_command_fails_and_tells_what_differs_in_words_and_as_json(gifts: dict[str, Gift]):
    Gift.objects.filter(pk=gifts["refunded"].pk).update(state="paid")
    words, data = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 16 checks differ"):
        call_command("check_donations", stdout=words)
    with pytest.raises(CommandError):
        call_command("check_donations", "--json", stdout=data)

    assert gifts["refunded"].code in words.getvalue()
    differing = [one for one in json.loads(data.getvalue()) if not one["well"]]
    assert [one["number"] for one in differing] == [2]
