"""A photo with all that the desk finds photos by."""

from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.photos.models import Photo


@pytest.fixture
def ferry(make_photo: Any) -> Photo:
    photo: Photo = make_photo(
        "Élan at the landing, with Ruth Osei.",
        "Jon Abbey / AP",
        title="Ferry",
        place="Harrow Bend, Wisconsin",
        people="Ruth Osei\nTomas de la Reyes",
        keywords="ferry, crossing",
        headline="Crossing reopens",
        taken_at=datetime(2026, 11, 4, 4, 0, tzinfo=UTC),
    )
    return photo
