"""What counts as broken: an answer of 500 or above, none at all, or an error in the log that nobody caught."""

import re
import time

from fuzz.asking import Answer
from tests.running import RunningPaper

# How a line of the log begins: time, level, and who says it.
BEGINNING = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (?P<level>[A-Z]+) (?P<name>[\w.]+): ")
# What Django refuses on purpose it logs with a traceback, too.
REFUSALS = "django.security"
LOG_SECONDS = 0.2


class Watch:
    """Reads on in a paper's log, and says what has broken since it last looked."""

    def __init__(self, paper: RunningPaper) -> None:
        self.paper = paper
        self.read = len(paper.lines)

    def look(self, answer: Answer) -> str:
        """Return what broke with this answer; nothing if all is well."""
        said = self.errors()
        if answer.status >= 500 and not said:
            # The log comes by another way than the answer.
            time.sleep(LOG_SECONDS)
            said = self.errors()
        if answer.status >= 500:
            return f"answered {answer.status}\n{said}".strip()
        if not answer.status:
            return f"{answer.trouble}\n{said}".strip()
        return said

    def errors(self) -> str:
        """Return what the log tells of errors since this was last called."""
        lines = self.paper.lines[self.read :]
        self.read += len(lines)
        return "".join(errors_in(lines))


def errors_in(lines: list[str]) -> list[str]:
    """Return those lines that tell of an error which nobody caught, each with its traceback."""
    found: list[str] = []
    record: list[str] = []
    for line in [*lines, None]:
        if line is None or BEGINNING.match(line):
            if is_error(record):
                found += record
            record = []
        if line is not None:
            record.append(line)
    return found


def is_error(record: list[str]) -> bool:
    if not any(line.startswith("Traceback ") for line in record):
        return False
    begins = BEGINNING.match(record[0])
    if not begins:
        # Python itself wrote it.
        return True
    return begins["level"] in ("ERROR", "CRITICAL") and not begins["name"].startswith(REFUSALS)


def is_told(trouble: str) -> bool:
    """Say whether a trouble comes with the place at which it happened."""
    return "Traceback " in trouble


def kind_of(trouble: str) -> str:
    """Return what two troubles have in common that are the same: the error's kind and where it came from.

    >>> kind_of('Traceback (most recent call last):\\n  File "x.py", line 7, in read\\nValueError')
    'x.py:7 ValueError'
    """
    places = re.findall(r'File "([^"]+)", line (\d+)', trouble)
    kinds = re.findall(
        r"^(\w+(?:Error|Exception|Warning|DoesNotExist)?)(?:: .*)?$", trouble, re.MULTILINE
    )
    place = f"{places[-1][0]}:{places[-1][1]}" if places else ""
    return f"{place} {kinds[-1] if kinds else ''}".strip() or trouble.partition("\n")[0]
