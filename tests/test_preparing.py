"""What happens before a paper is served."""

from io import StringIO
from typing import Any

import pytest
from django.db import connection

from broadsheet.preparing import bring_tables_up_to_date


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_after_an_update_no_list_walks_the_archive_until_the_next_day(published_story: Any):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # As where a table was made anew.
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'stories_story'")
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'letters' AND name = '0003_american_words'"
        )

    bring_tables_up_to_date(StringIO())

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'stories_story'")
        assert cursor.fetchone()[0] > 5
