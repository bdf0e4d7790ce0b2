"""Days, in UTC: nothing at the tip line knows the time of the day at which something came."""

from datetime import UTC, date, datetime, time, timedelta

# In days.
OPEN_FOR, RARELY_FOR = 30, 60
RETENTION, WARNED_BEFORE, LONGEST = 90, (14, 3), 730


def today() -> date:
    return datetime.now(UTC).date()


def midnight(day: date) -> float:
    """Return the first moment of a day, in seconds since 1970: the only one that files show."""
    return datetime.combine(day, time(), UTC).timestamp()


def in_days(number: int, *, after: date | None = None) -> date:
    return (after or today()) + timedelta(days=number)


def week_of(day: date) -> str:
    """Return a day's week as it is signed (ISO 8601).

    >>> week_of(date(2026, 11, 26))
    '2026-W48'
    """
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> date:
    """Return the day on which a week begins.

    Errors:
        ValueError: there is no such week, or it is written in another way.

    >>> monday_of("2026-W48")
    datetime.date(2026, 11, 23)
    """
    found = datetime.strptime(week + "-1", "%G-W%V-%u").date()
    if week_of(found) != week:
        raise ValueError("another way of writing it")
    return found
