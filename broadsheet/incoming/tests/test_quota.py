"""How much one person may send within a day, and what she is told then."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.incoming.models import Arrival
from broadsheet.incoming.quota import count_in
from broadsheet.incoming.tests.made import PAGE, PDF, sent
from broadsheet.newsroom.models import PaperDocument, User
from broadsheet.photos.models import Photo
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FULL = "You have sent 3 files within a day, as many as one person may. Send the rest tomorrow"


@pytest.fixture
def desk(client: Client, reporter: User, home: Path, settings: Any) -> Client:
    settings.UPLOADS_A_DAY = 3
    client.force_login(reporter)
    return client


def send_photo(desk: Client, number: int) -> Any:
    raw = jpeg(sky=(number, 0, 0))
    return desk.post(reverse("upload_photo"), {"files": sent("ferry.jpg", raw)})


def test_u10_of_a_thousand_uploads_by_one_person_those_above_the_quota_are_refused(
    desk: Client, reporter: User, settings: Any
):
    settings.UPLOADS_A_DAY = 1_000
    now = timezone.now()
    Arrival.objects.bulk_create(Arrival(person=reporter, at=now, size_bytes=1) for _ in range(998))

    answers = [send_photo(desk, number).status_code for number in range(4)]

    assert answers == [200, 200, 422, 422]
    assert Photo.objects.count() == 2


def test_u10_who_has_sent_enough_is_told_so_at_whatever_is_sent_next(desk: Client):
    for number in range(3):
        send_photo(desk, number)

    photo = send_photo(desk, 3)
    document = desk.post(
        reverse("wagtaildocs:add"), {"title": "Report", "file": sent("a.pdf", PDF)}
    )
    several = desk.post(reverse("upload_photos"), {"files": [sent("a.jpg", jpeg())]})

    assert FULL in photo.text
    assert FULL in document.text
    assert FULL in several.text
    assert (Photo.objects.count(), PaperDocument.objects.count()) == (3, 0)


def test_u10_each_person_has_a_quota_of_their_own(desk: Client, editor: User):
    for number in range(4):
        send_photo(desk, number)

    desk.force_login(editor)

    assert send_photo(desk, 5).status_code == 200


def test_u10_the_megabytes_that_someone_sends_are_counted_too(
    desk: Client, reporter: User, settings: Any
):
    settings.UPLOADS_A_DAY, settings.UPLOAD_MEGABYTES_A_DAY = 0, 10
    Arrival.objects.create(person=reporter, size_bytes=10_000_000 - len(jpeg()) - 100)

    assert send_photo(desk, 1).status_code == 200
    assert "more than 10 MB within a day" in send_photo(desk, 2).text


def test_a_day_later_one_may_go_on_and_what_was_counted_is_forgotten(desk: Client, reporter: User):
    long_ago = timezone.now() - timedelta(days=1, seconds=1)
    Arrival.objects.bulk_create(
        Arrival(person=reporter, at=long_ago, size_bytes=1) for _number in range(3)
    )

    assert send_photo(desk, 1).status_code == 200
    assert Arrival.objects.get().size_bytes == len(jpeg(sky=(1, 0, 0)))


def test_what_is_refused_is_not_counted(desk: Client):
    for _number in range(5):
        desk.post(reverse("upload_photo"), {"files": sent("a.jpg", PAGE)})
    for number in range(3):
        send_photo(desk, number)

    send_photo(desk, 9)

    assert Arrival.objects.count() == Photo.objects.count() == 3


def test_a_form_that_is_shown_again_does_not_count_its_file_twice(desk: Client):
    # Without a title.
    answer = desk.post(reverse("wagtaildocs:add"), {"title": "", "file": sent("a.pdf", PDF)})

    assert answer.status_code == 200
    assert Arrival.objects.count() == 1


def test_nought_means_any_number(desk: Client, settings: Any):
    settings.UPLOADS_A_DAY = settings.UPLOAD_MEGABYTES_A_DAY = 0

    assert [send_photo(desk, number).status_code for number in range(5)] == [200] * 5


def test_the_paper_itself_may_bring_in_anything(settings: Any):
    settings.UPLOADS_A_DAY = 1

    for _number in range(3):
        count_in(None, 10**12)

    assert not Arrival.objects.exists()
