"""Donors are found by what is typed, changed by one person at a time, and made one without a sum changing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.donations import donors
from broadsheet.donations.batches import close_batch
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.errors import DonationError, FirstComeError
from broadsheet.donations.models import Deed, Donor, Gift, Mailing
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.tests.typed import a_batch, a_pledge, somebody, type_in
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
PROVED = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def bo(paper: Any) -> User:
    return somebody()


def found(typed: str) -> list[str]:
    return [one.label for one in donors.look_up(the_site(), typed)]


def test_a_donor_is_found_by_name_mailbox_and_code(paper: Any):
    ada = a_donor("Ada Lund", email="Ada.Lund@example.org", mailbox="ada.lund@example.org")
    a_donor("Roland Ada-Marsh")
    pledge = a_pledge(10000, ada)
    gift = a_gift(2500, donor=ada)

    assert found("lund") == ["Ada Lund · Ada.Lund@example.org"]
    assert found("ada.lund@ex") == ["Ada Lund · Ada.Lund@example.org"]
    assert found("ada")[0].startswith("Ada Lund")
    assert found(pledge.code.lower()) == [f"Pledge {pledge.code} of Ada Lund: $100"]
    assert found(gift.code) == [f"Slip {gift.code} of Ada Lund: $25"]
    assert found("a") == found("nobody at all") == []


def test_merged_and_erased_donors_are_not_found(paper: Any):
    kept = a_donor("Ada Lund")
    a_donor("Ada Merged", merged_into=kept)
    a_donor("Ada Erased", erased_at=PROVED)

    assert found("ada") == ["Ada Lund"]


def test_namesakes_are_told_however_the_name_is_written(paper: Any):
    ada = a_donor("Ada Lund")

    assert donors.namesakes(the_site(), "Lund, Dr. Ada") == [ada]
    assert donors.namesakes(the_site(), "Nell Roe") == []


def test_g58_two_records_of_one_donor_become_one_and_no_sum_changes(bo: User):
    kept = a_donor("Ada Lund", email="ada@example.org", mailbox="ada@example.org")
    gone = a_donor("A. Lund", wall="name", notes="Came to the open day.")
    gone.address = "12 Alder Street\nLarkmere"
    gone.save()
    for donor, minor in ((kept, 2500), (gone, 5000), (gone, 700)):
        pay(a_gift(minor, donor=donor))
    pledge = a_pledge(10000, gone)
    batch = a_batch(300, by=bo)
    line = type_in(batch, 300, donor=gone)
    before = sum(kept_of(gift).minor for gift in Gift.objects.all())

    donors.merge(kept, gone, by=bo)

    close_batch(batch, by=bo)
    kept.refresh_from_db()
    assert sum(kept_of(gift).minor for gift in kept.gifts.all()) == before + 300
    pledge.refresh_from_db()
    line.refresh_from_db()
    assert (pledge.donor, line.donor) == (kept, kept)
    assert not Mailing.objects.filter(donor=gone).exists()
    assert kept.address == "12 Alder Street\nLarkmere"
    assert kept.notes == "Came to the open day.\nAlso: A. Lund"
    assert kept.wall == "no"


def test_g58_nothing_personal_stays_in_the_record_that_is_gone(bo: User):
    kept = a_donor("Ada Lund", email="ada@example.org", mailbox="ada@example.org")
    gone = a_donor(
        "A. Lund", email="a@example.org", mailbox="a@example.org", email_proved_at=PROVED
    )
    gone.address = "12 Alder Street"
    gone.save()

    donors.merge(kept, gone, by=bo)

    gone.refresh_from_db()
    assert (gone.name, gone.email, gone.mailbox, gone.address, gone.notes) == ("",) * 5
    assert gone.merged_into == kept
    kept.refresh_from_db()
    assert "a@example.org" in kept.notes
    assert kept.email_proved_at is None


def test_g58_a_mailbox_that_was_shown_to_be_hers_goes_over_if_there_was_none(bo: User):
    kept = a_donor("Ada Lund")
    gone = a_donor(
        "Ada Lund", email="a@example.org", mailbox="a@example.org", email_proved_at=PROVED
    )

    donors.merge(kept, gone, by=bo)

    kept.refresh_from_db()
    assert (kept.email, kept.mailbox, kept.email_proved_at) == (
        "a@example.org",
        "a@example.org",
        PROVED,
    )


def test_g58_chains_of_merges_end_at_whoever_is_left(bo: User):
    one, two, three = a_donor("One"), a_donor("Two"), a_donor("Three")
    donors.merge(two, one, by=bo)
    donors.merge(three, two, by=bo)

    one.refresh_from_db()
    assert one.merged_into == three


def test_g58_a_donor_is_not_merged_with_herself_nor_with_one_who_is_gone(bo: User):
    one, two = a_donor("One"), a_donor("Two")
    with pytest.raises(DonationError, match="another donor"):
        donors.merge(one, one, by=bo)
    donors.merge(one, two, by=bo)

    with pytest.raises(FirstComeError):
        donors.merge(one, two, by=bo)
    with pytest.raises(FirstComeError):
        donors.merge(two, one, by=bo)


def test_what_is_changed_by_two_at_once_is_told(bo: User):
    ada = a_donor("Ada Lund", email="ada@example.org", email_proved_at=PROVED)
    seen = donors.mark_of(ada)
    told = {"name": "Ada Lund", "email": "ada@new.example", "address": "12 Alder Street"}
    donors.change_donor(ada, told, seen=seen, by=bo)

    with pytest.raises(FirstComeError, match="meanwhile"):
        donors.change_donor(ada, {"name": "Somebody"}, seen=seen, by=bo)

    ada.refresh_from_db()
    assert (ada.name, ada.mailbox, ada.email_proved_at) == ("Ada Lund", "ada@new.example", None)
    assert ada.address == "12 Alder Street"


def test_the_record_of_acts_names_no_donor(bo: User):
    ada = a_donor("Ada Lund")
    donors.change_donor(ada, {"name": "Ada Marsh"}, seen=donors.mark_of(ada), by=bo)
    deed = Deed.objects.get()

    assert "Ada" not in f"{deed.about} {deed.before} {deed.after}"


def test_d07_a_name_for_the_wall_is_looked_at_before_it_is_shown(bo: User):
    ada = a_donor("Ada Lund", wall="other", wall_name="<b>Buy here</b>")

    donors.decide_wall(ada, is_shown=False, seen=donors.mark_of(ada), by=bo)

    ada.refresh_from_db()
    assert (ada.wall, ada.wall_seen) == ("no", False)


def test_d07_a_wish_that_changed_meanwhile_is_looked_at_again(bo: User):
    ada = a_donor("Ada Lund", wall="other", wall_name="The Lunds")
    seen = donors.mark_of(ada)
    Donor.objects.update(wall_name="<b>Buy here</b>")

    with pytest.raises(FirstComeError):
        donors.decide_wall(ada, is_shown=True, seen=seen, by=bo)

    ada.refresh_from_db()
    assert not ada.wall_seen


def test_d07_a_name_that_is_changed_is_looked_at_anew(bo: User):
    ada = a_donor("Ada Lund", wall="other", wall_name="The Lunds", wall_seen=True)

    donors.change_donor(ada, {"wall_name": "Others"}, seen=donors.mark_of(ada), by=bo)

    ada.refresh_from_db()
    assert not ada.wall_seen
