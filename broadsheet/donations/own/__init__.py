"""The donor's own pages: gifts, receipts, recurring gifts and pledges, by a mailed link and without a password.

Read `opening.py` (who may see what), `doing.py` (what can be done there), `views.py`; `handling.py` is how a processor's
room says what it can do with a recurring gift.
"""
