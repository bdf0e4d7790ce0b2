"""Pages that say that there is nothing to read: printed like others, so that they stand when all else is down."""

# Status and the path at which the site makes the page. Readers who ask for these paths get a plain 404.
NOTICES = {404: "/!/404/", 410: "/!/410/", 500: "/!/500/"}
# The same for readers of the text-only edition.
TEXT_NOTICES = {status: f"/!/text/{status}/" for status in NOTICES}
# Stands in the pages of 500 where the number of the error is put while they are served (`lib/error_numbers.py`).
NUMBER_HERE = "###-###"
EVERY_NOTICE = frozenset([*NOTICES.values(), *TEXT_NOTICES.values()])
