"""Credits: who made a photo, for whom, and how the paper got it.

Read `credit.py` (what is known), `reading.py` (a line in words becomes that; `names.py` and `wording.py` say of which
words), `printing.py` (the paper's own pattern for it), `splitting.py` (where a credit stands at the end of a caption).
What was read and is printed again reads the same; whatever does not is kept as it came.
"""
